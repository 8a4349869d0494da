import { InputError, type Problem } from '../../input/problem';
import type { KbsUploadProps } from './kbs-upload-props';
import type { Repository, UploadPart } from './repository';

type Option = Exclude<
  keyof KbsUploadProps,
  'metadata' | 'partOf' | 'resources' | 'repository' | 'deployment' | 'secretScope' | 'secretBackend'
>;

/** The options that not every way into the KBS has a use for. */
const PART_OF: Readonly<Record<Option, UploadPart>> = {
  layout: 'files',
  fileMode: 'files',
  kbsPodLabels: 'job',
  schedule: 'job',
  suspend: 'job',
  image: 'job',
  imagePullSecrets: 'job',
  runAsUser: 'job',
  runAsGroup: 'job',
  fsGroup: 'job',
  networkPolicy: 'job',
  priorityClassName: 'job',
  tolerations: 'job',
  nodeSelector: 'job',
  podLabels: 'job',
  podAnnotations: 'job',
  backoffLimit: 'job',
  activeDeadlineSeconds: 'job',
  ttlSecondsAfterFinished: 'job',
};

const WHY: Readonly<Record<UploadPart, string>> = {
  files: 'it writes no files, the KBS stores the resources in its own way',
  job: 'it has no Job, the trustee-operator mounts the Secrets itself',
};

/** @throws InputError with every option that the way into the KBS would ignore. */
export function checkOptions(props: KbsUploadProps, { kind, uploadParts }: Repository): void {
  const { labels, annotations } = props.metadata ?? {};
  const given: (readonly [name: string, part: UploadPart, value: unknown])[] = [
    ['metadata.labels', 'job', labels],
    ['metadata.annotations', 'job', annotations],
    ...Object.entries(PART_OF).map(([name, part]) => [name, part, props[name as Option]] as const),
  ];
  InputError.throwIfAny(
    given
      .filter(([, part, value]) => isSaid(value) && !uploadParts.includes(part))
      .map(([name, part]) => problem(name, kind, WHY[part])),
  );
}

/** Whether an option says more than its default does. */
function isSaid(value: unknown): boolean {
  return value !== undefined && value !== false;
}

function problem(name: string, kind: string, why: string): Problem {
  return { what: `${name} of the KBS upload has no use with repository ${kind}`, why, fix: `write no ${name}` };
}
