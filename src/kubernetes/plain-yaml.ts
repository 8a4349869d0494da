import { stringify } from 'yaml';

/** How `Yaml.stringify` of cdk8s (2.70) calls the library. */
const OPTIONS = { keepUndefined: true, lineWidth: 0, version: '1.1' } as const;

/** Keys and texts that need no quotes in YAML 1.1, whatever stands around them, but for those below. */
const PLAIN_KEY = /^[A-Za-z_][\w./-]{0,127}$/;
const PLAIN_WORDS = /^[A-Za-z_/][\w./:@=+-]*(?<!:)(?: [\w./:@=+-]+(?<!:))*$/;
/** The library takes an exponent without digits before it for a number. */
const KEYWORD = /^(?:y|yes|n|no|on|off|true|false|null|e[+-]?\d+)$/i;
/** Several lines, and what would be a line of its own at the top of a document. */
const LIBRARY_ONLY = /^$|[\r\n]|^(?:---|\.\.\.)/;

/**
 * The YAML of a value, byte for byte what `Yaml.stringify` of cdk8s prints, in a fifth of the time. It prints most of our
 * objects, of which all but a few are made of short texts.
 *
 * @returns undefined where the value holds something that only the library prints: texts of several lines, YAML nodes,
 * objects that stand there twice, unusual keys.
 */
export function plainYaml(value: unknown): string | undefined {
  try {
    return new Printer().document(value);
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

const NOT_PLAIN = Symbol('not plain');

class Printer {
  private readonly seen = new Set<unknown>();
  private readonly lines: string[] = [];

  public document(value: unknown): string {
    if (isCollection(value) && !isEmpty(value)) this.block(value, '', '');
    else this.lines.push(`${this.inline(value)}\n`);
    return this.lines.join('');
  }

  /**
   * The lines of a collection that has members.
   *
   * @param first what the first line begins with: in a list, a dash is part of it
   */
  private block(value: object, indent: string, first: string): void {
    // The library makes an alias of it.
    if (this.seen.has(value)) throw NOT_PLAIN;
    this.seen.add(value);
    if (Array.isArray(value)) this.items(value, indent, first);
    else this.pairs(value as Record<string, unknown>, indent, first);
  }

  private items(items: readonly unknown[], indent: string, first: string): void {
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      const start = `${index === 0 ? first : indent}- `;
      if (isCollection(item) && !isEmpty(item)) this.block(item, `${indent}  `, start);
      else this.lines.push(`${start}${this.inline(item)}\n`);
    }
  }

  private pairs(object: Readonly<Record<string, unknown>>, indent: string, first: string): void {
    let start = first;
    for (const key of Object.keys(object)) {
      if (!PLAIN_KEY.test(key) || KEYWORD.test(key)) throw NOT_PLAIN;
      const value = object[key];
      if (isCollection(value) && !isEmpty(value)) {
        this.lines.push(`${start}${key}:\n`);
        this.block(value, `${indent}  `, `${indent}  `);
      } else this.lines.push(`${start}${key}: ${this.inline(value)}\n`);
      start = indent;
    }
  }

  /** What fits on the line of its key. */
  private inline(value: unknown): string {
    if (typeof value === 'string') return inlineText(value);
    if (typeof value === 'boolean' || value === null || Number.isSafeInteger(value)) {
      if (Object.is(value, -0)) throw NOT_PLAIN;
      return String(value);
    }
    if (!isCollection(value) || this.seen.has(value)) throw NOT_PLAIN;
    this.seen.add(value);
    return Array.isArray(value) ? '[]' : '{}';
  }
}

function inlineText(text: string): string {
  if (PLAIN_WORDS.test(text) && !KEYWORD.test(text)) return text;
  if (LIBRARY_ONLY.test(text)) throw NOT_PLAIN;
  return stringify(text, OPTIONS).slice(0, -1);
}

function isCollection(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) throw NOT_PLAIN;
  return true;
}

function isEmpty(value: object): boolean {
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}
