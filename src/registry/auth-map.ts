import { decodeForgiving } from './auth-value';
import { type JsonDocument, JsonError, parseJson } from './json-document';

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
  readonly #document: JsonDocument | UnusableAuths;
  /** Whether there is not even a byte. */
  public readonly isEmpty: boolean;

  /**
   * @param source what to call it, e.g. `Secret default/cococred`
   * @param content of `.dockerconfigjson` or of the file
   */
  public constructor(
    public readonly source: string,
    content: string | Uint8Array,
  ) {
    this.isEmpty = content.length === 0;
    try {
      this.#document = parseJson(typeof content === 'string' ? content : decodeForgiving(content));
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      this.#document = { unusable: error.message };
    }
  }

  /** The JSON document; what is no UTF-8 are lone surrogates in it. */
  public read(): JsonDocument | UnusableAuths {
    return this.#document;
  }
}

/** Whether reading failed as a whole. */
export function isUnusable<T extends object>(read: T | UnusableAuths): read is UnusableAuths {
  return 'unusable' in read;
}
