import { readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { globSync } from 'tinyglobby';
import type { Source } from '../check/source';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';
import { trackedFiles } from './tracked-files';

/** What Kubernetes takes, whatever else it may be. */
const MANIFESTS = '**/*.{yaml,yml,json}';
/** What others wrote, or no file of the user's. */
const IGNORED = ['**/node_modules/**', '**/.git/**'];

/**
 * The file of a path, or the files in a directory and those below it that may be manifests, in an order that is the same
 * everywhere.
 *
 * @throws InputError where there is none, or it cannot be read.
 */
export function readPaths(path: string): Source[] {
  if (!isDirectory(path)) return [sourceOf(normalize(path), trackedFiles(dirname(path)))];
  const tracked = trackedFiles(path);
  const found = globSync(MANIFESTS, { cwd: path, dot: true, expandDirectories: false, ignore: IGNORED });
  return found
    .map((name) => join(path, name))
    .sort()
    .map((file) => sourceOf(file, tracked));
}

function sourceOf(file: string, tracked: ReadonlySet<string>): Source {
  return { file, text: read(file), tracked: tracked.has(file) };
}

function isDirectory(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found) return found.isDirectory();
  throw new InputError({
    rule: 'missing-file',
    what: `${quote(path)} does not exist`,
    fix: 'write the path of a file or directory, or - for standard input',
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new InputError({ rule: 'unreadable-file', what: `${quote(file)} cannot be read (${code})` });
  }
}
