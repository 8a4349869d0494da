import type { Path } from '../config/config-file';
import type { LoadedConfig } from '../config/load';
import type { Problem } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';

/** Gathers problems, and says where in `coco.yaml` they stand. */
export class Problems {
  private readonly collector = new ProblemCollector();

  public constructor(private readonly locate: LoadedConfig['locate']) {}

  /**
   * What `work` returns; undefined where it throws an InputError, whose problems are kept.
   *
   * @param path of the value of `coco.yaml` that they are about.
   */
  public collect<T>(path: Path, work: () => T): T | undefined {
    return this.collector.collect(work, (problem) => this.locate({ ...problem, path }));
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

  /** Adds problems that have their place already. */
  public add(problems: readonly Problem[]): void {
    this.collector.problems.push(...problems);
  }

  /** @throws InputError with all problems, if there are any. */
  public throwIfAny(): void {
    this.collector.throwIfAny();
  }
}
