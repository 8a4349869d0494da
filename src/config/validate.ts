import { objectOf } from '../input/json';
import { formatPath, type Path, type PathProblem } from './path';
import { PrunedValues } from './pruned-values';
import type { Config, configSchema } from './schema/config';
import { describeIssue, toProblems } from './schema/issues';
import type { SchemaGuide } from './schema/json-schema';
import { MOST_PROBLEMS } from './told-problems';

/** What the schema makes of the values of a file. */
export interface Validated {
  /** What is left without the values that are wrong; undefined where that is no configuration. */
  readonly config?: Config;
  readonly problems: readonly PathProblem[];
  /** Where what is left stands in the file. */
  readonly pruned: PrunedValues;
}

/** Rules of problems that leaving values out makes. */
const FOLLOWING: ReadonlySet<string> = new Set(['missing-key', 'out-of-range']);

/** Values are left out of values that are left out no more often than this. */
const ROUNDS = 3;

/**
 * Checks the values of a file by the schema. Those that are wrong are left out, and the rest is checked again: what spans
 * several values is looked at once each of them is right.
 *
 * @param unread what could not be read as a value at all
 */
export function validate(
  value: unknown,
  unread: readonly PathProblem[],
  schema: ReturnType<typeof configSchema>,
  guide: SchemaGuide,
): Validated {
  const check = (content: unknown) => schema.safeParse(content, { error: describeIssue, reportInput: true });
  const problemsOf = ({ error }: ReturnType<typeof check>) =>
    error ? toProblems(error.issues.slice(0, MOST_PROBLEMS), guide) : [];
  let result = check(value);
  const problems: PathProblem[] = [...unread, ...withoutFollowing(unread, problemsOf(result))];
  let pruned = new PrunedValues(value, pathsOf(problems));
  if (problems.length >= MOST_PROBLEMS) return { problems, pruned };
  if (problems.length > 0) result = check(withStandIns(pruned, problems));
  for (let round = 0; result.error && round < ROUNDS; round++) {
    const { original } = pruned;
    const further = problemsOf(result).map((problem) => ({ ...problem, path: original(problem.path) }));
    const known = new Set(problems.map(({ path }) => formatPath(path)));
    // A value is also missing where it was left out, or one too few.
    const added = further.filter(({ path, rule = '' }) => !FOLLOWING.has(rule) && !known.has(formatPath(path)));
    if (added.length === 0) break;
    problems.push(...added);
    pruned = new PrunedValues(value, pathsOf(problems));
    result = check(withStandIns(pruned, problems));
  }
  return { config: result.data, problems: problems.filter(unlessFollowing(problems)), pruned };
}

/**
 * What is left, with something in place of what is wrong or missing and the rest cannot do without, so that the rest is
 * looked at. Nothing is written of it.
 */
function withStandIns({ value, isDamaged }: PrunedValues, problems: readonly PathProblem[]): unknown {
  const { secrets, ...file } = objectOf(value);
  const isSecretsRight = problems.every(({ path: [section] }) => section !== 'secrets');
  return {
    ...file,
    ...(isDamaged(['runtimeClass']) && { runtimeClass: 'class-to-be-mended' }),
    ...(isDamaged(['kbs']) && { kbs: { address: 'kbs.invalid:80', ...objectOf(file.kbs) } }),
    ...(secrets !== undefined && isSecretsRight && { secrets }),
  };
}

/** Of a backend that is misspelt nobody knows which keys of a credential go with it. */
function unlessFollowing(problems: readonly PathProblem[]): (problem: PathProblem) => boolean {
  const isBackendWrong = problems.some(
    ({ path, rule }) => formatPath(path) === 'secrets.backend' && rule !== 'missing-key',
  );
  return ({ path: [section], rule }) => !(isBackendWrong && section === 'credentials' && rule === 'other-backend');
}

function pathsOf(problems: readonly PathProblem[]): Path[] {
  return problems.map(({ path }) => path);
}

/** Without what the schema says of values that could not be read. */
function withoutFollowing(unread: readonly PathProblem[], problems: readonly PathProblem[]): PathProblem[] {
  if (unread.length === 0) return [...problems];
  const paths = new Set(unread.map(({ path }) => JSON.stringify(path)));
  const around = new Set(unread.map(({ path }) => JSON.stringify(path.slice(0, -1))));
  return problems.filter(
    ({ path }) =>
      !around.has(JSON.stringify(path)) &&
      !path.some((_, index) => paths.has(JSON.stringify(path.slice(0, index + 1)))),
  );
}
