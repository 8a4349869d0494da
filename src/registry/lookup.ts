import type { ImageReference } from './image-reference';
import type { UserAndPassword } from './registry-credential';

/** An entry of an auth map that a reader picks. Printing it shows where it is and the user, never the password. */
export class LookupEntry {
  readonly #password: string;
  public readonly username: string;
  /**
   * Why the registry refuses what the reader sends, as far as it shows.
   * @default - it may take it
   */
  public readonly flaw?: string;

  public constructor(
    /** The Secret or file that holds the entry. */
    public readonly source: string,
    /** The entry's key as it is written there. */
    public readonly key: string,
    secret: UserAndPassword,
    /** Whether docker put an identity token beside it. */
    hasToken = false,
  ) {
    this.username = secret.username;
    this.#password = secret.password;
    this.flaw = findFlaw(secret, hasToken);
  }

  /** Whether the reader logs in with this user and password. */
  public holds(secret: UserAndPassword): boolean {
    return this.username === secret.username && this.#password === secret.password;
  }

  /** Whether both log in with the same user and password. */
  public sameSecret(other: LookupEntry): boolean {
    return this.username === other.username && this.#password === other.#password;
  }
}

function findFlaw({ username, password }: UserAndPassword, hasToken: boolean): string | undefined {
  if (password === '') return `its password is empty${hasToken ? ', and only docker knows its identitytoken' : ''}`;
  if (/[\r\n]$/.test(password)) return 'its password ends in a line break, which is sent as it is (401)';
  if (/^[\r\n]/.test(password)) return 'its password begins with a line break, which is sent as it is (401)';
  return username === '' ? 'its user is empty' : undefined;
}

/** What a reader of credentials does with an image. */
export interface Lookup {
  /**
   * `found`: the first of the entries is used. `ambiguous`: which one is used first differs from time to time, and it
   * matters, as they log in differently. `none`: the pull is anonymous, or it fails.
   */
  readonly outcome: 'found' | 'none' | 'ambiguous';
  /** In the order tried; sorted by source and key where the reader has no order. */
  readonly entries: readonly LookupEntry[];
  /** Why, for a person. */
  readonly reason: string;
}

/** Someone who looks an image's credential up. */
export interface CredentialReader {
  /** Its name, for a person. */
  readonly name: string;
  lookup(image: ImageReference): Lookup;
}

/** Whether all entries log in alike, so that it does not matter which one is taken. */
export function areAlike(entries: readonly LookupEntry[]): boolean {
  return entries.every((entry) => entry.sameSecret(entries[0] ?? entry));
}

/** The outcome where one of these entries is taken at random. */
export function outcomeOfAny(entries: readonly LookupEntry[]): Lookup['outcome'] {
  if (entries.length === 0) return 'none';
  return areAlike(entries) ? 'found' : 'ambiguous';
}
