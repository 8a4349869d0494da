import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type Scalar,
} from 'yaml';
import { isObject, type JsonObject } from '../input/json';
import { InputError, type Place, type Problem, within } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { quote } from '../input/quote';
import { type FieldPath, FieldPlaces } from './field-places';
import { type Difference, differencesInText, differencesInTokens } from './go-yaml-differences';
import { type Resolved, resolvePlain } from './scalar';
import { isTemplate, TEMPLATE, yamlMistake, yamlProblem } from './yaml-errors';
import { withoutStackTraces, yamlTokens } from './yaml-tokens';

/** Nodes that aliases may add to a document: what an honest file stays far below, and a billion laughs do not. */
const MAX_ALIASED_NODES = 100_000;
/** What nobody reads to the end. */
const MOST_PROBLEMS = 100;
const CORE_TAG = 'tag:yaml.org,2002:';
const OWN_LISTS = [`${CORE_TAG}omap`, `${CORE_TAG}pairs`];
const NOT_OF_TAG: Problem = { what: 'a value is not of its tag', fix: 'write no tag' };

/** An object of a manifest file. */
export interface ManifestObject {
  readonly object: JsonObject;
  /** The line where it begins. */
  readonly place: Place;
  /** The line of one of its fields, or of the innermost value around it that the file has. */
  placeOf(path: FieldPath): Place;
}

/**
 * Reads a manifest file as kubectl does (sigs.k8s.io/yaml): YAML 1.1 scalars, anchors and merge keys resolved, empty
 * documents dropped, lists flattened into their items. Other than kubectl it refuses duplicate keys, of which kubectl
 * silently keeps the last.
 *
 * @param text content of the file
 * @param file its name, for error messages
 * @throws InputError with all problems, each with file and line. File content is quoted no further than a key.
 */
