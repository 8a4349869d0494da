import { groupBy } from '../input/group-by';
import { InputError, type Problem } from '../input/problem';
import { quote } from '../input/quote';

/** One kernel parameter, `name=value`, or a flag without a value. */
export interface KernelParameter {
  readonly name: string;
  readonly value?: string;
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
/** What splits a command line or, as a quote, keeps the kernel from splitting it where the guest's agent does. */
const UNSAFE = /[\s\p{Cc}\u0085"]/u;
const BLANKS = ' \t\n\f\r';
const SEPARATOR = /[ \t\n\f\r]/;

/**
 * Of these the first of several counts (guest-components `attestation-agent/src/config/aa_kbc_params.rs`,
 * `confidential-data-hub/hub/src/config/mod.rs`), of all others the last (kata-containers `src/agent/src/config.rs`,
 * guest-components `image-rs/src/config.rs`).
 */
const FIRST_COUNTS: ReadonlySet<string> = new Set(['agent.aa_kbc_params', 'cdh.kbs_resources']);

/** Of the guest's own parameters one value counts; the kernel has some that may stand several times, as `console`. */
const OF_THE_GUEST = /^(agent|cdh)\./;

/**
 * Kernel parameters for the guest, in order. The guest's agent and its image library split the command line at ASCII
 * white space, which is how this class reads it.
 */
export class KernelParameters {
  private constructor(
    private readonly text: string,
    private readonly parameters: readonly KernelParameter[],
  ) {}

  /**
   * Parameters in the given order; those whose value is undefined are left out.
   *
   * @throws InputError for a name or a value that would split into, or become, another parameter.
   */
  public static of(parameters: Readonly<Record<string, string | undefined>>): KernelParameters {
    const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
    for (const parameter of given) check(parameter);
    return new KernelParameters(given.map(print).join(' '), given);
  }

  /**
   * Single parameters as a user writes them, `name=value` or `name`.
   *
   * @throws InputError where one is not exactly one parameter.
   */
  public static fromList(list: readonly string[]): KernelParameters {
    const parameters = list.map(read);
    for (const parameter of parameters) check(parameter);
    return new KernelParameters(list.join(' '), parameters);
  }

  /** An existing command line, kept as it is. Never fails. */
  public static parse(text: string): KernelParameters {
    return new KernelParameters(trim(text), text.split(SEPARATOR).filter(Boolean).map(read));
  }

  /** The parameters in order. */
  public get all(): readonly KernelParameter[] {
    return this.parameters;
  }

  /** The value that the guest takes; an empty string for a flag, undefined where the name is absent. */
  public get(name: string): string | undefined {
    const isIt = (candidate: KernelParameter) => candidate.name === name;
    const parameter = FIRST_COUNTS.has(name) ? this.parameters.find(isIt) : this.parameters.findLast(isIt);
    return parameter && (parameter.value ?? '');
  }

  /**
   * These parameters and then those of `added` which are not there yet. What is there keeps its text and order.
   *
   * @throws InputError where a name has another value here than in `added`: only one of them would count.
   */
  public merge(added: KernelParameters): KernelParameters {
    const here = groupBy(this.parameters, ({ name }) => name);
    for (const [name, parameters] of groupBy(added.parameters, ({ name }) => name)) {
      const present = here.get(name);
      if (present && !sameValues(present, parameters)) throw contradiction(name);
    }
    const missing = added.parameters.filter(({ name }) => !here.has(name));
    const text = [this.text, ...missing.map(print)].filter(Boolean).join(' ');
    return new KernelParameters(text, [...this.parameters, ...missing]);
  }

  /** Parameters of the guest that stand here with several values, of which it takes one. */
  public get contradictions(): Problem[] {
    const groups = groupBy(this.parameters, ({ name }) => name);
    return [...groups].flatMap(([name, group]) =>
      OF_THE_GUEST.test(name) && new Set(group.map(print)).size > 1 ? contradiction(name).problems : [],
    );
  }

  /** The command line: parameters separated by single spaces, text that was parsed as it was. */
  public toString(): string {
    return this.text;
  }
}

function sameValues(some: readonly KernelParameter[], others: readonly KernelParameter[]): boolean {
  const [here, there] = [new Set(some.map(print)), new Set(others.map(print))];
  return here.size === there.size && [...here].every((text) => there.has(text));
}

function contradiction(name: string): InputError {
  const [counts, other] = FIRST_COUNTS.has(name) ? ['first', 'later'] : ['last', 'earlier'];
  return new InputError({
    what: `kernel parameter ${quote(name)} is set twice and differently`,
    why: `the guest takes the ${counts} one and ignores the ${other} one without a word`,
    fix: 'leave one of them out, in the annotation or in the guest options',
    rule: 'kernel-parameter-twice',
  });
}

/** In one pass from each end; a pattern would try every run of blanks. */
function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANKS.includes(text.charAt(start))) start++;
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function read(text: string): KernelParameter {
  const equals = text.indexOf('=');
  return equals < 0 ? { name: text } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

function print({ name, value }: KernelParameter): string {
  return value === undefined ? name : `${name}=${value}`;
}

function check({ name, value = '' }: KernelParameter): void {
  if (!NAME.test(name)) {
    throw new InputError({
      what: `kernel parameter ${quote(name)} has no valid name`,
      why: 'it would be read as something else',
      fix: 'write one parameter, "name=value" or "name", of letters, digits, ".", "_" and "-"',
      rule: 'kernel-parameter',
    });
  }
  if (UNSAFE.test(value)) {
    throw new InputError({
      what: `the value of kernel parameter ${quote(name)} holds white space, a quote or a control character`,
      why: 'the rest would be read as further parameters',
      fix: 'write a value without them, or one list entry for each parameter',
      rule: 'kernel-parameter',
    });
  }
}
