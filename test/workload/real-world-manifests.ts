import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GuestConfig } from '../../src/guest/guest-config';
import { RuntimeClass } from '../../src/guest/runtime-class';
import type { ManifestOptions } from '../../src/workload/confidential-manifests';

/** An operation of RFC 6902. */
export interface Operation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

/** A manifest of `manifests/` and what has to become of it. */
export interface RealWorldManifest {
  readonly file: string;
  readonly options?: Partial<ManifestOptions>;
  /** For each object, in order: what changes. */
  readonly patches: readonly (readonly Operation[])[];
}

const SETTINGS: ManifestOptions = {
  runtimeClass: RuntimeClass.QEMU_COCO_DEV,
  guest: GuestConfig.auto({ kbs: '172.18.0.3:31731', authFile: 'default/containers/auth' }),
  pullSecrets: ['cococred'],
  hasCredential: ({ registry }) => registry === 'registry.example:5000',
};

const HANDLER = 'io.containerd.cri.runtime-handler';
const PARAMETERS = 'io.katacontainers.config.hypervisor.kernel_params';
const CLASS = 'kata-qemu-coco-dev';
const SEED =
  'agent.image_registry_auth=kbs:///default/containers/auth agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://172.18.0.3:31731';
const BOTH = { [HANDLER]: CLASS, [PARAMETERS]: SEED };
const SECRET = [{ name: 'cococred' }];

const add = (path: string, value: unknown): Operation => ({ op: 'add', path, value });
const replace = (path: string, value: unknown): Operation => ({ op: 'replace', path, value });

export const REAL_WORLD: readonly RealWorldManifest[] = [
  {
    file: '01-ingress-app.yaml',
    patches: [
      [],
      [],
      [
        add('/spec/template/metadata/annotations', BOTH),
        add('/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/runtimeClassName', CLASS),
        add('/spec/template/spec/imagePullSecrets', SECRET),
      ],
      [],
      [],
    ],
  },
  {
    file: '02-database-statefulset.yaml',
    patches: [
      [
        add('/spec/template/metadata/annotations/io.containerd.cri.runtime-handler', CLASS),
        add('/spec/template/metadata/annotations/io.katacontainers.config.hypervisor.kernel_params', SEED),
        replace('/spec/template/spec/initContainers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/runtimeClassName', CLASS),
        add('/spec/template/spec/imagePullSecrets/-', { name: 'cococred' }),
      ],
    ],
  },
  {
    file: '03-report-cronjob.yaml',
    patches: [
      [
        add('/spec/jobTemplate/spec/template/metadata', { annotations: BOTH }),
        add('/spec/jobTemplate/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/jobTemplate/spec/template/spec/runtimeClassName', CLASS),
        add('/spec/jobTemplate/spec/template/spec/imagePullSecrets', SECRET),
      ],
    ],
  },
  {
    // Annotated; its image is public, so it needs no pull Secret.
    file: '04-node-agent-daemonset.yaml',
    patches: [
      [
        add('/spec/template/metadata/annotations', BOTH),
        add('/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/runtimeClassName', CLASS),
      ],
    ],
  },
  {
    file: '05-helm-rendered.yaml',
    patches: [
      [],
      [
        add('/spec/template/metadata/annotations/io.containerd.cri.runtime-handler', CLASS),
        add('/spec/template/metadata/annotations/io.katacontainers.config.hypervisor.kernel_params', SEED),
        replace('/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/runtimeClassName', CLASS),
        add('/spec/template/spec/imagePullSecrets', SECRET),
      ],
      [],
    ],
  },
  {
    file: '06-kustomize-output.yaml',
    patches: [
      [],
      [],
      [
        add('/spec/template/metadata/annotations/io.containerd.cri.runtime-handler', CLASS),
        replace(
          '/spec/template/metadata/annotations/io.katacontainers.config.hypervisor.kernel_params',
          `agent.log=debug ${SEED}`,
        ),
        add('/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/imagePullSecrets', SECRET),
      ],
    ],
  },
  {
    file: '07-argo-rollout.yaml',
    options: { podTemplate: 'spec.template' },
    patches: [
      [],
      [
        add('/spec/template/metadata/annotations', BOTH),
        add('/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/runtimeClassName', CLASS),
        add('/spec/template/spec/imagePullSecrets', SECRET),
      ],
      [],
    ],
  },
  {
    file: '08-list.yaml',
    patches: [
      [],
      [
        add('/spec/template/metadata/annotations', BOTH),
        add('/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/runtimeClassName', CLASS),
        add('/spec/template/spec/imagePullSecrets', SECRET),
      ],
      [],
    ],
  },
  {
    // Selected; its image is public, so it needs no pull Secret.
    file: '09-migration-job.yaml',
    options: { select: { kinds: ['Job'], labels: { job: 'migrate' } } },
    patches: [
      [
        add('/spec/template/metadata', { annotations: BOTH }),
        add('/spec/template/spec/containers/0/imagePullPolicy', 'Always'),
        add('/spec/template/spec/runtimeClassName', CLASS),
      ],
    ],
  },
  {
    file: '10-pod-with-everything.yaml',
    options: { select: { names: ['workbench'] }, pullSecrets: [] },
    patches: [
      [
        add('/metadata/annotations', BOTH),
        add('/spec/initContainers/0/imagePullPolicy', 'Always'),
        add('/spec/initContainers/1/imagePullPolicy', 'Always'),
        add('/spec/containers/0/imagePullPolicy', 'Always'),
        replace('/spec/containers/1/imagePullPolicy', 'Always'),
        add('/spec/ephemeralContainers/0/imagePullPolicy', 'Always'),
        add('/spec/runtimeClassName', CLASS),
      ],
    ],
  },
];

/** Path of a manifest. */
export function pathOf({ file }: RealWorldManifest): string {
  return join(__dirname, 'manifests', file);
}

/** A manifest as {@link confidentialManifests} takes it. */
export function fileOf(manifest: RealWorldManifest): { path: string; text: string } {
  return { path: manifest.file, text: readFileSync(pathOf(manifest), 'utf8') };
}

/** The options for a manifest. */
export function optionsOf({ options }: RealWorldManifest): ManifestOptions {
  return { ...SETTINGS, ...options };
}
