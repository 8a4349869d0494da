import { isNode, Pair, Scalar, YAMLMap } from 'yaml';
import { isObject, type JsonObject } from '../input/json';
import { resolvePlain } from './scalar';

const CORE_TAG = 'tag:yaml.org,2002:';

/** Most texts: none of those below. */
const LETTER_FIRST = /^[A-Za-z][ -~]*$/;
/** Numbers for kubectl, plain text for the YAML library that cdk8s prints with. */
const NUMBER_LOOKALIKE = /[oOXB_]/;
/** First lines of blank characters, or which the library prints so in a list: in a block, kubectl takes them for indentation. */
const BLANK_BLOCK = /^\n*(?: *\t| +\n)|^\n+ /;
/** Halves of characters, which the library prints as an escape that kubectl refuses; Go reads U+FFFD in JSON. */
const HALF = /\p{Surrogate}/gu;
/** Line separators for kubectl and characters that it refuses; the library prints them as they are. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

/**
 * A value for `Yaml.stringify` of cdk8s (yaml 2.x, YAML 1.1) of which kubectl (go-yaml v2) reads back exactly the value:
 * the few strings that the two understand differently become YAML nodes that are printed in quotes, or as `!!binary`.
 *
 * @returns the value itself where it has no such string; nodes in it stay as they are, so that twice is as good as once.
 */
export function kubectlSafe(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value)) return safeItems(value);
  return isObject(value) && !isNode(value) ? safeObject(value) : value;
}

// Nearly all objects stay as they are: nothing is copied before something differs.

function safeItems(items: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const safe = kubectlSafe(items[index]);
    if (safe !== items[index]) copy ??= [...items];
    if (copy) copy[index] = safe;
  }
  return copy ?? items;
}

function safeObject(object: JsonObject): unknown {
  let changes: Map<string, unknown> | undefined;
  let areKeysSafe = true;
  for (const key of Object.keys(object)) {
    const safe = kubectlSafe(object[key]);
    if (safe !== object[key]) {
      changes ??= new Map();
      changes.set(key, safe);
    }
    if (safeKey(key) !== key) areKeysSafe = false;
  }
  if (!changes && areKeysSafe) return object;
  const entries = Object.entries(object).map(([key, value]) => [key, changes?.get(key) ?? value] as const);
  return areKeysSafe ? Object.fromEntries(entries) : mapNode(Object.keys(object).map(safeKey), entries);
}

/** Only a node can have keys that are nodes; its tag is what a copy of the library other than ours knows it by. */
function mapNode(keys: readonly unknown[], entries: readonly (readonly [string, unknown])[]): YAMLMap {
  const map = new YAMLMap();
  map.tag = `${CORE_TAG}map`;
  map.items = entries.map(([, value], index) => new Pair(keys[index], value));
  return map;
}

function safeKey(key: string): unknown {
  // The library prints this key without the quotes that keep it from being a merge key.
  return key === '<<' ? binary(key) : safeText(key);
}

function safeText(original: string): unknown {
  if (LETTER_FIRST.test(original)) return original;
  const text = original.replace(HALF, '\ufffd');
  if (UNPRINTABLE.test(text)) return binary(text);
  const lookalike = NUMBER_LOOKALIKE.test(text) && ['int', 'float'].includes(resolvePlain(text).type);
  return lookalike || (text.includes('\n') && BLANK_BLOCK.test(text)) ? quoted(text) : text;
}

function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

function binary(text: string): Scalar {
  const scalar = new Scalar(Buffer.from(text));
  scalar.tag = `${CORE_TAG}binary`;
  return scalar;
}
