/** A value of a YAML file and where it stands; aliases are resolved and merge keys merged. */
export type Tree =
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Branch> }
  | { readonly kind: 'list'; readonly entries: ReadonlyMap<number, Branch> }
  | Leaf;

/** A value in a mapping or list. */
export interface Branch {
  /** Position of its key, or of itself in a list. */
  readonly offset: number;
  readonly tree: Tree;
}

/** A scalar. */
export interface Leaf {
  readonly kind: 'scalar';
  readonly value: unknown;
  /** Its text, without quotes. */
  readonly source: string;
  /** Whether it stands there without quotes, on one line or several. */
  readonly plain: boolean;
  /** What stands behind the `#` on its line. */
  readonly comment?: string;
}

/** What the steps of a path lead to, as far as there is something. */
export function branchesTo(tree: Tree, path: readonly PropertyKey[]): Branch[] {
  const branches: Branch[] = [];
  let current: Tree = tree;
  for (const step of path) {
    const branch = current.kind === 'scalar' ? undefined : (current.entries as Entries).get(step);
    if (!branch) break;
    branches.push(branch);
    current = branch.tree;
  }
  return branches;
}

type Entries = ReadonlyMap<PropertyKey, Branch>;

/** Position of what a path leads to, or of the innermost value around it. */
export function offsetIn(root: Branch, path: readonly PropertyKey[]): number {
  return (branchesTo(root.tree, path).at(-1) ?? root).offset;
}
