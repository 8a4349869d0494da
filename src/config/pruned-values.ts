import { isObject } from '../input/json';
import type { Path } from './config-file';

/**
 * The values of a file without those that are wrong, so that what is right can be looked at: of a list the entry is left
 * out, elsewhere the key below the top.
 */
export class PrunedValues {
  public readonly value: unknown;
  private readonly left: readonly Path[];

  /** @param wrong paths of the values that are wrong. */
  public constructor(value: unknown, wrong: readonly Path[]) {
    this.left = wrong.map(leftOut);
    this.value = this.copy(value, []);
  }

  /** Where a value of the rest stands in the file: entries of lists move up where others are left out. */
  public original(path: Path): Path {
    const entry = indexStep(path);
    if (entry < 0) return path;
    const list = path.slice(0, entry);
    let index = Number(path[entry]);
    for (const gone of this.entriesLeftOut(list)) if (gone <= index) index++;
    return [...list, index, ...path.slice(entry + 1)];
  }

  /** Whether a key was left out of the section that a path is in, so that what follows from the section is unknown. */
  public isDamaged([section]: Path): boolean {
    return this.left.some((path) => path[0] === section && indexStep(path) < 0);
  }

  private entriesLeftOut(list: Path): number[] {
    const entries = this.left.filter((path) => path.length === list.length + 1 && startsWith(path, list));
    return [...new Set(entries.map((path) => Number(path.at(-1))))].sort((a, b) => a - b);
  }

  private copy(value: unknown, path: Path): unknown {
    const stays = (step: PropertyKey) => !this.left.some((gone) => isSame(gone, [...path, step]));
    if (!this.left.some((gone) => gone.length > path.length && startsWith(gone, path))) return value;
    if (Array.isArray(value)) {
      return value.map((item, index) => this.copy(item, [...path, index])).filter((_, index) => stays(index));
    }
    if (!isObject(value)) return value;
    const entries = Object.entries(value).filter(([key]) => stays(key));
    return Object.fromEntries(entries.map(([key, member]) => [key, this.copy(member, [...path, key])]));
  }
}

function leftOut(path: Path): Path {
  const entry = indexStep(path);
  return path.slice(0, entry < 0 ? 2 : entry + 1);
}

function indexStep(path: Path): number {
  return path.findIndex((step) => typeof step === 'number');
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}

function isSame(one: Path, other: Path): boolean {
  return one.length === other.length && startsWith(one, other);
}
