import { InputError, type Problem } from './problem';

/**
 * Gathers the problems of many pieces of work, so that a mistake in one does not hide those in the next, and what they
 * warn of.
 */
export class ProblemCollector {
  /** Mistakes, in the order in which they were found. */
  public readonly problems: Problem[] = [];
  /** What stops nothing. */
  public readonly warnings: Problem[] = [];

  /**
   * What `work` returns; undefined where it throws an InputError, whose problems are kept.
   *
   * @param amend changes them, by who knows where they stand.
   */
  public collect<T>(work: () => T, amend: (problem: Problem) => Problem = (problem) => problem): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.problems.push(...error.problems.map(amend));
      return undefined;
    }
  }

  /** @throws InputError with all problems, if there are any. */
  public throwIfAny(): void {
    InputError.throwIfAny(this.problems);
  }
}
