import { App, Chart } from 'cdk8s';
import { KbsUpload } from '../../src/kbs/upload/kbs-upload';
import type { KbsUploadProps } from '../../src/kbs/upload/kbs-upload-props';
import type { PodManifest } from './manifest';
import type { Cluster } from './podman-volumes';

/** A manifest as synthesis writes it. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly template: { readonly spec: PodManifest } };
}

/** The objects of a KbsUpload, synthesized. */
export function synthesizeUpload(props: KbsUploadProps): Manifest[] {
  const chart = new Chart(new App(), 'kbs');
  new KbsUpload(chart, 'Upload', { metadata: { name: 'kbs-upload', namespace: 'coco-tenant' }, ...props });
  return chart.toJson();
}

/** The Pod of the one Job among the manifests. */
export function podOf(manifests: readonly Manifest[]): PodManifest {
  const pod = manifests.find(({ kind }) => kind === 'Job')?.spec?.template.spec;
  if (pod === undefined) {
    throw new Error('there is no Job');
  }
  return pod;
}

/** The manifests' Secrets and ConfigMaps as a cluster holds them. */
export function clusterOf(manifests: readonly Manifest[], more: Cluster = {}): Cluster {
  return {
    ...more,
    secrets: { ...contents(manifests, 'Secret', 'base64'), ...more.secrets },
    configMaps: { ...contents(manifests, 'ConfigMap', 'utf8'), ...more.configMaps },
  };
}

function contents(manifests: readonly Manifest[], kind: string, encoding: 'base64' | 'utf8') {
  const objects = manifests.filter((manifest) => manifest.kind === kind);
  return Object.fromEntries(
    objects.map(({ metadata, data = {} }) => {
      const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, encoding)]);
      return [metadata.name, Object.fromEntries(decoded) as Record<string, Buffer>];
    }),
  );
}
