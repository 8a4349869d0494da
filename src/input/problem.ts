/** A place in what a user wrote, or in what is made of it. */
export interface Place {
  /** File, as the user named it. */
  readonly file?: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  /** What stands there: a key such as `credentials[0].registry`, an object such as `Pod web`, a construct's path. */
  readonly subject?: string;
}

/** `error`: it would fail in the cluster. `warning`: it works, but for luck or not as it seems. `info`: good to know. */
export type Severity = 'error' | 'warning' | 'info';

/** One mistake in what a user wrote. Never holds a secret value, not even in part. */
export interface Problem {
  /**
   * Name of what was violated, in kebab case, e.g. `unknown-key`.
   * @default invalid-input
   */
  readonly rule?: string;
  /** @default error */
  readonly severity?: Severity;
  /**
   * Where it stands, outermost first: an entry of `coco.yaml`, then the manifest that it names.
   * @default - left to whoever knows it: `coco.yaml`'s loader adds it
   */
  readonly places?: readonly Place[];
  /**
   * Which property of what was given it is about, e.g. `password`.
   * @default - all of it
   */
  readonly key?: string;
  /**
   * Which field it is about, from the root of the object that is looked at, for who knows where that stands.
   * @default - all of the object
   */
  readonly field?: readonly (string | number)[];
  /** What is wrong, naming the offending text, e.g. `reference "Foo/bar" has upper-case letters`. */
  readonly what: string;
  /** Why that fails in the cluster, e.g. `containerd refuses it`. */
  readonly why?: string;
  /** What to do about it, e.g. `write foo/bar`. */
  readonly fix?: string;
}

/** A problem of which everything is known that there is to know. */
export type Finding = Problem & Required<Pick<Problem, 'rule' | 'severity' | 'places'>>;

/** A problem with its defaults. */
export function findingOf(problem: Problem, severity: Severity = 'error'): Finding {
  return {
    ...problem,
    rule: problem.rule ?? 'invalid-input',
    severity: problem.severity ?? severity,
    places: problem.places ?? [],
  };
}

/** One line for a person: where, what is wrong, why it fails in the cluster, what to do about it. */
export function describeProblem({ places = [], what, why, fix }: Problem): string {
  const where = places.map((place) => `${describePlace(place)}: `).join('');
  return `${where}${what}${why ? `: ${why}` : ''}${fix ? `; ${fix}` : ''}`;
}

/** `file:line: subject`, as far as it is known. */
export function describePlace({ file, line, subject }: Place): string {
  const position = [file, line].filter((part) => part !== undefined).join(':');
  return [position, subject].filter(Boolean).join(': ');
}

/** A problem of something that stands within a place. */
export function within(place: Place | undefined, problem: Problem): Problem {
  return place ? { ...problem, places: [place, ...(problem.places ?? [])] } : problem;
}

/** What to do where something else should be written; undefined where it is not known what. */
export function write(text: string): string;
export function write(text: string | undefined): string | undefined;
export function write(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `write ${text}`;
}

/**
 * A mistake in what a user wrote, as opposed to a defect of this library. The command line prints it without a stack
 * trace; `coco.yaml`'s loader adds the file and the line.
 */
export class InputError extends Error {
  /** At least one; a reader of files collects all that it finds before it throws. */
  public readonly problems: readonly Problem[];

  /** @throws InputError with these problems, if there are any. */
  public static throwIfAny([first, ...rest]: readonly Problem[]): void {
    if (first) throw new InputError(first, ...rest);
  }

  /** What `work` returns; each problem of an InputError that it throws is changed by who knows more of it. */
  public static amend<T>(change: (problem: Problem) => Problem, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof InputError ? error.map(change) : error;
    }
  }

  public constructor(...problems: readonly [Problem, ...Problem[]]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }

  /** The same mistakes, each changed by who knows more of it. */
  public map(change: (problem: Problem) => Problem): InputError {
    const [first, ...rest] = this.problems.map(change);
    return first ? new InputError(first, ...rest) : this;
  }
}
