import type { k8s } from 'cdk8s-plus-28';
import { groupBy } from '../../input/group-by';
import type { ResourceUri } from '../resource-uri';
import type { StoredResource } from './resource-secrets';
import type { PodIdentity } from './upload-task';

const VOLUME_NAME = 'upload';
const MOUNT_PATH = '/upload';
const RESOURCES = 'resources';

/** Where the upload's container finds a file of {@link uploadFilesVolume}, by its path there. */
export function uploadFile(path: string): string {
  return `${MOUNT_PATH}/${path}`;
}

/** Where the upload's container finds a resource. */
export function resourceFile(uri: ResourceUri): string {
  return uploadFile(`${RESOURCES}/${uri.path}`);
}

/** One read-only volume with all resources, whatever Secrets they come from, and what else the upload needs. */
export function uploadFilesVolume(
  stored: readonly StoredResource[],
  others: readonly k8s.VolumeProjection[],
  identity: PodIdentity,
): k8s.Volume {
  const bySecret = groupBy(stored, ({ secret }) => secret.name);
  const sources = [...bySecret].map(([name, group]) => ({ secret: { name, items: group.map(item) } }));
  return { name: VOLUME_NAME, projected: { defaultMode: fileMode(identity), sources: [...sources, ...others] } };
}

/** Where {@link uploadFilesVolume} is mounted. */
export const UPLOAD_FILES_MOUNT: k8s.VolumeMount = { name: VOLUME_NAME, mountPath: MOUNT_PATH, readOnly: true };

function item({ resource, secret }: StoredResource): k8s.KeyToPath {
  return { key: secret.key, path: `${RESOURCES}/${resource.uri.path}` };
}

/** The files belong to uid 0 and, where there is one, to the fsGroup: as few as possible may read them. */
function fileMode({ runAsUser, fsGroup }: PodIdentity): number {
  if (runAsUser === 0) return 0o400;
  return fsGroup === undefined ? 0o444 : 0o440;
}
