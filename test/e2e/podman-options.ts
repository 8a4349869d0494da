import { type ContainerManifest, onlyFields, type PodManifest } from './manifest';

/** A directory of the host and where a container sees it. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** The options and arguments of `podman run` that do what the Pod's manifest says, with a local image. */
export function podmanOptions(pod: PodManifest, mounts: readonly Mount[], image: string): string[] {
  onlyFields(
    'pod',
    pod,
    'containers',
    'volumes',
    'securityContext',
    'automountServiceAccountToken',
    'enableServiceLinks',
    'restartPolicy',
    // The scheduler's and the image puller's business; there is one node, and the images are there.
    'affinity',
    'nodeSelector',
    'tolerations',
    'priorityClassName',
    'imagePullSecrets',
  );
  expect('automountServiceAccountToken', pod.automountServiceAccountToken, false);
  expect('enableServiceLinks', pod.enableServiceLinks, false);
  expect('restartPolicy', pod.restartPolicy, 'Never');
  const [container, ...others] = pod.containers;
  if (container === undefined || others.length > 0) {
    throw new Error('pod: the test runs Pods of one container');
  }
  return [
    ...userOptions(pod),
    ...containerOptions(container),
    ...mounts.map(mountOption),
    ...command(container, image),
  ];
}

function userOptions({ securityContext }: PodManifest): string[] {
  const { runAsUser, runAsGroup, runAsNonRoot, fsGroup, seccompProfile } = onlyFields(
    'pod.securityContext',
    securityContext,
    'runAsUser',
    'runAsGroup',
    'runAsNonRoot',
    'fsGroup',
    'fsGroupChangePolicy',
    'seccompProfile',
  );
  // podman applies its default profile unless told otherwise.
  expect('seccompProfile', seccompProfile.type, 'RuntimeDefault');
  if (runAsNonRoot === true && runAsUser === 0) {
    throw new Error('pod: the kubelet starts no container as root that says runAsNonRoot');
  }
  return [`--user=${runAsUser}:${runAsGroup}`, ...(fsGroup === undefined ? [] : [`--group-add=${fsGroup}`])];
}

function containerOptions(container: ContainerManifest): string[] {
  onlyFields(
    'container',
    container,
    'name',
    'image',
    'command',
    'args',
    'env',
    'resources',
    'securityContext',
    'volumeMounts',
    'terminationMessagePolicy',
  );
  const { allowPrivilegeEscalation, capabilities, readOnlyRootFilesystem } = onlyFields(
    'container.securityContext',
    container.securityContext,
    'allowPrivilegeEscalation',
    'capabilities',
    'readOnlyRootFilesystem',
  );
  expect('allowPrivilegeEscalation', allowPrivilegeEscalation, false);
  expect('readOnlyRootFilesystem', readOnlyRootFilesystem, true);
  const { drop } = onlyFields('capabilities', capabilities, 'drop');
  const { limits } = onlyFields('resources', container.resources, 'requests', 'limits');
  onlyFields('limits', limits, 'cpu', 'memory');
  return [
    '--security-opt=no-new-privileges',
    '--read-only',
    '--read-only-tmpfs=false',
    ...drop.map((capability) => `--cap-drop=${capability}`),
    `--cpus=${cores(limits.cpu)}`,
    `--memory=${limits.memory.replace(/i$/, '').toLowerCase()}`,
    ...container.env.map(({ name, value }) => `--env=${name}=${value}`),
  ];
}

function mountOption({ source, target, readOnly }: Mount): string {
  return `--volume=${source}:${target}:${readOnly ? 'ro' : 'rw'}`;
}

function command(container: ContainerManifest, image: string): string[] {
  const variables = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
  const entrypoint = JSON.stringify(container.command.map((text) => expandVariables(text, variables)));
  return [`--entrypoint=${entrypoint}`, image, ...container.args.map((text) => expandVariables(text, variables))];
}

/**
 * What the kubelet does to `command` and `args`: `$(NAME)` becomes the value of a variable of the container where there is
 * one, and `$$` becomes `$`.
 */
export function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, what: string, name: string) =>
    what === '$' ? '$' : (variables[name] ?? whole),
  );
}

/** `200m` → 0.2 */
function cores(cpu: string): number {
  return cpu.endsWith('m') ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu);
}

function expect(field: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) {
    throw new Error(`${field}: the test's container engine knows ${expected} only, not ${actual}`);
  }
}
