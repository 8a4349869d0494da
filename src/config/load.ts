import { basename, dirname } from 'node:path';
import { InputError, type Place, type Problem } from '../input/problem';
import { ConfigDirectory } from './config-directory';
import { ConfigFile } from './config-file';
import type { Environment } from './interpolate';
import { literalPasswords } from './literal-passwords';
import type { Path } from './path';
import { type Config, configSchema } from './schema/config';
import { DefaultNames } from './schema/default-names';
import { SchemaGuide } from './schema/json-schema';
import { backendOf } from './schema/secrets';
import { isSecret, slipsIn } from './slips';
import { located, mayBeValue, toldProblems } from './told-problems';
import { validate } from './validate';

/** The same for every file. */
const GUIDE = new SchemaGuide();

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
  const schema = configSchema(directory, DefaultNames.for(value), { backend: backendOf(value), withoutSecrets });
  const unread = problems.map((problem) => ({ ...problem, unnamed: mayBeValue(problem, GUIDE) }));
  const { config, problems: wrong, pruned } = validate(value, unread, schema, GUIDE);
  const told = toldProblems(wrong, file, environment);
  if (!config) throw new InputError(...told);
  const texts = file.texts();
  const passwords = literalPasswords(texts, environment, (path) => file.line(path));
  const warnings = [...slipsIn(texts), ...passwords].map((problem) => located(problem, file));
  const { original, isDamaged } = pruned;
  const place = (path: Path) => file.locate(original(path));
  return { config, problems: told, warnings, directory, place, isDamaged };
}
