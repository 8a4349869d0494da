import { appendTo } from '../input/group-by';
import { isObject } from '../input/json';
import type { Path } from './path';

/** What is left out below a value, by its steps; null where a step leads to what is left out as a whole. */
interface Left extends Map<PropertyKey, Left | null> {}

/**
 * The values of a file without those that are wrong, so that what is right can be looked at: of a list the entry is left
 * out, elsewhere the key below the top.
 */
export class PrunedValues {
  public readonly value: unknown;
  private readonly left: Left = new Map();
  /** Sections of which a key was left out. */
  private readonly damaged = new Set<PropertyKey | undefined>();
  /** Indices of the entries left out, by their list. */
  private readonly gone = new Map<string, number[]>();

  /** @param wrong paths of the values that are wrong. */
  public constructor(value: unknown, wrong: readonly Path[]) {
    for (const path of wrong.map(leftOut)) this.leave(path);
    for (const indices of this.gone.values()) indices.sort((a, b) => a - b);
    this.value = copyOf(value, this.left);
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
    const list = path.slice(0, -1);
    const [step] = path.slice(-1);
    const siblings = leftAt(this.left, list);
    if (step !== undefined && siblings?.get(step) === null) return;
    if (step !== undefined) siblings?.set(step, null);
    if (indexStep(path) < 0) this.damaged.add(path[0]);
    else appendTo(this.gone, keyOf(list), Number(step));
  }
}

/** What is left out below a path; undefined where all of it is. */
function leftAt(left: Left, path: Path): Left | undefined {
  for (const step of path) {
    const next = left.get(step);
    if (next === null) return undefined;
    const below: Left = next ?? new Map();
    left.set(step, below);
    left = below;
  }
  return left;
}

function copyOf(value: unknown, left: Left | undefined | null): unknown {
  if (!left || left.size === 0) return value;
  if (Array.isArray(value)) return value.filter((_, index) => left.get(index) !== null);
  if (!isObject(value)) return value;
  const stays = Object.keys(value).filter((key) => left.get(key) !== null);
  return Object.fromEntries(stays.map((key) => [key, copyOf(value[key], left.get(key))]));
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
