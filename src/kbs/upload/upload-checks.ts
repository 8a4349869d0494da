import { groupBy } from '../../input/group-by';
import { InputError, type Problem } from '../../input/problem';
import { quote } from '../../input/quote';
import { labelProblem } from '../../kubernetes/name';
import { labelProblems } from '../../kubernetes/value';
import type { KbsResource } from '../kbs-resource';
import type { RepositoryLayout } from '../repository-layout';
import type { KbsUploadProps } from './kbs-upload-props';
import { APPLICABLE_BYTES } from './resource-secrets';

/** `-` and a fingerprint, or the suffix that a CronJob gives its Jobs, must fit into the 63 characters of a label. */
export const MAX_NAME_LENGTH = 52;

/** What is wrong with the name of an upload, or undefined: names derived from it must fit into labels, as Jobs' do. */
export function uploadNameProblem(name: string): Problem | undefined {
  const problem = labelProblem(name, MAX_NAME_LENGTH);
  if (!problem || name.length <= MAX_NAME_LENGTH) return problem;
  return {
    ...problem,
    what: `the name ${quote(name)} has ${name.length} characters`,
    why: 'the Job is named after it, with 11 characters more, and Kubernetes puts that into a label of 63',
  };
}

/** @throws InputError for a name, labels or a node selector that Kubernetes refuses. */
export function checkNamesAndLabels(name: string, props: KbsUploadProps): void {
  const nameProblem = uploadNameProblem(name);
  InputError.throwIfAny([
    ...(nameProblem ? [{ ...nameProblem, what: `KBS upload: ${nameProblem.what}` }] : []),
    ...labelProblems('labels of the KBS upload', props.metadata?.labels),
    ...labelProblems('podLabels', props.podLabels),
    ...labelProblems('nodeSelector', props.nodeSelector),
    ...labelProblems('kbsPodLabels', props.kbsPodLabels),
  ]);
}

/** @throws InputError where there is nothing to upload, or two resources would end in one file. */
export function checkResources(resources: readonly KbsResource[], layout: RepositoryLayout): void {
  const files = resources.flatMap(({ uri }) => layout.files(uri).map((file) => ({ file, path: uri.path })));
  const clashes = [...groupBy(files, ({ file }) => file).values()].flatMap(([, ...others]) => others);
  InputError.throwIfAny([...new Set(clashes.map(({ path }) => path))].map(clash));
  if (resources.length === 0) {
    throw new InputError({
      what: 'the KBS upload has no resources',
      fix: 'write at least one, or leave the upload out',
    });
  }
}

function clash(path: string): Problem {
  return {
    what: `two resources have the path ${path}`,
    why: 'one would overwrite the other in the KBS',
    fix: 'write one resource for each path',
  };
}

/** What may surprise, but works in most clusters. */
export function resourceWarnings(resources: readonly KbsResource[]): Problem[] {
  return [...caseWarnings(resources), ...sizeWarnings(resources)];
}

function caseWarnings(resources: readonly KbsResource[]): Problem[] {
  const paths = resources.map(({ uri }) => uri.path);
  return [...groupBy(paths, (path) => path.toLowerCase()).values()]
    .filter((alike) => alike.length > 1)
    .map((alike) => ({
      what: `resources ${alike.join(' and ')} differ in case only`,
      why: 'on a volume without case (SMB) they are one file',
      fix: 'write paths that differ in more',
    }));
}

function sizeWarnings(resources: readonly KbsResource[]): Problem[] {
  return resources
    .filter(({ content }) => content.byteLength > APPLICABLE_BYTES)
    .map(({ uri, content }) => ({
      what: `the Secret of resource ${uri.path} (${content.byteLength} bytes) is too large for a plain "kubectl apply"`,
      why: 'it copies the object into an annotation',
      fix: 'write "kubectl apply --server-side" (Argo CD: ServerSideApply=true)',
    }));
}
