import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import { isObject, type JsonObject } from '../input/json';
import { InputError, type Place, type Problem, within } from '../input/problem';
import { quote } from '../input/quote';
import { type Resolved, resolvePlain } from './scalar';
import { isTemplate, TEMPLATE, yamlProblem } from './yaml-errors';

/** Nodes that aliases may add to a document: what an honest file stays far below, and a billion laughs do not. */
const MAX_ALIASED_NODES = 100_000;
const CORE_TAG = 'tag:yaml.org,2002:';
const OWN_LISTS = [`${CORE_TAG}omap`, `${CORE_TAG}pairs`];
const NOT_OF_TAG: Problem = { what: 'a value is not of its tag', fix: 'write no tag' };

/**
 * Turns the nodes of one document into JSON as kubectl does (sigs.k8s.io/yaml over go-yaml v2): YAML 1.1 scalars, anchors
 * and merge keys resolved. The document has to be of the `failsafe` schema, so that its scalars are text still.
 */
export class DocumentReader {
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private aliasDepth = 0;
  private aliasedNodes = 0;
  private nodes = 0;

  public constructor(
    private readonly document: Document,
    private readonly placeAt: (offset: number) => Place,
  ) {}

  /** @throws InputError with the first value that kubectl could not read, or would read otherwise than it is meant. */
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
        this.fail(key, { what: `the key ${quote(name)} is there twice`, fix: twiceFix(name, written) });
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

/** An object begins with `apiVersion` or `kind`; where it has both already, another one begins. */
function twiceFix(name: string, written: ReadonlySet<string>): string {
  const begins = ['apiVersion', 'kind'].includes(name) && written.has('apiVersion') && written.has('kind');
  return begins
    ? 'write a line with --- before it, if another object begins there'
    : 'write one of the two; kubectl would keep only the last';
}
