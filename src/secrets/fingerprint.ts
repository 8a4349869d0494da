import { scryptSync } from 'node:crypto';

/** Memory 16 MiB and about 50 ms a guess: what makes testing guesses against a committed name slow. */
const COST = { N: 16_384, r: 8, p: 1 };
const LENGTH_BYTES = 5;

/**
 * A short name for content that may be secret, to derive an object's name from: equal content gives equal fingerprints,
 * changed content other ones.
 *
 * The name is committed to Git, and whoever reads it could test guesses of a weak password against a plain hash, so it
 * comes from scrypt, and only 40 bits of it are kept.
 *
 * @returns 10 lower-case hexadecimal digits.
 */
export function fingerprint(content: string | Uint8Array): string {
  return scryptSync(content, 'cdk8s-coco', LENGTH_BYTES, COST).toString('hex');
}
