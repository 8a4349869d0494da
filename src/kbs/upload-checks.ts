import { InputError, type Problem } from '../input/input-error';
import { labelProblem } from '../input/kubernetes-name';
import type { KbsResource } from './kbs-resource';
import type { RepositoryLayout } from './repository-layout';
import { APPLICABLE_BYTES } from './resource-secrets';

/** `-` and a fingerprint, or the suffix that a CronJob gives its Jobs, must fit into the 63 characters of a label. */
export const MAX_NAME_LENGTH = 52;

/** @throws InputError unless names derived from it fit into labels, as those of Jobs must. */
export function checkName(name: string): void {
  const problem = labelProblem(name);
  if (problem !== undefined) {
    throw new InputError({ ...problem, what: `KBS upload: ${problem.what}` });
  }
  if (name.length > MAX_NAME_LENGTH) {
    throw new InputError({
      what: `the name "${name}" of a KBS upload has ${name.length} characters`,
      why: 'the Job is named after it, with 11 characters more, and Kubernetes puts that into a label of 63',
      instead: `at most ${MAX_NAME_LENGTH} characters`,
    });
  }
}

/** @throws InputError where there is nothing to upload, or two resources would end in one file. */
export function checkResources(resources: readonly KbsResource[], layout: RepositoryLayout): void {
  const owners = new Map<string, string>();
  const clashes = new Set<string>();
  for (const { uri } of resources) {
    for (const file of layout.files(uri)) {
      if (owners.has(file)) {
        clashes.add(uri.path);
      }
      owners.set(file, uri.path);
    }
  }
  const [first, ...rest] = [...clashes].map(clash);
  if (first !== undefined) {
    throw new InputError(first, ...rest);
  }
  if (resources.length === 0) {
    throw new InputError({ what: 'the KBS upload has no resources', instead: 'at least one, or leave the upload out' });
  }
}

function clash(path: string): Problem {
  return {
    what: `two resources have the path ${path}`,
    why: 'one would overwrite the other in the KBS',
    instead: 'one resource for each path',
  };
}

/** What may surprise, but works in most clusters. */
export function resourceWarnings(resources: readonly KbsResource[]): string[] {
  return [...caseWarnings(resources), ...sizeWarnings(resources)];
}

function caseWarnings(resources: readonly KbsResource[]): string[] {
  const seen = new Map<string, string>();
  return resources.flatMap(({ uri }) => {
    const other = seen.get(uri.path.toLowerCase());
    seen.set(uri.path.toLowerCase(), uri.path);
    return other === undefined
      ? []
      : [`resources ${other} and ${uri.path} differ in case only: on a volume without case (SMB) they are one file`];
  });
}

function sizeWarnings(resources: readonly KbsResource[]): string[] {
  return resources
    .filter(({ content }) => content.byteLength > APPLICABLE_BYTES)
    .map(
      ({ uri, content }) =>
        `the Secret of resource ${uri.path} (${content.byteLength} bytes) is too large for a plain "kubectl apply", ` +
        'which copies it into an annotation: use "kubectl apply --server-side" (Argo CD: ServerSideApply=true)',
    );
}
