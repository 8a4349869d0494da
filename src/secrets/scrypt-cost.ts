/** How dear a guess is, where something that derives from a secret is committed to Git. Tests take a small cost. */

/** Of an object's name: memory 16 MiB and about 50 ms a guess. */
export const NAME_COST = { N: 16_384, r: 8, p: 1 };

/** Of a seal's plaintext: memory 32 MiB, about 0.1 s a guess. */
export const SEAL_COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
