import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Problem } from '../input/problem';
import { isTemplate, TEMPLATE, yamlProblem } from '../kubernetes/yaml-errors';
import type { Branch, Leaf, Tree } from '../kubernetes/yaml-tree';
import type { Path, PathProblem } from './path';

/** Nodes that aliases may add: what an honest file stays far below, and a billion laughs do not. */
const MAX_ALIASED_NODES = 10_000;

/** What nobody reads to the end. */
const MOST_PROBLEMS = 100;

/** Makes the tree of a document in one pass, whatever its size. */
export class TreeReader {
  /** What is wrong with keys and aliases; they are left out of the tree. */
  public readonly problems: PathProblem[] = [];
  private readonly anchors = new Map<string, { readonly tree: Tree | undefined; readonly size: number }>();
  private nodes = 0;
  private aliased = 0;

  /** @param lineAt line of a position. */
  public constructor(private readonly lineAt: (offset: number) => number) {}

  public read(document: Document): Tree {
    return this.node(document.contents, []) ?? EMPTY;
  }

  private node(node: unknown, path: Path): Tree | undefined {
    if (isAlias(node)) return this.alias(node.source, path, offsetOf(node));
    if (isHalf(node)) return this.fail(path, HALF_CHARACTER);
    const before = this.nodes++;
    const tree = isMap(node) ? this.map(node.items, path) : isSeq(node) ? this.list(node.items, path) : leafOf(node);
    const { anchor } = (node ?? {}) as { anchor?: string };
    if (anchor) this.anchors.set(anchor, { tree, size: this.nodes - before });
    return tree;
  }

  private alias(name: string, path: Path, offset: number): Tree | undefined {
    const target = this.anchors.get(name);
    if (!target) return this.fail(path, { line: this.lineAt(offset), ...yamlProblem('BAD_ALIAS') });
    this.nodes += target.size;
    this.aliased += target.size;
    return this.aliased > MAX_ALIASED_NODES ? this.fail(path, TOO_MANY_ALIASES) : target.tree;
  }

  private list(items: readonly unknown[], path: Path): Tree {
    const entries = new Map<number, Branch>();
    items.forEach((item, index) => {
      const tree = this.node(item, [...path, index]);
      if (tree) entries.set(index, { offset: offsetOf(item), tree });
    });
    return { kind: 'list', entries };
  }

  private map(pairs: readonly Pair[], path: Path): Tree {
    const entries = new Map<string, Branch>();
    const merged = new Map<string, Branch>();
    for (const { key, value } of pairs) {
      if (isScalar(key) && key.type === 'PLAIN' && key.value === '<<') this.merge(value, path, merged);
      else this.entry(key, value, path, entries);
    }
    for (const [name, branch] of merged) if (!entries.has(name)) entries.set(name, branch);
    return { kind: 'map', entries };
  }

  private entry(key: unknown, value: unknown, path: Path, entries: Map<string, Branch>): void {
    if (!isScalar(key)) {
      this.fail(path, isTemplate(key) ? TEMPLATE : BRACKETS_AS_KEY);
      return;
    }
    const name = key.value === null ? '' : String(key.value);
    const own = [...path, name];
    const first = entries.get(name);
    if (first) this.fail(own, { line: this.lineAt(offsetOf(key)), ...this.twice(first) });
    if (isHalf(key)) this.fail(path, { line: this.lineAt(offsetOf(key)), ...HALF_CHARACTER });
    if (name === '__proto__') this.fail(own, { line: this.lineAt(offsetOf(key)), ...PROTO });
    const tree = first || name === '__proto__' ? undefined : this.node(value, own);
    if (tree) entries.set(name, { offset: offsetOf(key), tree });
  }

  private merge(value: unknown, path: Path, merged: Map<string, Branch>): void {
    const tree = this.node(value, path);
    const trees = tree?.kind === 'list' ? [...tree.entries.values()].map((branch) => branch.tree) : [tree];
    for (const one of trees) {
      if (one?.kind !== 'map') this.fail(path, NO_MAP_TO_MERGE);
      else for (const [name, branch] of one.entries) if (!merged.has(name)) merged.set(name, branch);
    }
  }

  private twice({ offset }: Branch): Problem {
    return {
      rule: 'duplicate-key',
      what: `the key stands twice in one mapping, first on line ${this.lineAt(offset)}`,
      why: 'one of the two would be ignored',
      fix: 'write one of the two',
    };
  }

  private fail(path: Path, problem: Omit<PathProblem, 'path'>): undefined {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ path, ...problem });
  }
}

/** Behind a key without a value stands nothing. */
function leafOf(node: unknown): Leaf {
  if (!isScalar(node)) return { kind: 'scalar', value: null, source: '', plain: true };
  const { value, source = '', type, comment } = node;
  return { kind: 'scalar', value, source, plain: type === 'PLAIN', comment: comment ?? undefined };
}

/** Whether a text has half of a character, as `"\ud800"` writes it. */
function isHalf(node: unknown): boolean {
  return isScalar(node) && typeof node.value === 'string' && /\p{Surrogate}/u.test(node.value);
}

const EMPTY: Tree = { kind: 'map', entries: new Map() };

const TOO_MANY_ALIASES: Problem = {
  rule: 'yaml-syntax',
  what: `the aliases in the file add up to too much: more than ${MAX_ALIASED_NODES} values`,
  fix: 'write it without them',
};
const NO_MAP_TO_MERGE: Problem = {
  rule: 'yaml-syntax',
  what: 'a merge key (<<) has no mapping',
  fix: 'write an alias of a mapping, or a list of them',
};
const BRACKETS_AS_KEY: Problem = {
  rule: 'yaml-syntax',
  what: 'a mapping or list stands where a key is expected',
  fix: 'write a text in { } or [ ] in quotes',
};
const HALF_CHARACTER: Problem = {
  rule: 'yaml-syntax',
  what: 'an escape from \\ud800 to \\udfff stands for half of a character',
  why: 'no file can hold it',
  fix: 'write the character itself',
};
const PROTO: Problem = {
  rule: 'reserved-key',
  what: '__proto__ cannot be a key of this file',
  why: 'JavaScript would drop it',
  fix: 'write another name; a variable of that name can stand in a list, as { name: __proto__, value: … }',
};

function offsetOf(node: unknown): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? 0;
}