export function readManifest(text: string, file: string): ManifestObject[] {
  try {
    return readDocuments(text, file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError({ places: [{ file }], what: 'nested too deeply', why: 'kubectl cannot read it' });
  }
}

function readDocuments(text: string, file: string): ManifestObject[] {
  const lines = lineCounterOf(text);
  const problems = new ProblemCollector();
  const objects: ManifestObject[] = [];
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
        ...(problems.collect(() => objectsOf(new Reader(document, placeAt).read(), document, source)) ?? []),
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

function objectsOf(value: unknown, document: Document, source: Source): ManifestObject[] {
  if (value === null) return [];
  return flatten(value, document.contents ?? undefined, source, []);
}

/** The object, or the items of a `kind: List` (or `PodList`, …), with their own lines where they are known. */
function flatten(value: unknown, node: Node | undefined, source: Source, path: FieldPath): ManifestObject[] {
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
    Object.entries(isObject(texts) ? texts : {})
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

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

/** Turns the nodes of one document into JSON. */
class Reader {
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private aliasDepth = 0;
  private aliasedNodes = 0;
  private nodes = 0;

  public constructor(
    private readonly document: Document,
    private readonly placeAt: (offset: number) => Place,
  ) {}

  public read(): unknown {
    return this.node(this.document.contents);
  }

  private node(node: unknown): unknown {
    if (!isNode(node)) return null;
    if (isAlias(node)) return this.alias(node.source, node);
    if (node.anchor) this.anchors.set(node.anchor, node);
    this.nodes++;
    if (this.aliasDepth > 0) this.aliasedNodes++;
    if (this.aliasedNodes > MAX_ALIASED_NODES || (this.nodes > 1000 && this.aliasedNodes / this.nodes > 0.98)) {
      const what = `aliases expand to more than ${MAX_ALIASED_NODES} values, or make up nearly all of the document`;
      this.fail(node, { what, fix: 'write fewer nested aliases' });
    }
    if (isScalar(node)) return this.scalar(node);
    // The library makes something else of the items.
    if (isSeq(node) && OWN_LISTS.includes(node.tag ?? '')) this.fail(node, NOT_OF_TAG);
    this.open.add(node);
    const value = isMap(node) ? this.map(node.items) : isSeq(node) ? node.items.map((item) => this.node(item)) : null;
    this.open.delete(node);
    return value;
  }

  private alias(name: string, node: Node): unknown {
    const target = this.anchors.get(name);
    if (!target) return this.fail(node, yamlProblem('BAD_ALIAS'));
    if (this.open.has(target)) {
      return this.fail(node, { what: 'an anchor contains itself', fix: 'write no alias to it inside it' });
    }
    this.aliasDepth++;
    const value = this.node(target);
    this.aliasDepth--;
    return value;
  }

  private map(pairs: readonly Pair[]): JsonObject {
    const entries = new Map<string, unknown>();
    const written = new Set<string>();
    for (const { key, value } of pairs) {
      if (isMergeKey(key)) {
        this.merge(value, entries);
        continue;
      }
      const name = this.key(key);
      if (written.has(name)) {
        const fix = 'write one of the two; kubectl would keep only the last';
        this.fail(key, { what: `the key ${quote(name)} is there twice`, fix });
      }
      written.add(name);
      entries.set(name, this.node(value));
    }
    return Object.fromEntries(entries);
  }

  /** As go-yaml v2 does it: merged keys replace those before them, and of several maps the first counts. */
  private merge(value: unknown, entries: Map<string, unknown>): void {
    // An alias in the list may name the list itself.
    if (isSeq(value) && value.anchor) this.anchors.set(value.anchor, value);
    for (const node of isSeq(value) ? [...value.items].reverse() : [value]) {
      const merged =
        isMap(node) || (isAlias(node) && isMap(this.anchors.get(node.source))) ? this.node(node) : undefined;
      if (!isObject(merged)) {
        const what = 'a merge key (<<) does not have a map';
        this.fail(value, { what, fix: 'write an alias of a map, or a list of them' });
      }
      for (const [name, child] of Object.entries(merged)) entries.set(name, child);
    }
  }

  private key(key: unknown): string {
    if (isTemplate(key)) return this.fail(key, TEMPLATE);
    const value = this.node(key);
    if (typeof value === 'string') return value;
    const plain = typeof value === 'boolean' || typeof value === 'bigint' || this.isPlainNumber(value, key);
    return plain ? String(value) : this.fail(key, { what: 'a key is not text', fix: 'write the key in quotes' });
  }

  /** Of what is no integer, kubectl makes a key with the digits of a 32-bit float. */
  private isPlainNumber(value: unknown, key: unknown): boolean {
    if (typeof value !== 'number') return false;
    const text = isScalar(key) ? (key.source ?? '') : '';
    return resolvePlain(text).type === 'int' ? Number.isSafeInteger(value) : /^[0-9]{1,4}\.[0-9]{0,2}$/.test(text);
  }

  private scalar(node: Scalar): unknown {
    // Not the value, which is bytes for the one tag that the library resolves even so, !!binary.
    const text = node.source ?? '';
    const { tag } = node;
    if (!tag) return node.type === 'PLAIN' ? this.finite(node, resolvePlain(text)) : text;
    if (!tag.startsWith(CORE_TAG)) return text;
    const type = tag.slice(CORE_TAG.length);
    if (type === 'binary') return this.binary(node, text);
    if (type === 'str' || (type === 'timestamp' && isDate(text))) return text;
    const resolved = resolvePlain(text);
    const fits = resolved.type === type || (type === 'float' && resolved.type === 'int' && isInt64(resolved.value));
    if (fits && type === 'float') return this.finite(node, { type, value: Number(resolved.value) });
    return fits ? this.finite(node, resolved) : this.fail(node, NOT_OF_TAG);
  }

  private finite(node: Node, { value }: Resolved): unknown {
    const infinite = typeof value === 'number' && !Number.isFinite(value);
    if (!infinite) return value;
    return this.fail(node, { what: `${value} is no number in JSON`, fix: 'write a finite number, or text in quotes' });
  }

  private binary(node: Node, text: string): string {
    const base64 = text.replace(/[\r\n]/g, '');
    try {
      if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) throw new TypeError();
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
    } catch {
      return this.fail(node, { what: 'a !!binary value is not base64 of text', fix: 'write the text itself' });
    }
  }

  private fail(node: unknown, problem: Problem): never {
    const place = this.placeAt(isNode(node) ? (node.range?.[0] ?? 0) : 0);
    throw new InputError(within(place, { why: 'kubectl cannot read it as it was meant', ...problem }));
  }
}

/** As go-yaml v2 knows it: plain, or with the tag that kyaml writes; the library gives a key with the tag no value. */
function isMergeKey(key: unknown): boolean {
  if (!isScalar(key) || key.source !== '<<') return false;
  const { tag, type } = key;
  return tag === `${CORE_TAG}merge` || tag === '!' || (!tag && type === 'PLAIN');
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isInt64(value: unknown): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}
