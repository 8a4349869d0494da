import { InputError, type Problem } from '../input/problem';
import { DOCKER_HUB, type ImageReference } from './image-reference';
import type { RegistryCredential } from './registry-credential';
import { isDockerHub } from './registry-scope';

/**
 * The credentials of one configuration, and which of them the user means for an image: the one whose scope reaches deepest
 * into the image's name, component by component. `host/team` covers `host/team` and `host/team/app`, not `host/teams`.
 */
export class CredentialSet {
  /** In the byte order of their scopes, each scope once. */
  public readonly credentials: readonly RegistryCredential[];
  private readonly byScope: ReadonlyMap<string, RegistryCredential>;

  /**
   * @throws InputError where one scope has two different credentials; saying the same twice is fine.
   */
  public constructor(credentials: Iterable<RegistryCredential>) {
    const byScope = new Map<string, RegistryCredential>();
    const problems: Problem[] = [];
    for (const credential of credentials) {
      const other = byScope.get(credential.scope);
      if (other && !other.sameSecret(credential)) problems.push(describeConflict(other, credential));
      byScope.set(credential.scope, credential);
    }
    InputError.throwIfAny(problems);
    this.byScope = byScope;
    this.credentials = [...byScope.values()].sort((a, b) => compareBytes(a.scope, b.scope));
  }

  /** The credential that is meant for this image; undefined where it is public. */
  public find(image: ImageReference): RegistryCredential | undefined {
    let scope = isDockerHub(image.registry) ? `${DOCKER_HUB}/${image.repository}` : image.name;
    for (;;) {
      const found = this.byScope.get(scope);
      if (found) return found;
      const slash = scope.lastIndexOf('/');
      if (slash < 0) return undefined;
      scope = scope.slice(0, slash);
    }
  }

  /** Only the credentials that these images need. */
  public forImages(images: Iterable<ImageReference>): CredentialSet {
    return new CredentialSet(this.used(images));
  }

  /** The credentials that none of these images needs. */
  public unused(images: Iterable<ImageReference>): readonly RegistryCredential[] {
    const used = this.used(images);
    return this.credentials.filter((credential) => !used.has(credential));
  }

  private used(images: Iterable<ImageReference>): Set<RegistryCredential> {
    const used = new Set<RegistryCredential>();
    for (const image of images) {
      const credential = this.find(image);
      if (credential) used.add(credential);
    }
    return used;
  }
}

/** Order of text that does not depend on the locale; that of Go's `sort.Strings` for the ASCII of keys. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function describeConflict(one: RegistryCredential, other: RegistryCredential): Problem {
  const users =
    one.username === other.username ? `user ${one.username}, two passwords` : `${one.username}, ${other.username}`;
  return {
    what: `two different credentials for ${one.scope} (${one.source || other.source ? 'two sources' : users})`,
    why: 'a reader of credentials finds one of them',
    fix: 'write one of them, or a path behind the host of one',
  };
}
