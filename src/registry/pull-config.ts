import { AuthMap } from './auth-map';
import { type CredentialDocument, type SecretTexts, type TextOf, valuesOf } from './credential-document';
import { authFileKey, pullSecretKey } from './credential-keys';
import { CredentialSet, compareBytes } from './credential-set';
import type { ImageReference } from './image-reference';
import { Kubelet } from './kubelet';
import type { RegistryCredential } from './registry-credential';

/** Type of a pull Secret, and the key of its content. */
export const PULL_SECRET_TYPE = 'kubernetes.io/dockerconfigjson';
export const PULL_SECRET_KEY = '.dockerconfigjson';

/**
 * The content of a pull Secret, `.dockerconfigjson`: the entries that `kubectl create secret docker-registry` makes,
 * one for each credential.
 */
export class PullConfig implements CredentialDocument {
  /**
   * All of these credentials, for images that are not known.
   *
   * @throws InputError where one scope has two different credentials.
   */
  public static fromCredentials(credentials: Iterable<RegistryCredential>): PullConfig {
    return new PullConfig(baseEntries(new CredentialSet(credentials)));
  }

  /**
   * Only the credentials that these images need.
   *
   * To the kubelet a path is a prefix to the letter: where it would try the credential of `host/re` first for the image
   * `host/repo`, the credential that is meant has another entry, for that image.
   *
   * @param peerPodImages those of peer pods, whose guest reads the pull Secret too: it drops no `/v1/` or `/v2/` of a path
   */
  public static forImages(
    credentials: CredentialSet,
    images: Iterable<ImageReference>,
    peerPodImages: Iterable<ImageReference> = [],
  ): PullConfig {
    const known = [...new Map([...images].map((image) => [image.name, image])).values()];
    const needed = credentials.forImages(known);
    const ofGuests = credentials.forImages(peerPodImages).credentials;
    const entries = new Map([
      ...baseEntries(needed),
      ...ofGuests.map((credential) => [authFileKey(credential), credential] as const),
    ]);
    return new PullConfig(new Map([...entries, ...missingEntries(entries, needed, known)]));
  }

  private constructor(
    /** Credentials by key. */
    public readonly entries: ReadonlyMap<string, RegistryCredential>,
  ) {}

  /** The JSON text, with the secrets in it; equal credentials give equal text. */
  public toString(): string {
    return this.render(valuesOf);
  }

  /** {@link toString} with other texts for the secrets. */
  public render(textOf: TextOf): string {
    return writeConfig(this.entries, textOf);
  }

  /** The credentials in it, in the order of their keys. */
  public get credentials(): readonly RegistryCredential[] {
    return [...new Set(this.entries.values())];
  }
}

function baseEntries({ credentials }: CredentialSet): Map<string, RegistryCredential> {
  return new Map(credentials.map((credential) => [pullSecretKey(credential.host, credential.path), credential]));
}

/**
 * Entries for the images that get another credential first. They mislead no further image: what begins with the letters
 * of such an image either has the same credential or a longer key.
 */
function missingEntries(
  entries: ReadonlyMap<string, RegistryCredential>,
  credentials: CredentialSet,
  images: readonly ImageReference[],
): Map<string, RegistryCredential> {
  const kubelet = new Kubelet([new AuthMap('pull Secret', writeConfig(entries, valuesOf))]);
  const missing = new Map<string, RegistryCredential>();
  for (const image of images) {
    const meant = credentials.find(image);
    const [tried] = kubelet.lookup(image).entries;
    if (meant && tried && !tried.holds(meant)) missing.set(pullSecretKey(image.registry, image.repository), meant);
  }
  return missing;
}

function writeConfig(entries: ReadonlyMap<string, RegistryCredential>, textOf: TextOf): string {
  const sorted = [...entries].sort(([a], [b]) => compareBytes(a, b));
  const members = sorted.map(([key, credential]) => `${JSON.stringify(key)}:${writeEntry(textOf(credential))}`);
  return `{"auths":{${members.join(',')}}}`;
}

function writeEntry({ plain, auth }: SecretTexts): string {
  const user = plain ? `"username":"${plain.username}","password":"${plain.password}",` : '';
  return `{${user}"auth":"${auth}"}`;
}
