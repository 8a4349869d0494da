import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type FilesManifest,
  onlyFields,
  type PodManifest,
  type VolumeManifest,
  type VolumeMountManifest,
} from './manifest';
import type { Mount } from './podman-options';

/** What the kubelet finds in the cluster. */
export interface Cluster {
  /** Secrets and ConfigMaps: decoded content by name and key. */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  readonly configMaps?: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  /** Directories of this machine by claim name. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Directories of this machine by path on the node. */
  readonly node?: Readonly<Record<string, string>>;
}

/** Prepares the Pod's volumes as the kubelet does, its own below `directory`, and says where to mount them. */
export function mountVolumes(pod: PodManifest, cluster: Cluster, directory: string): Mount[] {
  const { fsGroup } = pod.securityContext;
  const sources = new Map(pod.volumes.map((volume) => [volume.name, prepare(volume, cluster, directory, fsGroup)]));
  return pod.containers.flatMap(({ volumeMounts }) =>
    volumeMounts.map((mount) => {
      const source = sources.get(mount.name);
      if (source === undefined) {
        throw new Error(`pod: there is no volume ${mount.name}`);
      }
      return mountOf(source, mount);
    }),
  );
}

function mountOf(source: string, mount: VolumeMountManifest): Mount {
  const {
    mountPath,
    subPath,
    readOnly = false,
  } = onlyFields('volumeMount', mount, 'name', 'mountPath', 'subPath', 'readOnly');
  const directory = join(source, subPath ?? '');
  mkdirSync(directory, { recursive: true, mode: 0o750 });
  return { source: directory, target: mountPath, readOnly };
}

function prepare(volume: VolumeManifest, cluster: Cluster, directory: string, fsGroup?: number): string {
  onlyFields(`volume ${volume.name}`, volume, 'name', 'projected', 'persistentVolumeClaim', 'hostPath');
  if (volume.projected !== undefined) {
    const target = join(directory, volume.name);
    project(volume.projected, cluster, target, fsGroup);
    return target;
  }
  if (volume.hostPath !== undefined) {
    const { path } = onlyFields('hostPath', volume.hostPath, 'path', 'type');
    return found(cluster.node?.[path], `the node has no directory ${path}`);
  }
  const { claimName } = onlyFields('claim', volume.persistentVolumeClaim ?? { claimName: '' }, 'claimName');
  const claim = found(cluster.claims?.[claimName], `there is no claim ${claimName}`);
  if (fsGroup !== undefined) {
    giveToGroup(claim, fsGroup);
  }
  return claim;
}

/** As the kubelet's atomic writer: the files lie in a directory of their own, reached through two symbolic links. */
function project(
  projected: NonNullable<VolumeManifest['projected']>,
  cluster: Cluster,
  target: string,
  fsGroup?: number,
): void {
  onlyFields('projected', projected, 'defaultMode', 'sources');
  const mode = fsGroup === undefined ? projected.defaultMode : projected.defaultMode | 0o440;
  const data = join(target, '..data-1');
  mkdirSync(data, { recursive: true, mode: 0o755 });
  for (const source of projected.sources) {
    onlyFields('projected source', source, 'secret', 'configMap');
    for (const [path, content] of [
      ...files(cluster.secrets, source.secret),
      ...files(cluster.configMaps, source.configMap),
    ]) {
      const file = join(data, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      chmodSync(file, mode);
      if (fsGroup !== undefined) {
        chownSync(file, 0, fsGroup);
      }
    }
  }
  symlinkSync('..data-1', join(target, '..data'));
  for (const name of readdirSync(data)) {
    symlinkSync(join('..data', name), join(target, name));
  }
}

function files(objects: Cluster['secrets'], source?: FilesManifest): [string, Uint8Array][] {
  if (source === undefined) {
    return [];
  }
  const { name, items } = onlyFields('projection', source, 'name', 'items');
  const data = found(objects?.[name], `there is no ${name} to mount`);
  return items.map(({ key, path }) => [path, found(data[key], `${name} has no key ${key}`)]);
}

/** What the kubelet does to a volume for an fsGroup: the group may read and write, and what is made there stays with it. */
function giveToGroup(directory: string, group: number): void {
  const { mode, uid } = statSync(directory);
  chownSync(directory, uid, group);
  chmodSync(directory, mode | (statSync(directory).isDirectory() ? 0o2770 : 0o660));
  for (const name of statSync(directory).isDirectory() ? readdirSync(directory) : []) {
    giveToGroup(join(directory, name), group);
  }
}

function found<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined || (typeof value === 'string' && !existsSync(value))) {
    throw new Error(otherwise);
  }
  return value;
}
