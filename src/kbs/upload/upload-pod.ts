import { k8s } from 'cdk8s-plus-28';
import type { KbsUploadProps } from './kbs-upload-props';
import type { StoredResource } from './resource-secrets';
import { UPLOAD_FILES_MOUNT, uploadFilesVolume } from './upload-files';
import type { PodIdentity, UploadTask } from './upload-task';

/** What the Pod takes from the props as it stands. */
export type PodOptions = Pick<
  KbsUploadProps,
  'image' | 'imagePullSecrets' | 'priorityClassName' | 'tolerations' | 'nodeSelector'
>;

/** The Pod of an upload, with every right that it does not need taken away. */
export function uploadPod(task: UploadTask, stored: readonly StoredResource[], options: PodOptions): k8s.PodSpec {
  const nodeSelector = { ...task.nodeSelector, ...options.nodeSelector };
  return {
    // A failed Pod stays and keeps its log, and the next one may land on a node where the volume can be mounted.
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: options.priorityClassName,
    imagePullSecrets: options.imagePullSecrets?.map((name) => ({ name })),
    nodeSelector: Object.keys(nodeSelector).length > 0 ? nodeSelector : undefined,
    affinity: task.affinity,
    tolerations: options.tolerations ? [...options.tolerations] : undefined,
    securityContext: podSecurityContext(task.identity),
    containers: [container(task, options)],
    volumes: [uploadFilesVolume(stored, task.sources, task.identity), ...task.volumes],
  };
}

function container(task: UploadTask, options: PodOptions): k8s.Container {
  return {
    name: 'upload',
    image: options.image ?? task.image,
    command: ['/bin/sh', '-c', task.script, 'upload'],
    args: [...task.args],
    env: Object.entries(task.env).map(([name, value]) => ({ name, value })),
    // The end of the log becomes the reason that `kubectl describe pod` shows.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    resources: {
      requests: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('16Mi') },
      limits: { cpu: k8s.Quantity.fromString('200m'), memory: k8s.Quantity.fromString('64Mi') },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: [UPLOAD_FILES_MOUNT, ...task.volumeMounts],
  };
}

function podSecurityContext({ runAsUser, runAsGroup, fsGroup }: PodIdentity): k8s.PodSecurityContext {
  return {
    runAsUser,
    runAsGroup,
    runAsNonRoot: runAsUser === 0 ? undefined : true,
    fsGroup,
    fsGroupChangePolicy: fsGroup === undefined ? undefined : 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}
