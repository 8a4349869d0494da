import { groupBy } from '../input/group-by';
import { memoized } from '../input/memoized';
import { redact } from '../input/quote';
import { AuthMap } from '../registry/auth-map';
import type { ImageUse, PullSecretContent } from '../registry/check-images';
import { ImageRs } from '../registry/image-rs';
import { Kubelet } from '../registry/kubelet';
import { areAlike, type CredentialReader, type Lookup } from '../registry/lookup';
import { NydusSnapshotter } from '../registry/nydus-snapshotter';
import { PeerPodGuest } from '../registry/peer-pods';
import { knownUser } from '../registry/registry-credential';

/** What the readers of credentials have before them. */
export interface CredentialSources {
  /** @default - the kubelet is not asked */
  readonly pullSecrets?: readonly PullSecretContent[];
  /** The guest's authentication file. @default - the guest is not asked, but in peer pods */
  readonly authFile?: { readonly source: string; readonly content: string | Uint8Array };
  /** Whether nydus-snapshotter was given a keychain. @default false */
  readonly nydusKeychain?: boolean;
}

/** An entry that a reader picks. Holds user names, never passwords. */
export interface PickedEntry {
  readonly source: string;
  readonly key: string;
  /** @default - it is known in the cluster or in a store alone */
  readonly username?: string;
  /** Why the registry refuses it, as far as it shows. */
  readonly flaw?: string;
}

/** Which entry one reader picks for an image, and why. */
export interface ReaderExplanation {
  readonly reader: string;
  readonly outcome: Lookup['outcome'];
  /** In the order in which they are tried. */
  readonly entries: readonly PickedEntry[];
  readonly reason: string;
}

/** What all readers do with an image. */
export interface ImageExplanation {
  readonly image: string;
  /** Who uses it. @default - it was asked for by name */
  readonly where?: string;
  readonly readers: readonly ReaderExplanation[];
  /** Whether readers log in with different users or passwords. */
  readonly differs: boolean;
}

/** An image to explain, in the namespace of whose pull Secrets the kubelet looks. */
export type AskedImage = Pick<ImageUse, 'image' | 'namespace'> & Partial<Pick<ImageUse, 'where' | 'peerPods'>>;

/** Asks all readers for each image. Indices are built once for all of them. */
export function explainImages(images: readonly AskedImage[], sources: CredentialSources): ImageExplanation[] {
  const { pullSecrets, authFile, nydusKeychain } = sources;
  const maps = pullSecrets?.map(({ namespace, name, content }) => ({
    namespace,
    map: new AuthMap(`Secret ${namespace}/${name}`, content),
  }));
  const nydus = maps && nydusKeychain ? new NydusSnapshotter(maps.map(({ map }) => map)) : undefined;
  const guest = authFile && new ImageRs(new AuthMap(authFile.source, authFile.content));
  const mapsByNamespace = groupBy(maps ?? [], ({ namespace }) => namespace);
  const mapsOf = (namespace: string) => (mapsByNamespace.get(namespace) ?? []).map(({ map }) => map);
  const kubeletOf = memoized((namespace) => new Kubelet(mapsOf(namespace)), String);
  const peerPodOf = memoized((namespace) => new PeerPodGuest(mapsOf(namespace)), String);
  return images.map(({ image, namespace, where, peerPods }) => {
    const readers: (CredentialReader | undefined)[] = [
      maps && kubeletOf(namespace),
      nydus,
      peerPods ? maps && peerPodOf(namespace) : guest,
    ];
    const asked = readers.flatMap((reader) => (reader ? [{ reader: reader.name, lookup: reader.lookup(image) }] : []));
    const used = asked.flatMap(({ lookup }) => lookup.entries.slice(0, 1));
    return {
      image: image.toString(),
      where,
      readers: asked.map(({ reader, lookup }) => explainLookup(reader, lookup)),
      differs: !areAlike(used),
    };
  });
}

function explainLookup(reader: string, { outcome, entries, reason }: Lookup): ReaderExplanation {
  return {
    reader,
    outcome,
    entries: entries.map(({ source, key, username, flaw }) => ({
      source,
      key: redact(key),
      username: knownUser(username),
      flaw,
    })),
    reason: redact(reason),
  };
}
