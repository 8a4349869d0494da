import { createHash } from 'node:crypto';

/** Characters of a {@link shortHash}. */
export const SHORT_HASH_LENGTH = 10;

/** A few hexadecimal digits of the SHA-256 of a text, to tell names apart. Of a secret it would let people guess: never of one. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, SHORT_HASH_LENGTH);
}
