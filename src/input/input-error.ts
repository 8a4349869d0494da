/** One mistake in what a user wrote. Never holds a secret value, not even in part. */
export interface Problem {
  /**
   * Where it stands, e.g. `coco.yaml:12: credentials[0].registry` or a construct's path.
   * @default - left to whoever knows it: `coco.yaml`'s loader adds it
   */
  readonly at?: string;
  /**
   * Which property of what was given it is about, e.g. `password`.
   * @default - all of it
   */
  readonly key?: string;
  /** What is wrong, naming the offending text, e.g. `reference "Foo/bar" has upper-case letters`. */
  readonly what: string;
  /** Why that fails in the cluster, e.g. `containerd refuses it`. */
  readonly why?: string;
  /** What to write instead, e.g. `foo/bar`. */
  readonly instead?: string;
}

/** One line for a person: where, what is wrong, why it fails in the cluster, what to write instead. */
export function describeProblem({ at, what, why, instead }: Problem): string {
  return `${at ? `${at}: ` : ''}${what}${why ? `: ${why}` : ''}${instead ? `; write ${instead}` : ''}`;
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

  /** What `work` returns; the problems of an InputError that it throws are told by `tell`, who knows where they stand. */
  public static retell<T>(tell: (problem: Problem) => Problem, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof InputError ? error.map(tell) : error;
    }
  }

  public constructor(...problems: readonly [Problem, ...Problem[]]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }

  /** The same mistakes, each told otherwise: by who knows where they stand. */
  public map(tell: (problem: Problem) => Problem): InputError {
    const [first, ...rest] = this.problems.map(tell);
    return first ? new InputError(first, ...rest) : this;
  }
}
