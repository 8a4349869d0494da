import { basename, dirname } from 'node:path';
import { InputError, type Place, type Problem, within } from '../input/problem';
import { ConfigDirectory } from './config-directory';
import { ConfigFile, type Path, type PathProblem } from './config-file';
import type { Environment } from './interpolate';
import { PrunedValues } from './pruned-values';
import { type Config, configSchema } from './schema/config';
import { DefaultNames } from './schema/default-names';
import { describeIssue, toProblems } from './schema/issues';
import { SchemaGuide } from './schema/json-schema';

/** A `coco.yaml` that was read, and what later messages about it need. */
export interface LoadedConfig {
  /** What the file says, without the values that are wrong. */
  readonly config: Config;
  /** Everything that is wrong, each problem with its place. */
  readonly problems: readonly Problem[];
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
export function loadConfig(name: string, environment: Environment): LoadedConfig {
  const file = ConfigFile.read(name);
  const directory = new ConfigDirectory(dirname(name), `the directory of ${basename(name)}`);
  const { value, problems: unread } = file.values(environment);
  const schema = configSchema(directory, DefaultNames.for(value));
  const { data, error } = schema.safeParse(value, { error: describeIssue });
  const wrong = [...unread, ...withoutFollowing(unread, error ? toProblems(error.issues, new SchemaGuide()) : [])];
  wrong.sort((a, b) => file.line(a.path) - file.line(b.path));
  const problems = wrong.map(({ path, ...problem }) => within(file.locate(path), problem));
  const pruned = new PrunedValues(
    value,
    wrong.map(({ path }) => path),
  );
  const config = problems.length === 0 ? data : schema.safeParse(pruned.value).data;
  if (!config) throw new InputError(...(problems as [Problem, ...Problem[]]));
  const place = (path: Path) => file.locate(pruned.original(path));
  return { config, problems, directory, place, isDamaged: (path) => pruned.isDamaged(path) };
}

/** Without what the schema says of values that could not be read. */
function withoutFollowing(unread: readonly PathProblem[], problems: readonly PathProblem[]): PathProblem[] {
  return problems.filter(({ path }) => !unread.some((other) => other.path.every((step, i) => path[i] === step)));
}
