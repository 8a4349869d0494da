import { AuthMap, isUnusable, type UnusableAuths } from './auth-map';
import { readGoDocument } from './go-auths';
import { type GoType, goMap, goString, structOfStrings } from './go-json';
import type { ImageReference } from './image-reference';
import { ImageRs } from './image-rs';
import { isJsonObject } from './json-document';
import type { CredentialReader, Lookup } from './lookup';

/** Source: cloud-api-adaptor v0.22, cloud-providers/util/cloudinit/cloudconfig.go, `DefaultAuthfileLimit`. */
const MAX_BYTES = 12_288;
const TYPE: GoType = { struct: new Map([['auths', { map: structOfStrings('username', 'password', 'auth') }]]) };

/**
 * image-rs in a peer pod. cloud-api-adaptor merges the pull Secrets that the Pod names into one file, which takes the
 * place of the one in the KBS. A file that is too long, or made of a Secret that is no JSON, never reaches the guest.
 *
 * Source: cloud-api-adaptor v0.15–v0.22, pkg/adaptor/k8sops/node.go, `GetImagePullSecrets`.
 */
export class PeerPodGuest implements CredentialReader {
  public readonly name = 'image-rs';
  private readonly reader: ImageRs | UnusableAuths;

  /** @param secrets in the order in which the Pod names them; those of its service account, which come first, are unknown */
  public constructor(secrets: Iterable<AuthMap>) {
    const merged = merge([...secrets]);
    this.reader = isUnusable(merged) ? merged : new ImageRs(merged);
  }

  public lookup(image: ImageReference): Lookup {
    if (this.reader instanceof ImageRs) return this.reader.lookup(image);
    return { outcome: 'none', entries: [], reason: this.reader.unusable };
  }
}

function merge(secrets: readonly AuthMap[]): AuthMap | UnusableAuths {
  const auths = new Map<string, { auth: string }>();
  for (const secret of secrets) {
    const document = secret.isEmpty
      ? { unusable: 'is empty' }
      : readGoDocument(secret, { type: TYPE, isStream: false });
    if (isUnusable(document)) {
      return {
        unusable: `${secret.source} ${document.unusable}; then cloud-api-adaptor gives the guest no credentials`,
      };
    }
    for (const [key, entry] of goMap(document, 'auths')) {
      if (!isJsonObject(entry)) continue;
      const [username, password] = [goString(entry, 'username'), goString(entry, 'password')];
      const pair = username && password && Buffer.from(`${username}:${password}`).toString('base64');
      const auth = goString(entry, 'auth') || pair;
      if (auth) auths.set(key, { auth });
    }
  }
  return limited(secrets, JSON.stringify({ auths: Object.fromEntries(auths) }));
}

function limited(secrets: readonly AuthMap[], text: string): AuthMap | UnusableAuths {
  // Go's encoder writes these as \u003c and the like.
  const size = Buffer.byteLength(text.replace(/[<>&\u2028\u2029]/g, '\\u0000'));
  const source = secrets.map((secret) => secret.source).join(' and ') || 'no pull Secret';
  return size <= MAX_BYTES
    ? new AuthMap(source, text)
    : {
        unusable: `${source} come to ${size} bytes, and cloud-api-adaptor drops more than ${MAX_BYTES}, with a log line`,
      };
}
