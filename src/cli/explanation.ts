import { redact } from '../input/quote';
import { AuthMap } from '../registry/auth-map';
import type { ImageUse, PullSecretContent } from '../registry/check';
import type { ImageReference } from '../registry/image-reference';
import { ImageRs } from '../registry/image-rs';
import { Kubelet } from '../registry/kubelet';
import type { CredentialReader, Lookup } from '../registry/lookup';
import { NydusSnapshotter } from '../registry/nydus-snapshotter';

/** What the readers of credentials have before them. */
export interface CredentialSources {
  /** @default - neither the kubelet nor nydus-snapshotter is asked */
  readonly pullSecrets?: readonly PullSecretContent[];
  /** The guest's authentication file. @default - the guest is not asked */
  readonly authFile?: { readonly source: string; readonly content: string | Uint8Array };
}

/** Which entry one reader picks for an image, and why. Holds user names, never passwords. */
export interface ReaderExplanation {
  readonly reader: string;
  readonly outcome: Lookup['outcome'];
  /** In the order in which they are tried. */
  readonly entries: readonly { readonly source: string; readonly key: string; readonly username: string }[];
  readonly reason: string;
}

/** What all readers do with an image. */
export interface ImageExplanation {
  readonly image: string;
  /** Who uses it. @default - it was asked for by name */
  readonly where?: string;
  readonly readers: readonly ReaderExplanation[];
}

/** An image to explain, in the namespace of whose pull Secrets the kubelet looks. */
export type AskedImage = Pick<ImageUse, 'image' | 'namespace'> & Partial<Pick<ImageUse, 'where'>>;

/** Asks all readers for each image. Indices are built once for all of them. */
export function explainImages(images: readonly AskedImage[], sources: CredentialSources): ImageExplanation[] {
  const { pullSecrets, authFile } = sources;
  const maps = pullSecrets?.map(({ namespace, name, content }) => ({
    namespace,
    map: new AuthMap(`Secret ${namespace}/${name}`, content),
  }));
  const nydus = maps && new NydusSnapshotter(maps.map(({ map }) => map));
  const guest = authFile && new ImageRs(new AuthMap(authFile.source, authFile.content));
  const kubelets = new Map<string, Kubelet>();
  const kubeletOf = (namespace: string) => {
    const known = kubelets.get(namespace);
    const kubelet = known ?? new Kubelet((maps ?? []).filter((m) => m.namespace === namespace).map(({ map }) => map));
    kubelets.set(namespace, kubelet);
    return kubelet;
  };
  return images.map(({ image, namespace, where }) => {
    const readers: (CredentialReader | undefined)[] = [maps && kubeletOf(namespace), nydus, guest];
    return {
      image: image.toString(),
      where,
      readers: readers.flatMap((reader) => (reader ? [ask(reader, image)] : [])),
    };
  });
}

function ask(reader: CredentialReader, image: ImageReference): ReaderExplanation {
  const { outcome, entries, reason } = reader.lookup(image);
  return {
    reader: reader.name,
    outcome,
    entries: entries.map(({ source, key, username }) => ({ source, key: redact(key), username })),
    reason: redact(reason),
  };
}

/** The explanations as text for a terminal. */
export function formatExplanations(explanations: readonly ImageExplanation[]): string {
  return explanations.map(formatExplanation).join('\n');
}

function formatExplanation({ image, where, readers }: ImageExplanation): string {
  const rows = readers.map(({ reader, outcome, entries, reason }) => [
    reader,
    outcome,
    describeEntries(entries),
    reason,
  ]);
  return [
    where ? `${image} (${where})` : image,
    ...formatTable([['reader', 'outcome', 'entry', 'reason'], ...rows]),
    '',
  ].join('\n');
}

function describeEntries(entries: ReaderExplanation['entries']): string {
  return entries.map(({ source, key, username }) => `${source}: ${key} (user ${username})`).join('; ') || '-';
}

/** Columns as wide as their widest cell; the last one as long as it is. */
function formatTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
