import { join } from 'node:path';
import { canonicalJson, isObject, type JsonObject, objectOf } from '../input/json';
import { InputError, type Problem } from '../input/problem';
import { kubectlName } from '../kubernetes/deletion';
import { readManifest } from '../kubernetes/manifest-reader';
import { earlierText } from './earlier-text';
import type { OutputFile } from './render';

/** Kinds of which `kubectl apply` cannot change what runs. */
const UNCHANGEABLE = /^kind: (?:Pod|Job)$/m;

/** What of a Job's spec can change (Kubernetes 1.37, `pkg/apis/batch/validation`, `ValidateJobSpecUpdate`). */
const CHANGEABLE = ['activeDeadlineSeconds', 'backoffLimit', 'parallelism', 'suspend', 'ttlSecondsAfterFinished'];

/**
 * What has to be done by hand after a change, for each Pod and Job that is in the output of an earlier run too, and has
 * changed since in a way that `kubectl apply` refuses, or that the running guest does not see.
 *
 * @param directory of the output, before it is written
 */
export function handWork(directory: string, files: readonly OutputFile[]): Problem[] {
  return files
    .filter(({ name, secret }) => !secret && name.endsWith('.yaml'))
    .flatMap(({ name, text }) => changesOf(earlierText(join(directory, name)), text));
}

/** The same for the manifests of two outputs. */
export function changesOf(before: string, after: string): Problem[] {
  const [old, now] = [documentsOf(before), documentsOf(after)];
  const gone = new Map(unlike(old, now).map((object) => [kubectlName(object), fixedPart(object)]));
  if (gone.size === 0) return [];
  return unlike(now, old)
    .filter((object) => gone.has(kubectlName(object)) && gone.get(kubectlName(object)) !== fixedPart(object))
    .map((object) => ({
      rule: 'replace-by-hand',
      severity: 'info',
      what: `${kubectlName(object)} has changed`,
      why: 'kubectl apply is refused, or the running guest goes on with its old configuration',
      fix: `run kubectl delete ${kubectlName(object)} before kubectl apply`,
    }));
}

/** The Pods and Jobs among some documents that are not, as they are, among others. */
function unlike(documents: readonly string[], others: readonly string[]): JsonObject[] {
  const known = new Set(others);
  const own = documents.filter((text) => !known.has(text) && UNCHANGEABLE.test(text));
  try {
    return own.flatMap((text) => readManifest(text, '').map(({ object }) => object));
  } catch (error) {
    // Whatever somebody else put there.
    if (error instanceof InputError) return [];
    throw error;
  }
}

/**
 * What cannot change: for a Job most of its spec, for a Pod its spec but for the images, and what the guest reads at
 * its start, the annotations.
 */
function fixedPart({ kind, metadata, spec }: JsonObject): string {
  if (kind === 'Job' && isObject(spec)) {
    return canonicalJson(Object.fromEntries(Object.entries(spec).filter(([key]) => !CHANGEABLE.includes(key))));
  }
  const annotations = objectOf(metadata).annotations;
  return JSON.stringify([annotations, spec], (key, value) => (key === 'image' ? undefined : value));
}

function documentsOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n---\n');
}
