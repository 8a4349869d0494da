import { join } from 'node:path';
import { providedPaths } from '../check/provided-resources';
import { groupBy } from '../input/group-by';
import type { JsonObject } from '../input/json';
import { nameOf } from '../kubernetes/identity';
import { earlierText } from './earlier-text';
import type { OutputFile, Rendered } from './render';

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['.gitignore', 'keeps the passwords out of Git'],
  ['REVIEW.md', 'says what all of it means'],
]);

/**
 * What each file of an output holds, in a few words, by its name.
 *
 * @param directory of the output, before it is written
 */
export function describeFiles(directory: string, { files, objects }: Rendered): ReadonlyMap<string, string> {
  const byFile = groupBy(objects, ({ file }) => file);
  const described = files.map((file) => {
    const held = (byFile.get(file.name) ?? []).map(({ object }) => object);
    return [file.name, OTHERS.get(file.name) ?? describe(directory, file, held)] as const;
  });
  return new Map([...OTHERS, ...described]);
}

function describe(directory: string, { name, secret }: OutputFile, objects: readonly JsonObject[]): string {
  const kinds = [...groupBy(objects, ({ kind }) => String(kind))].map(([kind, { length }]) => `${length} ${kind}`);
  const upload = objects.find((object) => object.kind !== 'KbsConfig' && providedPaths(object));
  return [
    ...(secret ? ['holds passwords, ignored by Git'] : []),
    kinds.join(', '),
    ...(upload ? [isIn(join(directory, name), upload) ? 'the upload is as before' : 'the upload runs anew'] : []),
  ].join('; ');
}

/** Whether a file of an earlier run has an object of that name. */
function isIn(path: string, object: JsonObject): boolean {
  return earlierText(path).includes(`\n  name: ${nameOf(object)}\n`);
}
