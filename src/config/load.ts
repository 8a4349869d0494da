import { basename, dirname } from 'node:path';
import { InputError, type Place, type Problem } from '../input/problem';
import { ConfigDirectory } from './config-directory';
import { ConfigFile, formatPath } from './config-file';
import type { Environment } from './interpolate';
import { literalPasswords } from './literal-passwords';
import type { Path, PathProblem } from './path';
import { PrunedValues } from './pruned-values';
import { type Config, configSchema } from './schema/config';
import { DefaultNames } from './schema/default-names';
import { describeIssue, toProblems } from './schema/issues';
import { SchemaGuide } from './schema/json-schema';
import { backendOf } from './schema/secrets';
import { isSecret, slipsIn, tellSlip } from './slips';

/** How to read a `coco.yaml`. */
export interface LoadOptions {
  /**
   * Users and passwords that are not at hand are stood in for by what says where they are, and no program is run for one:
   * for who looks at everything else.
   * @default false
   */
  readonly withoutSecrets?: boolean;
}

/** A `coco.yaml` that was read, and what later messages about it need. */
export interface LoadedConfig {
  /** What the file says, without the values that are wrong. */
  readonly config: Config;
  /** Everything that is wrong, each problem with its place. */
  readonly problems: readonly Problem[];
  /** What is right, but most likely not as it was meant, each with its place. */
  readonly warnings: readonly Problem[];
  readonly directory: ConfigDirectory;
  /** Where a value of the configuration stands in the file. */
  readonly place: (path: Path) => Place;
  /** Whether something is wrong in the section that a path is in, so that what follows from it is unknown. */
  readonly isDamaged: (path: Path) => boolean;
}

/**
 * Reads `coco.yaml`. A value that is wrong is left out of what it says, so that mistakes elsewhere are found in the same
 * run.
 *
 * @param name of the file; its relative paths are relative to its directory.
 * @throws InputError with everything that is wrong, where nothing can be made of the rest.
 */
export function loadConfig(name: string, environment: Environment, options: LoadOptions = {}): LoadedConfig {
  const { withoutSecrets = false } = options;
  const file = ConfigFile.read(name);
  const directory = new ConfigDirectory(dirname(name), `the directory of ${basename(name)}`);
  const { value, problems } = file.values(environment, (path) => withoutSecrets && isSecret(path));
  const credentials = { backend: backendOf(value), withoutSecrets };
  const schema = configSchema(directory, DefaultNames.for(value), credentials);
  const validate = (content: unknown) => schema.safeParse(content, { error: describeIssue, reportInput: true });
  const guide = new SchemaGuide();
  const unread = problems.map((problem) => ({ ...problem, unnamed: mayBeValue(problem, guide) }));
  const problemsOf = ({ error }: ReturnType<typeof validate>) =>
    error ? toProblems(error.issues.slice(0, MOST_PROBLEMS), guide) : [];
  let config = validate(value);
  const wrong: PathProblem[] = [...unread, ...withoutFollowing(unread, problemsOf(config))];
  if (wrong.length >= MOST_PROBLEMS) throw new InputError(...toldOf(wrong, file, environment));
  let pruned = new PrunedValues(value, pathsOf(wrong));
  if (wrong.length > 0) config = validate(pruned.value);
  // What spans several values is looked at once each of them is right.
  for (let round = 0; config.error && round < ROUNDS; round++) {
    const { original } = pruned;
    const further = problemsOf(config).map((problem) => ({ ...problem, path: original(problem.path) }));
    const known = new Set(wrong.map(({ path }) => formatPath(path)));
    // A value is also missing where it was left out.
    const added = further.filter(({ path, rule }) => rule !== 'missing-key' && !known.has(formatPath(path)));
    if (added.length === 0) break;
    wrong.push(...added);
    pruned = new PrunedValues(value, pathsOf(wrong));
    config = validate(pruned.value);
  }
  const told = toldOf(wrong, file, environment);
  if (!config.data || lacksKbs(config.data, wrong)) throw new InputError(...told);
  const texts = file.texts();
  const line = (path: Path) => file.line(path);
  const warnings = [...slipsIn(texts), ...literalPasswords(texts, environment, line)].map((problem) =>
    located(problem, file),
  );
  const { original, isDamaged } = pruned;
  const place = (path: Path) => file.locate(original(path));
  return { config: config.data, problems: told, warnings, directory, place, isDamaged };
}

/** Whether what is wrong is the KBS as a whole, of which too much follows. */
function lacksKbs({ kbs }: Config, wrong: readonly PathProblem[]): boolean {
  return !kbs && wrong.some(({ path }) => path[0] === 'kbs');
}

/** More mistakes than these nobody reads; where there are so many, others are not looked for. */
const MOST_PROBLEMS = 250;

/** Problems as they are told, in the order of the lines. */
function toldOf(problems: readonly PathProblem[], file: ConfigFile, environment: Environment): [Problem, ...Problem[]] {
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

/** Values are left out of values that are left out no more often than this. */
const ROUNDS = 3;

function pathsOf(problems: readonly PathProblem[]): Path[] {
  return problems.map(({ path }) => path);
}

/** Whether the key of a value that could not be read may be a value itself: it is none that its mapping has. */
function mayBeValue({ rule, path }: PathProblem, guide: SchemaGuide): boolean {
  const key = String(path.at(-1));
  if (rule === 'duplicate-key') return !guide.isKey(key);
  const known = guide.keysAt(path.slice(0, -1));
  return rule !== 'reserved-key' && known.length > 0 && !known.includes(key);
}

/** A problem with its place in the file; its path names nothing that may be a value in the wrong place. */
function located({ path, line, unnamed, ...problem }: PathProblem, file: ConfigFile) {
  const place = file.locate(path);
  const subject = unnamed ? formatPath(path.slice(0, -1)) || undefined : place.subject;
  return { ...problem, places: [{ ...place, line: line ?? place.line, subject }, ...(problem.places ?? [])] };
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
