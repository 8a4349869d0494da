import { KbsResource } from '../../src/kbs/kbs-resource';
import { KbsRepository } from '../../src/kbs/upload/kbs-repository';
import type { PodManifest } from './manifest';
import { expandVariables, podmanOptions } from './podman-options';
import { podOf, synthesizeUpload } from './synthesized-upload';

const pod = podOf(
  synthesizeUpload({
    repository: KbsRepository.fromPersistentVolumeClaim('kbs-repository'),
    resources: [KbsResource.fromString('default/containers/auth', 'x')],
    runAsUser: 1000,
    fsGroup: 2000,
  }),
);
const [container] = pod.containers;

test('every field of the Pod becomes an option', () => {
  const mounts = [{ source: '/tmp/volume', target: '/repository', readOnly: false }];

  expect(podmanOptions(pod, mounts, 'localhost/image')).toEqual([
    '--user=1000:2000',
    '--group-add=2000',
    '--security-opt=no-new-privileges',
    '--read-only',
    '--read-only-tmpfs=false',
    '--cap-drop=ALL',
    '--cpus=0.2',
    '--memory=64m',
    '--env=REPOSITORY=/repository',
    '--env=FILE_MODE=0644',
    '--env=DIRECTORY_UMASK=0022',
    '--volume=/tmp/volume:/repository:rw',
    `--entrypoint=${JSON.stringify(container?.command)}`,
    'localhost/image',
    ...(container?.args ?? []),
  ]);
});

test.each<[string, object]>([
  ['pod: the test’s container engine does not know hostNetwork', { ...pod, hostNetwork: true }],
  ['container: the test’s container engine does not know tty', { ...pod, containers: [{ ...container, tty: true }] }],
  ['pod: the test runs Pods of one container', { ...pod, containers: [container, container] }],
  ['automountServiceAccountToken: ', { ...pod, automountServiceAccountToken: true }],
  ['no container as root', { ...pod, securityContext: { ...pod.securityContext, runAsUser: 0 } }],
])('nothing is ignored: %s', (message, manifest) => {
  expect(() => podmanOptions(manifest as PodManifest, [], 'image')).toThrow(message.replace('’', "'"));
});

test('variables are expanded as the kubelet does', () => {
  expect(expandVariables('$(A) $(B) $$(A) $$ $A $(', { A: 'a' })).toBe('a $(B) $(A) $ $A $(');
});
