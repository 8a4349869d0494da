import { basename, dirname } from 'node:path';
import { InputError, type Problem, within } from '../input/problem';
import { ConfigDirectory } from './config-directory';
import { ConfigFile, type Path, type PathProblem } from './config-file';
import type { Environment } from './interpolate';
import { type Config, configSchema } from './schema/config';
import { describeIssue, toProblems } from './schema/issues';
import { SchemaGuide } from './schema/json-schema';

/** A checked `coco.yaml`, and what later messages about it need. */
export interface LoadedConfig {
  readonly config: Config;
  readonly directory: ConfigDirectory;
  /** Adds file and line to a problem. */
  readonly locate: (problem: PathProblem) => Problem;
}

/**
 * Reads `coco.yaml`.
 *
 * @param name of the file; its relative paths are relative to its directory.
 * @throws InputError with everything that is wrong, in the order of the lines.
 */
export function loadConfig(name: string, environment: Environment): LoadedConfig {
  const file = ConfigFile.read(name);
  const directory = new ConfigDirectory(dirname(name), `the directory of ${basename(name)}`);
  const { value, problems } = file.values(environment);
  const result = configSchema(directory).safeParse(value, { error: describeIssue });
  const issues = result.error ? toProblems(result.error.issues, new SchemaGuide()) : [];
  const all = [...problems, ...issues.filter(({ path }) => !problems.some((p) => startsWith(path, p.path)))];
  all.sort((a, b) => file.line(a.path) - file.line(b.path));
  InputError.throwIfAny(all.map((problem) => locate(file, problem)));
  return { config: result.data as Config, directory, locate: (problem) => locate(file, problem) };
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}

function locate(file: ConfigFile, { path, ...problem }: PathProblem): Problem {
  return within(file.locate(path), problem);
}
