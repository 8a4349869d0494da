import { join } from 'node:path';
import { assemble, mistakesIn } from '../../../src/app/assemble';
import type { Prerequisite } from '../../../src/check/prerequisites';
import type { Environment } from '../../../src/config/interpolate';
import { describeProblem } from '../../../src/input/problem';
import { readManifest } from '../../../src/kubernetes/manifest-reader';
import { manifestsIn } from '../../manifests-in';
import type { temporaryDirectory } from '../../temporary-directory';
import { applicable } from './configurations';
import type { AnyObject } from './prerequisites';

/** What a configuration came to. */
export interface Output {
  /** Holds its files. */
  readonly directory: string;
  readonly objects: readonly AnyObject[];
  readonly needed: readonly Prerequisite[];
}

/**
 * Writes what a configuration comes to into a directory of its own.
 *
 * @param name of the directory, in the temporary one
 * @param file path of the configuration
 */
export function writeOutput(
  temporary: ReturnType<typeof temporaryDirectory>,
  name: string,
  file: string,
  environment: Environment = {},
): Output {
  const { files, findings, prerequisites } = assemble(file, environment);
  expect(mistakesIn(findings).map(describeProblem)).toEqual([]);
  for (const { name: path, text } of files) temporary.write(`${name}/${path}`, applicable(text));
  const objects = manifestsIn(files).flatMap(({ name: path, text }) => readManifest(text, path));
  return {
    directory: join(temporary.directory, name),
    objects: objects.map(({ object }) => object as unknown as AnyObject),
    needed: prerequisites,
  };
}
