import { Chart, Testing } from 'cdk8s';
import { KbsResource } from '../../../src/kbs/kbs-resource';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';
import { KbsUpload } from '../../../src/kbs/upload/kbs-upload';
import type { KbsUploadProps } from '../../../src/kbs/upload/kbs-upload-props';
import { readScript } from '../../../src/kbs/upload/script';
import { RegistryCredential } from '../../../src/registry/registry-credential';
import { validateKubernetesObject } from '../../kubernetes-schema';

export const CREDENTIALS = [RegistryCredential.basic('registry.example/team', { username: 'ci', password: 'geheim' })];
/** An authentication file for a claim. */
export const PROPS: KbsUploadProps = {
  metadata: { name: 'kbs-upload' },
  repository: KbsRepository.fromPersistentVolumeClaim('kbs-repository'),
  resources: [KbsResource.authFile('default/containers/auth', CREDENTIALS)],
};

export interface Manifest {
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly [field: string]: unknown;
}

/** Synthesizes a KbsUpload; every object is checked against the Kubernetes schemas. */
export function create(props: Partial<KbsUploadProps> = {}): { upload: KbsUpload; manifests: Manifest[] } {
  const chart = new Chart(Testing.app(), 'kbs', { namespace: 'coco-tenant' });
  const upload = new KbsUpload(chart, 'Upload', { ...PROPS, ...props });
  const manifests = Testing.synth(chart);
  for (const manifest of manifests) validateKubernetesObject(manifest);
  return { upload, manifests };
}

/** The one object of a kind. */
export function one(kind: string, props: Partial<KbsUploadProps> = {}): Manifest {
  const [manifest, ...others] = create(props).manifests.filter((candidate) => candidate.kind === kind);
  if (manifest === undefined || others.length > 0) throw new Error(`there is not one ${kind}`);
  return manifest;
}

/** The labels of an object of {@link PROPS}. */
export function labels(component: string) {
  return {
    'app.kubernetes.io/name': 'cdk8s-coco',
    'app.kubernetes.io/instance': 'kbs-upload',
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': 'confidential-containers',
    'app.kubernetes.io/managed-by': 'cdk8s-coco',
  };
}

/** The Pod for {@link PROPS}. */
export const POD_SPEC = {
  restartPolicy: 'Never',
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  affinity: {
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            labelSelector: { matchLabels: { app: 'kbs' } },
            topologyKey: 'kubernetes.io/hostname',
          },
        },
      ],
    },
  },
  securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'upload',
      image: 'docker.io/library/busybox:1.36.1@sha256:73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662',
      command: ['/bin/sh', '-c', readScript('upload.sh'), 'upload'],
      args: [
        '/upload/resources/default/containers/auth',
        'default/containers/auth',
        '/upload/resources/default/containers/auth',
        'default\\x2Fcontainers\\x2Fauth',
      ],
      env: [
        { name: 'REPOSITORY', value: '/repository' },
        { name: 'FILE_MODE', value: '0600' },
        { name: 'DIRECTORY_UMASK', value: '0077' },
      ],
      terminationMessagePolicy: 'FallbackToLogsOnError',
      resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      },
      volumeMounts: [
        { name: 'upload', mountPath: '/upload', readOnly: true },
        { name: 'repository', mountPath: '/repository' },
      ],
    },
  ],
  volumes: [
    {
      name: 'upload',
      projected: {
        defaultMode: 0o400,
        sources: [
          {
            secret: {
              name: 'kbs-upload',
              items: [{ key: 'default.containers.auth', path: 'resources/default/containers/auth' }],
            },
          },
        ],
      },
    },
    { name: 'repository', persistentVolumeClaim: { claimName: 'kbs-repository' } },
  ],
};
