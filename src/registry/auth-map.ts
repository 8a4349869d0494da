import { decodeUtf8 } from './auth-value';
import { isJsonObject, JsonError, type JsonObject, type JsonValue, parseJson } from './json';

/** A document that no reader can use, and why. */
export interface UnusableAuths {
  readonly unusable: string;
}

/**
 * A Secret's or file's `auths` as somebody wrote it, broken or not, for readers that differ in what they forgive. It
 * holds secrets, in a private field.
 *
 * Where {@link AuthFile} is strict, this takes everything: what is wrong with it is a reader's answer.
 */
export class AuthMap {
  readonly #document: JsonValue | undefined;
  /** Paths of keys that are there twice. */
  private readonly duplicates: readonly (readonly string[])[];
  private readonly flaw?: string;
  private readonly isUtf8: boolean;

  /**
   * @param source what to call it, e.g. `Secret default/cococred`
   * @param content of `.dockerconfigjson` or of the file
   */
  public constructor(
    public readonly source: string,
    content: string | Uint8Array,
  ) {
    const text = typeof content === 'string' ? content : decodeUtf8(content);
    this.isUtf8 = text !== undefined;
    try {
      const { value, duplicates } = parseJson(text ?? Buffer.from(content).toString());
      this.#document = value;
      this.duplicates = duplicates;
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      this.duplicates = [];
      this.flaw = error.message;
    }
  }

  /**
   * As Go programs read it: names of fields in any case, null as if it were not there.
   * Source: Go's encoding/json.
   */
  public readAsGo(): { readonly auths: JsonObject; readonly config: JsonObject } | UnusableAuths {
    const document = this.#document === null ? new Map() : this.#document;
    if (!isJsonObject(document)) return { unusable: this.flaw ?? 'is not a JSON object' };
    const config = foldNames(document);
    const auths = config.get('auths') ?? new Map();
    return isJsonObject(auths) ? { auths, config } : { unusable: 'has an "auths" that is not an object' };
  }

  /**
   * As the guest reads it: exact names, no field twice, and a string `auth` in every entry.
   * Source: guest-components, image-rs/src/auth/mod.rs, `DockerConfigFile`; crates serde and serde_json.
   */
  public readAsGuest(): { readonly auths: ReadonlyMap<string, string> } | UnusableAuths {
    const document = this.#document;
    const members = isJsonObject(document) ? document.get('auths') : undefined;
    if (!this.isUtf8 || !isJsonObject(members)) {
      return { unusable: this.flaw ?? (this.isUtf8 ? 'has no "auths" object' : 'is not UTF-8') };
    }
    const twice = this.duplicates.find(([first, , third]) => first === 'auths' && (third ?? 'auth') === 'auth');
    // The same registry twice is fine with serde, the last one wins.
    if (twice && twice.length !== 2) return { unusable: `has the key "${twice.at(-1)}" twice` };
    const auths = new Map<string, string>();
    for (const [key, entry] of members) {
      const auth = isJsonObject(entry) ? entry.get('auth') : undefined;
      if (typeof auth !== 'string') return { unusable: `has an entry without "auth", "${key}"` };
      auths.set(key, auth);
    }
    return { auths };
  }
}

/** Whether reading failed as a whole. */
export function isUnusable<T extends object>(read: T | UnusableAuths): read is UnusableAuths {
  return 'unusable' in read;
}

/** An object's members by lower-case name; the last of a name wins, and null counts as absent. */
export function foldNames(members: JsonObject): JsonObject {
  const present = [...members].filter(([, value]) => value !== null);
  return new Map(present.map(([name, value]) => [name.toLowerCase(), value]));
}
