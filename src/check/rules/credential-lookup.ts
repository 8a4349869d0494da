import { quote } from '../../input/quote';
import { AuthMap } from '../../registry/auth-map';
import { ImageReference } from '../../registry/image-reference';
import { ImageRs } from '../../registry/image-rs';
import { Kubelet } from '../../registry/kubelet';
import type { CredentialReader, Lookup } from '../../registry/lookup';
import { PULL_SECRET_KEY, PULL_SECRET_TYPE } from '../../registry/pull-config';
import { type AuthFileView, entriesOf } from '../auth-file-view';
import type { ClusterView } from '../cluster-view';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import { examplePod } from './example';

export const credentialLookup: Rule = {
  name: 'credential-lookup',
  severity: 'error',
  filesOnly: true,
  summary: 'The kubelet and the guest both find a credential for an image for which one of them finds one.',
  why: 'each looks for keys in a way of its own, and an anonymous pull is refused',
  fix: 'write the registry and repository of the image, with the port and without scheme and tag, as the key in both',
  examples: { fails: example('*.example'), passes: example('registry.example/team') },
  *check(view) {
    const known = new Map<string, Reading[]>();
    for (const pod of view.confidentialPods) {
      // The guest of a peer pod reads the pull Secrets.
      if (pod.runtimeClass?.peerPods) continue;
      const key = JSON.stringify([pod.namespace, pod.pullSecrets, pod.guest.authFile]);
      const readers = known.get(key) ?? readersOf(view, pod);
      known.set(key, readers);
      for (const { path, image } of pod.containers) {
        const reference = image === undefined ? undefined : ImageReference.tryParse(image);
        if (!reference) continue;
        const what = compare(reference, readers);
        yield* what.map((found) => ({ at: pod.owner, field: [...path, 'image'], ...found }));
      }
    }
  },
};

/** A reader, and the documents that it reads. */
interface Reading {
  readonly whose: string;
  readonly reader: CredentialReader;
  readonly maps: readonly AuthMap[];
}

function readersOf(view: ClusterView, pod: PodView): Reading[] {
  const secrets = pod.pullSecrets.map((name) => view.secret(pod.namespace, name));
  const maps = secrets.flatMap((secret) => {
    const content = secret?.data.get(PULL_SECRET_KEY);
    return secret && content ? [new AuthMap(`Secret ${secret.name}`, content)] : [];
  });
  const file = authFileOf(view, pod)?.map;
  return [
    // With a Secret that is not among the files it is unknown what the kubelet finds.
    ...(maps.length > 0 && maps.length === secrets.length
      ? [{ whose: 'the kubelet', reader: new Kubelet(maps), maps }]
      : []),
    ...(file ? [{ whose: 'the guest', reader: new ImageRs(file), maps: [file] }] : []),
  ];
}

/** The file that the guest is told of, or the only one that is there. */
function authFileOf({ authFiles }: ClusterView, { guest }: PodView): AuthFileView | undefined {
  const { authFile } = guest;
  if (!authFile?.startsWith('kbs:///')) return undefined;
  const named = authFiles.find(({ path }) => path === authFile.slice('kbs:///'.length));
  return named ?? (authFiles.length === 1 && authFiles[0]?.path === undefined ? authFiles[0] : undefined);
}

function compare(image: ImageReference, readings: readonly Reading[]): Pick<Violation, 'what' | 'why'>[] {
  const lookups = readings.map((reading) => ({ ...reading, lookup: reading.reader.lookup(image) }));
  const finder = lookups.find(({ lookup }) => lookup.outcome === 'found');
  return lookups.flatMap(({ whose, lookup, maps }) => {
    const near = lookup.outcome === 'none' ? portless(image, maps) : undefined;
    if (near !== undefined) {
      const what = `${whose} finds no credential for ${image.name}: key ${quote(near)} lacks the port`;
      return [{ what, why: 'host and port together name a registry (cut -d: -f1 takes the port away with the tag)' }];
    }
    if (lookup.outcome === 'none' && finder) {
      return [{ what: `${whose} finds no credential for ${image.name}, and ${finder.whose} does`, why: lookup.reason }];
    }
    return flaw(whose, image, lookup);
  });
}

function flaw(whose: string, image: ImageReference, { entries: [first] }: Lookup): Pick<Violation, 'what' | 'why'>[] {
  if (first?.flaw === undefined) return [];
  return [{ what: `${whose} pulls ${image.name} with key ${quote(first.key)}, and ${first.flaw}`, why: undefined }];
}

/** A key that is the registry of an image but for its port. */
function portless({ registry }: ImageReference, maps: readonly AuthMap[]): string | undefined {
  const host = registry.replace(/:\d+$/, '');
  if (host === registry) return undefined;
  const keys = maps.flatMap((map) => entriesOf(map).map(([key]) => key));
  return keys.find((key) => key.replace(/^https?:\/\//, '').replace(/\/.*$/, '') === host);
}

function example(key: string): string {
  const auths = (name: string) => JSON.stringify({ auths: { [name]: { auth: 'cm9ib3Q6c2VjcmV0' } } });
  const secret = (name: string, type: string, entries: string) => `---
apiVersion: v1
kind: Secret
metadata: { name: ${name} }
${type}stringData: { ${entries} }
`;
  const pod = examplePod({
    image: 'registry.example/team/web:1',
    spec: ['imagePullSecrets: [{ name: cococred }]'],
  });
  const type = `type: ${PULL_SECRET_TYPE}\n`;
  return `${pod}${secret('cococred', type, `${PULL_SECRET_KEY}: '${auths('registry.example/team')}'`)}${secret(
    'kbs-upload',
    '',
    `auth: '${auths(key)}'`,
  )}---
apiVersion: v1
kind: Pod
metadata: { name: upload, labels: { app.kubernetes.io/component: kbs-upload } }
spec:
  containers: [{ name: upload, image: busybox, args: [default/containers/auth] }]
  volumes:
    - name: upload
      projected:
        sources: [{ secret: { name: kbs-upload, items: [{ key: auth, path: resources/default/containers/auth }] } }]
`;
}
