/** As long as this, a word that begins another one most likely stands for it. */
const PREFIX_LENGTH = 4;
/** A longer word is compared with nothing: the work grows with its length. */
const LONGEST = 300;

/**
 * The candidate that a misspelt word most likely means.
 *
 * @returns the nearest candidate, or undefined where none is within a third of the word's length, nor begins with it.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let bestDistance = Math.ceil(word.length / 3) + 1;
  for (const candidate of candidates) {
    const distance = distanceBetween(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function distanceBetween(word: string, candidate: string, limit: number): number {
  if (word.length >= PREFIX_LENGTH && candidate.startsWith(word)) return 1;
  // As many letters have to be added or taken away, so that a word of a megabyte is not compared.
  const difference = Math.abs(word.length - candidate.length);
  return difference < limit ? editDistance(word, candidate) : difference;
}

/** Levenshtein distance, one row at a time. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
