import { appendTo } from '../input/group-by';
import { isObject } from '../input/json';
import type { Path } from './path';

/**
 * The values of a file without those that are wrong, so that what is right can be looked at: of a list the entry is left
 * out, elsewhere the key below the top.
 */
export class PrunedValues {
  public readonly value: unknown;
  private readonly left = new Set<string>();
  /** Sections of which a key was left out. */
  private readonly damaged = new Set<PropertyKey | undefined>();
  /** Indices of the entries left out, by their list. */
  private readonly gone = new Map<string, number[]>();

  /** @param wrong paths of the values that are wrong. */
  public constructor(value: unknown, wrong: readonly Path[]) {
    for (const path of wrong.map(leftOut)) this.leave(path);
    for (const indices of this.gone.values()) indices.sort((a, b) => a - b);
    this.value = this.copy(value, []);
  }

  /** Where a value of the rest stands in the file: entries of lists move up where others are left out. */
  public readonly original = (path: Path): Path => {
    const entry = indexStep(path);
    if (entry < 0) return path;
    const list = path.slice(0, entry);
    let index = Number(path[entry]);
    for (const gone of this.gone.get(keyOf(list)) ?? []) if (gone <= index) index++;
    return [...list, index, ...path.slice(entry + 1)];
  };

  /** Whether a key was left out of the section that a path is in, so that what follows from the section is unknown. */
  public readonly isDamaged = ([section]: Path): boolean => this.damaged.has(section);

  private leave(path: Path): void {
    const key = keyOf(path);
    if (this.left.has(key)) return;
    this.left.add(key);
    if (indexStep(path) < 0) this.damaged.add(path[0]);
    else appendTo(this.gone, keyOf(path.slice(0, -1)), Number(path.at(-1)));
  }

  /** Whatever is left out is at most two steps below the top, or an entry of a list: nothing below those is looked at. */
  private copy(value: unknown, path: Path): unknown {
    if (this.left.size === 0 || indexStep(path) >= 0) return value;
    const stays = (step: PropertyKey) => !this.left.has(keyOf([...path, step]));
    if (Array.isArray(value)) return value.filter((_, index) => stays(index));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).filter(([key]) => stays(key));
    return Object.fromEntries(entries.map(([key, member]) => [key, this.copy(member, [...path, key])]));
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function leftOut(path: Path): Path {
  const entry = indexStep(path);
  return path.slice(0, entry < 0 ? 2 : entry + 1);
}

function indexStep(path: Path): number {
  return path.findIndex((step) => typeof step === 'number');
}
