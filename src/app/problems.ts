import { InputError, type Problem } from '../input/input-error';
import type { Path } from './config-file';
import type { LoadedConfig } from './load';

/** Gathers the problems of many pieces of work, so that the user sees all of them at once. */
export class Problems {
  private readonly found: Problem[] = [];

  public constructor(private readonly locate: LoadedConfig['locate']) {}

  /**
   * What `work` returns; undefined where it throws an InputError, whose problems are kept.
   *
   * @param path of the value of `coco.yaml` that they are about.
   */
  public collect<T>(path: Path, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.found.push(...error.problems.map((problem) => this.locate({ ...problem, path })));
      return undefined;
    }
  }

  /**
   * What `work` returns, which everything after it needs.
   *
   * @throws InputError with its problems, and all those kept so far.
   */
  public require<T>(path: Path, work: () => T): T {
    const result = this.collect(path, work);
    this.throwIfAny();
    return result as T;
  }

  /** Adds problems that have their place already, or none. */
  public add(problems: readonly Problem[]): void {
    this.found.push(...problems);
  }

  /** @throws InputError with all problems, if there are any. */
  public throwIfAny(): void {
    InputError.throwIfAny(this.found);
  }
}
