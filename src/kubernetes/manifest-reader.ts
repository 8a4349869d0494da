import { Composer, type CST, type Document, isMap, isNode, isSeq, LineCounter, type Node } from 'yaml';
import { isObject, objectOf } from '../input/json';
import { InputError, type Place, within } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { quote } from '../input/quote';
import { DocumentReader } from './document-reader';
import { type FieldPath, FieldPlaces } from './field-places';
import { type Difference, differencesInText, differencesInTokens } from './go-yaml-differences';
import type { LocatedObject } from './located-object';
import { yamlMistake } from './yaml-errors';
import { withoutStackTraces, yamlTokens } from './yaml-tokens';

/** What nobody reads to the end. */
const MOST_PROBLEMS = 100;

/**
 * Reads a manifest file as kubectl does (sigs.k8s.io/yaml): YAML 1.1 scalars, anchors and merge keys resolved, empty
 * documents dropped, lists flattened into their items. Other than kubectl it refuses duplicate keys, of which kubectl
 * silently keeps the last.
 *
 * @param text content of the file
 * @param file its name, for error messages
 * @throws InputError with all problems, each with file and line. File content is quoted no further than a key.
 */
export function readManifest(text: string, file: string): LocatedObject[] {
  try {
    return readDocuments(text, file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({ places: [{ file }], what: 'nested too deeply', why: 'kubectl cannot read it' });
  }
}

function readDocuments(text: string, file: string): LocatedObject[] {
  const lines = lineCounterOf(text);
  const problems = new ProblemCollector();
  const objects: LocatedObject[] = [];
  const placeAt = (offset: number) => ({ file, line: lines.linePos(offset).line });
  const places = new FieldPlaces(text, file);
  for (const { document, index, difference } of parse(text, file)) {
    if (problems.problems.length >= MOST_PROBLEMS) break;
    const [error] = document.errors;
    const mistake = error ? yamlMistake(error, document, text) : difference;
    if (mistake) {
      const problem = { why: 'kubectl cannot read it', ...mistake.problem };
      problems.problems.push(within(placeAt(mistake.offset), problem));
    } else {
      const source = { placeAt, placeOf: (path: FieldPath) => places.placeOf(index, path) };
      objects.push(
        ...(problems.collect(() => objectsOf(new DocumentReader(document, placeAt).read(), document, source)) ?? []),
      );
    }
  }
  problems.throwIfAny();
  return objects;
}

function lineCounterOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1);
  return lines;
}

interface Parsed {
  readonly document: Document.Parsed;
  readonly index: number;
  /** The first in the document. */
  readonly difference?: Difference;
}

/** Parses one document after the other: the nodes of all take many times the memory of the objects. */
function* parse(text: string, file: string): Iterable<Parsed> {
  // kubectl reads JSON as JSON.
  const differences = isJson(text) ? undefined : new DifferenceQueue(text);
  // Scalars stay text here, as kubectl's rules for them are neither of those that the library knows.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false });
  const documents = composer.compose(tokensOf(text, file, differences));
  const next = () => withoutStackTraces(() => documents.next().value ?? undefined);
  let document = next();
  for (let index = 0; document; index++) {
    const following = next();
    // Behind the last document stands nothing else.
    const end = following ? document.range[2] : Number.POSITIVE_INFINITY;
    yield { document, index, difference: differences?.firstBefore(end) };
    document = following;
  }
}

function* tokensOf(text: string, file: string, differences: DifferenceQueue | undefined): Iterable<CST.Token> {
  // kubectl reads a last line without a line break as one with it.
  for (const token of yamlTokens(text.endsWith('\n') ? text : `${text}\n`, file, new LineCounter())) {
    differences?.add(token);
    yield token;
  }
}

/** The differences of a file as far as its tokens are read, in the order of the text. */
class DifferenceQueue {
  private readonly inText: readonly Difference[];
  private inTokens: Difference[] = [];
  private next = 0;

  public constructor(private readonly text: string) {
    this.inText = differencesInText(text).sort(byOffset);
  }

  public add(token: CST.Token): void {
    for (const difference of differencesInTokens(this.text, [token])) this.inTokens.push(difference);
  }

  /** Takes all before an offset, and returns the first of them. */
  public firstBefore(end: number): Difference | undefined {
    const isBefore = ({ offset }: Difference) => offset < end;
    const found = [...this.inText.slice(this.next, this.next + 1), ...this.inTokens].filter(isBefore).sort(byOffset);
    this.inTokens = this.inTokens.filter((difference) => !isBefore(difference));
    while ((this.inText[this.next]?.offset ?? Number.POSITIVE_INFINITY) < end) this.next++;
    return found[0];
  }
}

function byOffset(a: Difference, b: Difference): number {
  return a.offset - b.offset;
}

function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Knows the lines of one document. */
interface Source {
  placeAt(offset: number): Place;
  placeOf(path: FieldPath): Place;
}

function objectsOf(value: unknown, document: Document, source: Source): LocatedObject[] {
  if (value === null) return [];
  return flatten(value, document.contents ?? undefined, source, []);
}

/** The object, or the items of a `kind: List` (or `PodList`, …), with their own lines where they are known. */
function flatten(value: unknown, node: Node | undefined, source: Source, path: FieldPath): LocatedObject[] {
  const place = source.placeAt(node?.range?.[0] ?? 0);
  if (!isObject(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') {
    throw new InputError({
      rule: 'not-kubernetes',
      places: [place],
      what: 'not a Kubernetes object',
      why: 'kubectl needs apiVersion and kind',
      fix: 'write only Kubernetes objects in this file',
    });
  }
  const placeOf = (field: FieldPath) => source.placeOf([...path, ...field]);
  checkMetadata(value.metadata, placeOf);
  const { items } = value;
  if (!value.kind.endsWith('List') || !Array.isArray(items)) return [{ object: value, place, placeOf }];
  const list = isMap(node) ? node.get('items', true) : undefined;
  return items.flatMap((item, index) => {
    const child = isSeq(list) ? list.items[index] : undefined;
    return flatten(item, isNode(child) ? child : node, source, [...path, 'items', index]);
  });
}

/** @throws InputError for names, labels and annotations that are no texts: kubectl would not read the file at all. */
function checkMetadata(metadata: unknown, placeOf: (path: FieldPath) => Place): void {
  if (!isObject(metadata)) return;
  const { name, generateName, namespace, labels, annotations } = metadata;
  const groups = { '': { name, generateName, namespace }, labels, annotations };
  const wrong = Object.entries(groups).flatMap(([group, texts]) =>
    Object.entries(objectOf(texts))
      .filter(([, text]) => text !== undefined && text !== null && typeof text !== 'string')
      .map(([key]) => [...(group ? [group] : []), key]),
  );
  InputError.throwIfAny(
    wrong.slice(0, MOST_PROBLEMS).map((path) => ({
      rule: 'metadata-text',
      places: [placeOf(['metadata', ...path])],
      what: `${quote(path.at(-1) ?? '')} in the metadata is no text for kubectl (YAML 1.1)`,
      why: 'kubectl reads names, labels and annotations as texts only',
      fix: 'write its value in quotes',
    })),
  );
}
