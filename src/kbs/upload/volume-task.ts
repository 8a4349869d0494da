import type { k8s } from 'cdk8s-plus-28';
import { InputError } from '../../input/problem';
import { quote } from '../../input/quote';
import { readScript } from './script';
import type { PodIdentity, UploadContext, UploadTask } from './upload-task';

/**
 * BusyBox, the smallest common image with a POSIX shell, by the digest of its multi-architecture index.
 * Release of 2023; has the applets that `upload.sh` uses.
 */
const BUSYBOX_IMAGE =
  'docker.io/library/busybox:1.36.1@sha256:73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662';

const MOUNT_PATH = '/repository';
const VOLUME_NAME = 'repository';

/** The volume of the KBS's repository. */
export interface RepositoryVolume extends Pick<UploadTask, 'nodeSelector' | 'affinity'> {
  readonly source: Omit<k8s.Volume, 'name'>;
  /** Directory in it, where the repository is not its root. */
  readonly subPath?: string;
}

/** The upload that writes files into a volume. */
export function volumeTask(context: UploadContext, volume: RepositoryVolume): UploadTask {
  const { source, subPath, nodeSelector, affinity } = volume;
  const identity = volumeIdentity(context.identity);
  const fileMode = context.fileMode === undefined ? defaultFileMode(identity) : parseFileMode(context.fileMode);
  return {
    image: BUSYBOX_IMAGE,
    script: readScript('upload.sh'),
    args: context.resources.flatMap(({ uri, file }) => context.layout.files(uri).flatMap((target) => [file, target])),
    env: { REPOSITORY: MOUNT_PATH, FILE_MODE: fileMode, DIRECTORY_UMASK: directoryUmask(fileMode) },
    identity,
    volumes: [{ name: VOLUME_NAME, ...source }],
    volumeMounts: [{ name: VOLUME_NAME, mountPath: MOUNT_PATH, subPath }],
    sources: [],
    nodeSelector,
    affinity,
    egress: () => [],
  };
}

/** The scheduler's term for a node where the KBS runs. */
export function besideKbs(labels: Readonly<Record<string, string>>): k8s.PodAffinityTerm {
  return { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' };
}

/**
 * The KBS runs as uid 0 and creates its directories, so only uid 0 may write there unless the user has arranged for more.
 * A group that is not said is that of the volume, so that what the upload creates stays with it.
 */
function volumeIdentity({ runAsUser = 0, fsGroup, runAsGroup = fsGroup ?? runAsUser }: PodIdentity): PodIdentity {
  return { runAsUser, runAsGroup, fsGroup };
}

/**
 * A KBS of uid 0 without capabilities cannot override modes: it reads another user's file only where all may.
 * The directory around it keeps others out as it did before.
 */
function defaultFileMode({ runAsUser }: PodIdentity): string {
  return runAsUser === 0 ? '0600' : '0644';
}

/** Whoever can read a file can enter the directories that the upload creates around it, and only its owner write there. */
function directoryUmask(fileMode: string): string {
  const [group, others] = [...fileMode.slice(-2)].map((digit) => (Number(digit) & 4 ? 2 : 7));
  return `00${group}${others}`;
}

const FILE_MODE = /^0?[4-7][0-7][0-7]$/;

/** The mode as four octal digits. */
function parseFileMode(mode: string): string {
  if (!FILE_MODE.test(mode)) {
    throw new InputError({
      what: `file mode ${quote(mode)} is not three octal digits that let the owner read`,
      why: 'the KBS could not read what was uploaded',
      fix: 'write "0600", or "0644" for a KBS that runs as another user',
    });
  }
  return mode.padStart(4, '0');
}
