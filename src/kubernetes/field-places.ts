import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
} from 'yaml';
import { InputError, type Place } from '../input/problem';
import { lineCounterOf } from './line-counter';
import { readPlain } from './plain-reader';
import { withoutStackTraces, yamlTokens } from './yaml-tokens';
import { type Branch, offsetIn } from './yaml-tree';

/** Steps from an object to a field of it: keys and indices. */
export type FieldPath = readonly (string | number)[];

/**
 * Finds the lines of fields in a manifest file. The file is parsed again when a line is first asked for: to keep all that
 * it takes for the few that are would take more memory than the objects themselves.
 */
export class FieldPlaces {
  private readonly lines: LineCounter;
  private offsets: OffsetOf | undefined;

  public constructor(
    private readonly text: string,
    private readonly file: string,
  ) {
    this.lines = lineCounterOf(text);
  }

  /**
   * The place of a field, or of the innermost value around it that the file has. That is the file as a whole where its
   * YAML is refused, as JSON that is longer than any manifest is.
   *
   * @param document index of the document in the file
   * @param path from the document's root
   */
  public placeOf(document: number, path: FieldPath): Place {
    this.offsets ??= plainOffsets(this.text) ?? libraryOffsets(this.text, this.file);
    return this.placeAt(this.offsets(document, path));
  }

  /** The place of a position. */
  public placeAt(offset: number): Place {
    return { file: this.file, line: this.lines.linePos(offset).line };
  }
}

type OffsetOf = (document: number, path: FieldPath) => number;

function plainOffsets(text: string): OffsetOf | undefined {
  const roots: Branch[] = [];
  const isPlain = readPlain(
    text,
    (source) => source,
    (root) => roots.push(root),
  );
  if (!isPlain) return undefined;
  return (document, path) => {
    const root = roots[document];
    return root ? offsetIn(root, path) : 0;
  };
}

function libraryOffsets(text: string, file: string): OffsetOf {
  const documents = documentsOf(yamlTokens(text, file, new LineCounter()));
  return (index, path) => {
    const document = documents[index];
    return document ? offsetOf(document, path) : 0;
  };
}

function documentsOf(tokens: Iterable<CST.Token>): Document[] {
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false });
  try {
    return withoutStackTraces(() => [...composer.compose(tokens)]);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [];
  }
}

/** Position of a field of a document, or of the innermost value around it. */
export function offsetOf(document: Document, path: FieldPath): number {
  let node: unknown = document.contents;
  let offset = rangeOf(node) ?? 0;
  for (const step of path) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node;
    const found = childOf(target, step);
    if (!found) break;
    node = found.value;
    offset = rangeOf(found.at) ?? offset;
  }
  return offset;
}

function childOf(node: unknown, step: string | number): { readonly at: unknown; readonly value: unknown } | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? undefined : { at: item, value: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && key.source === String(step));
  return pair && { at: pair.key, value: pair.value };
}

function rangeOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
