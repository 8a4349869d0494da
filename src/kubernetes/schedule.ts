import { InputError } from '../input/problem';
import { quote } from '../input/quote';

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values from `min` on. */
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  {
    name: 'month',
    min: 1,
    max: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of the week', min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = /^@every (\d+(\.\d+)?(h|m|s))+$/;

/**
 * The schedule as it stands, if Kubernetes takes it: what `ParseStandard` of robfig/cron v3 accepts, without a time zone.
 *
 * @throws InputError naming the field at fault.
 */
export function checkSchedule(schedule: string): string {
  const text = schedule.trim();
  const fault = text.startsWith('@') ? descriptorFault(text) : fieldsFault(text.split(/\s+/));
  if (fault !== undefined) {
    throw new InputError({
      what: `schedule ${quote(schedule)} ${fault}`,
      why: 'the API server refuses the CronJob',
      fix: 'write "*/15 * * * *" (minute, hour, day, month, weekday) or "@hourly", for example',
    });
  }
  return text;
}

function descriptorFault(text: string): string | undefined {
  return DESCRIPTORS.includes(text) || EVERY.test(text) ? undefined : 'is none of the known abbreviations';
}

function fieldsFault(fields: readonly string[]): string | undefined {
  if (fields.some((field) => /^(CRON_)?TZ=/.test(field))) {
    return 'sets a time zone, which a CronJob does not take there';
  }
  if (fields.length !== FIELDS.length) return `has not ${FIELDS.length} fields`;
  const index = FIELDS.findIndex((field, n) => !(fields[n] ?? '').split(',').every((range) => isRange(range, field)));
  return index < 0 ? undefined : `has ${quote(fields[index] ?? '')} for the ${FIELDS[index]?.name}`;
}

/** `*`, `5`, `1-5`, each with an optional step `/2`. */
function isRange(text: string, field: Field): boolean {
  const [range = '', step, ...rest] = text.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*' || range === '?') return true;
  const [from, to, ...others] = range.split('-').map((value) => numberOf(value, field));
  return others.length === 0 && from !== undefined && (!range.includes('-') || (to !== undefined && from <= to));
}

function numberOf(text: string, { min, max, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + min : /^\d+$/.test(text) ? Number(text) : -1;
  return value >= min && value <= max ? value : undefined;
}
