/** Characters that decide how far to skip. */
const BLOCK = 3;
const TABLE_BITS = 16;

/**
 * Looks for many texts at once, in one pass over what is searched (Wu and Manber 1994): from the last characters of a
 * window it follows how far the next place is where one of the texts can begin.
 */
export class TextSearch<T> {
  private readonly window: number;
  private readonly shifts = new Uint8Array(1 << TABLE_BITS);
  /** By the hash of the last characters of their windows. */
  private readonly needles = new Map<number, (readonly [string, T])[]>();

  /** @param needles what to look for, each of at least 3 characters, and what it stands for. */
  public constructor(needles: ReadonlyMap<string, T>) {
    this.window = [...needles.keys()].reduce((least, { length }) => Math.min(least, length), 255);
    this.shifts.fill(this.window - BLOCK + 1);
    for (const [text, meaning] of needles) this.add(text, meaning);
  }

  private add(text: string, meaning: T): void {
    for (let end = BLOCK; end <= this.window; end++) {
      const block = hashOf(text, end);
      this.shifts[block] = Math.min(this.shifts[block] as number, this.window - end);
    }
    const last = hashOf(text, this.window);
    this.needles.set(last, [...(this.needles.get(last) ?? []), [text, meaning]]);
  }

  /** Where they stand, in the order of their places. */
  public *in(text: string): Generator<{ readonly index: number; readonly meaning: T }> {
    if (this.needles.size === 0) return;
    for (let end = this.window; end <= text.length; ) {
      const block = hashOf(text, end);
      const shift = this.shifts[block] as number;
      if (shift === 0) {
        const index = end - this.window;
        for (const [needle, meaning] of this.needles.get(block) ?? []) {
          if (text.startsWith(needle, index)) yield { index, meaning };
        }
      }
      end += shift || 1;
    }
  }
}

function hashOf(text: string, end: number): number {
  const [a, b, c] = [text.charCodeAt(end - 3), text.charCodeAt(end - 2), text.charCodeAt(end - 1)];
  return ((a << 10) ^ (b << 5) ^ c) & ((1 << TABLE_BITS) - 1);
}
