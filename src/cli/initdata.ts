import { planned } from '../app/assemble';
import type { Plan } from '../app/plan';
import { warn } from '../app/run';
import type { UserObject } from '../app/user-objects';
import { Initdata } from '../guest/initdata';
import { digestWarnings } from '../guest/runtime-class-warnings';
import { nearest } from '../input/nearest';
import { InputError, type Problem, write } from '../input/problem';
import type { Io } from './io';

const NAMED_AT_MOST = 10;

export interface InitdataOptions {
  readonly config: string;
  readonly decode?: string;
  readonly digest?: boolean;
  readonly annotation?: boolean;
}

/**
 * Prints the initdata of a workload, of the whole configuration, or that an annotation holds: its TOML, its digest in
 * hexadecimal, or the annotation.
 *
 * @returns the exit code
 * @throws InputError for a workload that is not there or not the only one, and an annotation that is none.
 */
export function printInitdata(workload: string | undefined, options: InitdataOptions, io: Io): number {
  const initdata = options.decode === undefined ? ofConfig(workload, options, io) : decode(options.decode, io);
  if (options.digest) io.stdout.write(`${initdata.digest()}\n`);
  else io.stdout.write(options.annotation ? `${initdata.annotation}\n` : initdata.toml);
  return 0;
}

function decode(annotation: string, { stdin }: Io): Initdata {
  return Initdata.decode(annotation === '-' ? stdin() : annotation);
}

function ofConfig(workload: string | undefined, options: InitdataOptions, { env, stderr }: Io): Initdata {
  const { config, plan } = planned(options.config, env);
  const own: Partial<UserObject> = workload === undefined ? {} : find(plan, workload);
  const { runtimeClass = config.runtimeClass } = own;
  const guest = plan.guests.of(own.guest);
  if (!guest.hasInitdata) throw new InputError(NO_INITDATA);
  if (guest.channelFor(runtimeClass) === 'kernelParameters') {
    const what = `under ${runtimeClass} the guest gets kernel parameters, not this initdata`;
    warn({ what, why: 'its digest is in no evidence', fix: 'write guest.channel: initdata, if that is meant' }, stderr);
  } else if (options.digest) {
    for (const warning of digestWarnings(runtimeClass)) warn(warning, stderr);
  }
  return guest.initdataDocument;
}

const NO_INITDATA: Problem = {
  what: 'the guest gets no initdata',
  why: 'there is no kbs, and nothing else to tell the guest; cloud-api-adaptor then takes what its administrator set',
  fix: 'write what the guest is to be told, under kbs or guest',
};

function find({ workloads, manifests }: Plan, name: string): UserObject {
  const all = [...workloads, ...manifests].filter(({ templatePaths }) => templatePaths.length > 0);
  const found = all.filter((one) => [one.name, `${one.namespace}/${one.name}`, fullName(one)].includes(name));
  const [only, another] = found;
  if (only && !another) return only;
  const names = (only ? found.map(fullName) : all.map((one) => one.name)).slice(0, NAMED_AT_MOST);
  throw new InputError({
    what: only ? `several confidential workloads are named "${name}"` : `no confidential workload is named "${name}"`,
    fix: write(only ? names.join(' or ') : (nearest(name, names) ?? (names.join(', ') || undefined))),
  });
}

function fullName({ namespace, name, object }: UserObject): string {
  return `${namespace}/${object.kind}/${name}`;
}
