import { statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { globSync } from 'tinyglobby';
import type { Source } from '../check/source';
import { codeOf, lenientText, readContent, unreadableReason, utf8Text } from '../input/file-content';
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
  const content = contentOf(file);
  const common = { file, tracked: tracked.has(file) };
  try {
    return { ...common, text: utf8Text(content, 'the file') };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...common, text: lenientText(content), flaw: error.problems[0] };
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new InputError({
      rule: codeOf(error) === 'ENOENT' ? 'missing-file' : 'unreadable-file',
      what: `${quote(path)} ${unreadableReason(error)}`,
      fix: 'write the path of a file or directory, or - for standard input',
    });
  }
}

function contentOf(file: string): Buffer {
  try {
    return readContent(file);
  } catch (error) {
    throw new InputError({ rule: 'unreadable-file', what: `${quote(file)} ${unreadableReason(error)}` });
  }
}
