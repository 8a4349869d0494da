import type { Problem } from '../input/problem';
import type { ConfigFile } from './config-file';
import type { Environment } from './interpolate';
import { formatPath, type PathProblem } from './path';
import type { SchemaGuide } from './schema/json-schema';
import { tellSlip } from './slips';

/** More mistakes than these nobody reads; where there are so many, others are not looked for. */
export const MOST_PROBLEMS = 250;

/** Problems as they are told, each with its place, in the order of the lines. */
export function toldProblems(
  problems: readonly PathProblem[],
  file: ConfigFile,
  environment: Environment,
): [Problem, ...Problem[]] {
  const told: Problem[] = problems
    .slice(0, MOST_PROBLEMS)
    .map((problem) => tellSlip(problem, file.textAt(problem.path), environment))
    .map((problem) => located(problem, file))
    .sort((a, b) => (a.places[0]?.line ?? 0) - (b.places[0]?.line ?? 0));
  const left = problems.length - told.length;
  if (left > 0)
    told.push({ places: [{ file: file.name }], what: `${left} more mistakes are not told`, fix: 'mend these first' });
  return told as [Problem, ...Problem[]];
}

/** A problem with its place in the file; its path names nothing that may be a value in the wrong place. */
export function located({ path, line, unnamed, ...problem }: PathProblem, file: ConfigFile) {
  const place = file.locate(path);
  const subject = unnamed ? formatPath(path.slice(0, -1)) || undefined : place.subject;
  return { ...problem, places: [{ ...place, line: line ?? place.line, subject }, ...(problem.places ?? [])] };
}

/** Whether the key of a value that could not be read may be a value itself: it is none that its mapping has. */
export function mayBeValue({ rule, path }: PathProblem, guide: SchemaGuide): boolean {
  const key = String(path.at(-1));
  if (rule === 'duplicate-key') return !guide.isKey(key);
  const known = guide.keysAt(path.slice(0, -1));
  return rule !== 'reserved-key' && known.length > 0 && !known.includes(key);
}
