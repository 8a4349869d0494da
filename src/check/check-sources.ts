import { RuntimeClass } from '../guest/runtime-class';
import type { Finding } from '../input/problem';
import { ClusterView } from './cluster-view';
import { checkView } from './rule';
import { RULES } from './rules';
import { readSource, type Source } from './source';

/** What came of checking files. */
export interface CheckReport {
  /** Names of the files that hold manifests, in their order. */
  readonly files: readonly string[];
  /** By file, line and rule. */
  readonly findings: readonly Finding[];
  /** Whether a manifest could not be read, so that what is in it was not checked. */
  readonly isIncomplete: boolean;
}

/** Checks files as one set: what one of them needs, another may have. */
export function checkSources(sources: readonly Source[]): CheckReport {
  const read = sources.map((source) => ({ ...readSource(source), file: source.file }));
  const broken = read.flatMap(({ findings }) => findings);
  const view = new ClusterView(
    read.flatMap(({ objects }) => objects),
    RuntimeClass.of,
    read.flatMap(({ authFiles }) => authFiles),
  );
  const order = new Map(sources.map(({ file }, index) => [file, index]));
  return {
    files: read.filter(({ isManifest }) => isManifest).map(({ file }) => file),
    findings: [...broken, ...checkView(view, RULES)].sort(byPlace(order)),
    isIncomplete: broken.some(({ severity }) => severity === 'error'),
  };
}

function byPlace(order: ReadonlyMap<string, number>): (a: Finding, b: Finding) => number {
  const position = ({ places }: Finding) => {
    const { file = '', line = 0 } = places.at(-1) ?? {};
    return [order.get(file) ?? 0, line] as const;
  };
  return (a, b) => {
    const [fileA, lineA] = position(a);
    const [fileB, lineB] = position(b);
    return fileA - fileB || lineA - lineB;
  };
}
