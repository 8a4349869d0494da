import { createHash, scryptSync } from 'node:crypto';
import { NAME_COST } from './scrypt-cost';

const LENGTH_BYTES = 5;

/** Fingerprints made in this process, by the SHA-256 of their content, so that no secret is kept. */
const made = new Map<string, string>();
/** More contents than that are nobody's in one run; it bounds what is kept. */
const MOST_MADE = 1_000;

/**
 * A short name for content that may be secret, to derive an object's name from: equal content gives equal fingerprints,
 * changed content other ones.
 *
 * The name is committed to Git, and whoever reads it could test guesses of a weak password against a plain hash, so it
 * comes from scrypt, and only 40 bits of it are kept. Equal content costs that once a process.
 *
 * @returns 10 lower-case hexadecimal digits.
 */
export function fingerprint(content: string | Uint8Array): string {
  const key = createHash('sha256').update(content).digest('base64');
  const known = made.get(key);
  if (known !== undefined) return known;
  const name = scryptSync(content, 'cdk8s-coco', LENGTH_BYTES, NAME_COST).toString('hex');
  if (made.size >= MOST_MADE) made.clear();
  made.set(key, name);
  return name;
}
