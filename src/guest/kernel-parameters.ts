import { InputError } from '../input/problem';
import { quote } from '../input/quote';

/** One kernel parameter, `name=value`, or a flag without a value. */
export interface KernelParameter {
  readonly name: string;
  readonly value?: string;
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
/** What splits a command line or, as a quote, keeps the kernel from splitting it where the guest's agent does. */
const UNSAFE = /[\s\p{Cc}\u0085"]/u;
const SEPARATOR = /[ \t\n\f\r]+/;

/**
 * Kernel parameters for the guest, in order. The guest's agent and its image library split the command line at ASCII
 * white space and let the last of equal names win (kata-containers `src/agent/src/config.rs`, guest-components
 * `image-rs/src/config.rs`), which is how this class reads it.
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

  /** The value that the guest sees: the last one; an empty string for a flag, undefined where the name is absent. */
  public get(name: string): string | undefined {
    const parameter = this.parameters.findLast((candidate) => candidate.name === name);
    return parameter && (parameter.value ?? '');
  }

  /**
   * These parameters and then those of `added` which are not there yet. What is there keeps its text and order.
   *
   * @throws InputError where a name has another value here than in `added`: only one of them would count.
   */
  public merge(added: KernelParameters): KernelParameters {
    const missing = added.parameters.filter(({ name }) => !this.agreesOn(name, added));
    const text = [this.text, ...missing.map(print)].filter(Boolean).join(' ');
    return new KernelParameters(text, [...this.parameters, ...missing]);
  }

  /** The command line: parameters separated by single spaces, text that was parsed as it was. */
  public toString(): string {
    return this.text;
  }

  private named(name: string): string[] {
    return this.parameters.filter((parameter) => parameter.name === name).map(print);
  }

  /** Whether the name is here already, with the values that `other` has for it. */
  private agreesOn(name: string, other: KernelParameters): boolean {
    const [here, there] = [this.named(name), other.named(name)];
    if (here.length === 0) return false;
    const surplus = [...here.filter((text) => !there.includes(text)), ...there.filter((text) => !here.includes(text))];
    if (surplus.length === 0) return true;
    const texts = [here, there].map((parameters) => quote(parameters.join(' ')));
    throw new InputError({
      what: `kernel parameter ${quote(name)} is set twice and differently: ${texts.join(' and ')}`,
      why: 'the guest takes the last one and ignores the other without a word',
      fix: `write only one of them: remove ${texts[0]}, or configure that value`,
    });
  }
}

function trim(text: string): string {
  return text.replace(/^[ \t\n\f\r]+|[ \t\n\f\r]+$/g, '');
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
    });
  }
  if (UNSAFE.test(value)) {
    throw new InputError({
      what: `the value of kernel parameter ${quote(name)} holds white space, a quote or a control character`,
      why: 'the rest would be read as further parameters',
      fix: 'write a value without them, or one list entry for each parameter',
    });
  }
}
