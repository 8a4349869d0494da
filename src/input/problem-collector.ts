import { InputError, type Problem } from './problem';

/** Gathers the problems of many pieces of work, so that a mistake in one does not hide those in the next. */
export class ProblemCollector {
  /** Those gathered so far. */
  public readonly problems: Problem[] = [];

  /**
   * What `work` returns; undefined where it throws an InputError, whose problems are kept.
   *
   * @param tell changes them, by who knows where they stand.
   */
  public collect<T>(work: () => T, tell: (problem: Problem) => Problem = (problem) => problem): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.problems.push(...error.problems.map(tell));
      return undefined;
    }
  }

  /** @throws InputError with all problems, if there are any. */
  public throwIfAny(): void {
    InputError.throwIfAny(this.problems);
  }
}
