import type { LoadedConfig } from '../config/load';
import type { Path } from '../config/path';
import { describeProblem, type Finding, findingOf, type Problem, within } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { OTHER_CLASS } from '../workload/confidential-template';

/** What all stages of the pipeline find, each with its place in `coco.yaml`. */
export class Findings {
  private readonly collector = new ProblemCollector();

  public constructor(private readonly loaded: Pick<LoadedConfig, 'place' | 'isDamaged' | 'problems' | 'warnings'>) {
    this.collector.problems.push(...loaded.problems);
    this.collector.warnings.push(...loaded.warnings);
  }

  /**
   * What `work` returns; undefined where it throws an InputError, whose problems are kept.
   *
   * @param path of the value of `coco.yaml` that they are about.
   */
  public collect<T>(path: Path, work: () => T): T | undefined {
    const mistakes = new ProblemCollector();
    const result = mistakes.collect(work);
    this.add(path, ...mistakes.problems);
    return result;
  }

  /** Adds mistakes, unless they may only follow from what is wrong around them. */
  public add(path: Path, ...problems: readonly Problem[]): void {
    const { isDamaged, place } = this.loaded;
    if (isDamaged(path)) return;
    const own = problems.filter(({ rule }) => rule !== OTHER_CLASS || !isDamaged(['runtimeClass']));
    this.collector.problems.push(...own.map((problem) => within(place(path), problem)));
  }

  /** Adds what has its places already, but for what an earlier stage has told. */
  public addLocated(found: readonly Finding[]): void {
    const { problems, warnings } = this.collector;
    const told = new Set([...problems, ...warnings].map(({ what }) => what));
    for (const finding of found.filter(({ what }) => !told.has(what))) {
      (finding.severity === 'error' ? problems : warnings).push(finding);
    }
  }

  /** Adds what stops nothing. */
  public warn(path: Path, ...warnings: readonly Problem[]): void {
    this.collector.warnings.push(...warnings.map((warning) => within(this.loaded.place(path), warning)));
  }

  /**
   * Everything found, each once, in the order of the lines. Warnings are left out where `coco.yaml` itself is wrong, or
   * lacks a key: many would follow from that.
   */
  public all(): Finding[] {
    const { problems } = this.collector;
    const isWhole = this.loaded.problems.length === 0 && problems.every(({ rule }) => rule !== 'missing-key');
    const warnings = isWhole ? this.collector.warnings : [];
    const all = [
      ...problems.map((problem) => findingOf(problem)),
      ...warnings.map((warning) => findingOf(warning, 'warning')),
    ];
    const distinct = new Map(all.map((finding) => [describeProblem(finding), finding]));
    return [...distinct.values()].sort((a, b) => lineOf(a) - lineOf(b));
  }
}

function lineOf({ places: [place] }: Finding): number {
  return place?.line ?? 0;
}
