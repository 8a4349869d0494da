import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readContent } from '../input/file-content';
import type { JsonObject } from '../input/json';
import type { Problem } from '../input/problem';
import { isDisposable, kubectlName } from '../kubernetes/deletion';
import { hasMark } from './mark';
import type { Rendered } from './render';

const NAMED_AT_MOST = 5;

/**
 * What an earlier run has left in the output directory and this one makes no more, e.g. in another namespace now:
 * `kubectl apply` leaves it in the cluster. Jobs that are named anew when they change have run.
 *
 * @param directory of the output, before it is written
 */
export function leftBehind(directory: string, { files, objects }: Pick<Rendered, 'files' | 'objects'>): Problem[] {
  const known = new Set(files.map(({ text }) => text));
  const before = textsIn(directory).filter((text) => hasMark(text) && !known.has(text));
  if (before.length === 0) return [];
  const now = new Set(objects.map(({ object }) => kubectlName(object)));
  const gone = before
    .flatMap((text) => text.split('\n---\n'))
    .flatMap(identityIn)
    .filter((object) => isDisposable(object.kind) && !isNamedAnew(object) && !now.has(kubectlName(object)))
    .map(kubectlName);
  if (gone.length === 0) return [];
  const more = gone.length > NAMED_AT_MOST ? ` and ${gone.length - NAMED_AT_MOST} more` : '';
  return [
    {
      rule: 'left-behind',
      severity: 'info',
      what: `no longer in the output: ${gone.slice(0, NAMED_AT_MOST).join(', ')}${more}`,
      why: 'kubectl apply leaves in the cluster what it is not given any more',
      fix: `run kubectl delete ${gone[0]}${gone.length > 1 ? ' and so on' : ''}, unless something prunes it`,
    },
  ];
}

function isNamedAnew({ kind, metadata }: JsonObject): boolean {
  return kind === 'Job' && /-[0-9a-f]{10}$/.test(String((metadata as JsonObject).name));
}

/** By the lines as they are printed here: to read thousands of documents would take longer than to make them. */
function identityIn(document: string): JsonObject[] {
  const metadata = /^metadata:\n((?: .*\n?)+)/m.exec(document)?.[1] ?? '';
  const [apiVersion, kind] = ['apiVersion', 'kind'].map((key) =>
    captured(document, new RegExp(`^${key}: (\\S+)$`, 'm')),
  );
  const [name, namespace] = ['name', 'namespace'].map((key) =>
    captured(metadata, new RegExp(`^ {2}${key}: (\\S+)$`, 'm')),
  );
  return apiVersion && kind && name ? [{ apiVersion, kind, metadata: { name, namespace } }] : [];
}

function captured(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1]?.replace(/^(["'])(.*)\1$/, '$2');
}

function textsIn(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.k8s.yaml'));
    return names.sort().map((name) => readContent(join(directory, name)).toString());
  } catch {
    // There is none yet, or what cannot be read is none of ours.
    return [];
  }
}
