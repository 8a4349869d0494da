import { dirname, relative } from 'node:path';
import { changesOf } from '../app/hand-work';
import { ClusterView } from '../check/cluster-view';
import type { Source } from '../check/source';
import { readManifest } from '../kubernetes/manifest-reader';
import { compare } from '../report/changes';
import { CHANGES_FORMATS } from '../report/changes-text';
import { committedFiles } from './committed-files';
import type { Io } from './io';
import { readPaths } from './read-paths';

export interface DiffOptions {
  /** The commit to compare with. */
  readonly base: string;
  /** Directory of the output. */
  readonly output: string;
  /** A name in {@link CHANGES_FORMATS}. */
  readonly format: string;
}

/** There is something to do by hand. */
const BY_HAND = 3;

/**
 * Prints what the change from the committed output to the one on disk means.
 *
 * @returns the exit code: 0 where applying it is all that there is to do, 3 where something has to be done by hand
 * @throws InputError where one of the two cannot be read.
 */
export function diff({ base, output, format }: DiffOptions, { stdout }: Io): number {
  const before = committedFiles(output, base);
  const after = readPaths(output).filter(
    ({ file }) => file.endsWith('.yaml') && relative(output, dirname(file)) === '',
  );
  const { changes, byHand } = compare(viewOf(before), viewOf(after));
  const replaced = changesOf(textOf(before), textOf(after)).map(({ what, why, fix }) => `${fix}: ${what}, and ${why}`);
  const all = { changes, byHand: [...replaced, ...byHand] };
  stdout.write(CHANGES_FORMATS[format]?.(all) ?? '');
  return all.byHand.length > 0 ? BY_HAND : 0;
}

/** What Git has as a rule: not the Secrets, which the other side would lack. */
function viewOf(sources: readonly Source[]): ClusterView {
  const objects = sources.flatMap(({ file, text }) => readManifest(text, file));
  return new ClusterView(objects.filter(({ object }) => object.kind !== 'Secret'));
}

function textOf(sources: readonly Source[]): string {
  return sources.map(({ text }) => text).join('\n---\n');
}
