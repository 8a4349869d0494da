import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../input/json';
import type { Problem } from '../input/problem';
import { InputError } from '../input/problem';
import { tomlString } from './toml-text';

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

/**
 * A TOML document of tables, in the order of their keys, each under its own header: what is no table comes first.
 *
 * @param table values are texts, numbers, switches, dates, tables, and lists of them
 */
export function tomlDocument(table: JsonObject): string {
  return sectionsOf(table, [], '').join('\n');
}

/** A header and its lines for the table, if it has any, then the sections of the tables in it. */
function sectionsOf(table: JsonObject, path: readonly string[], header: string): string[] {
  const entries = Object.entries(table).filter(([, value]) => value !== undefined);
  const lines = entries
    .filter(([, value]) => !isTables(value))
    .map(([key, value]) => `${keyText(key)} = ${valueText(value)}\n`);
  const inner = entries
    .filter(([, value]) => isTables(value))
    .flatMap(([key, value]) => innerSections([...path, keyText(key)], value));
  // The header of a table that holds tables only can be left out, but for an entry of a list.
  const needed = lines.length > 0 || inner.length === 0 || header.startsWith('[[');
  return header !== '' && needed ? [header + lines.join(''), ...inner] : [lines.join(''), ...inner].filter(Boolean);
}

function innerSections(path: readonly string[], value: unknown): string[] {
  const name = path.join('.');
  if (!Array.isArray(value)) return sectionsOf(value as JsonObject, path, `[${name}]\n`);
  return value.flatMap((item) => sectionsOf(item as JsonObject, path, `[[${name}]]\n`));
}

function isTables(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every(isTable) : isTable(value);
}

function isTable(value: unknown): value is JsonObject {
  return isObject(value) && !(value instanceof Date);
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return tomlString(value);
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[\n${value.map((item) => `${valueText(item)},\n`).join('')}]`;
  if (value instanceof Date) return value.toISOString();
  if (!isObject(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${keyText(key)} = ${valueText(member)}`)
    .join(', ')} }`;
}

function keyText(key: string): string {
  return BARE_KEY.test(key) ? key : tomlString(key).replaceAll('\n', '\\n');
}

/**
 * What two tables say together; where both say it, they have to agree.
 *
 * @param what the second table is called in a message
 * @throws InputError with every key that has another value in the second one.
 */
export function mergeTables(own: JsonObject, extra: JsonObject, what: string): JsonObject {
  const conflicts: Problem[] = [];
  const merged = merge(own, extra, [], (path) => {
    conflicts.push({
      what: `extra sets ${path.join('.')} in ${what}, which the other options set otherwise`,
      why: 'the guest reads one value',
      fix: 'remove it from extra, or say it there alone',
      rule: 'guest-extra',
    });
  });
  InputError.throwIfAny(conflicts);
  return merged;
}

function merge(
  own: JsonObject,
  extra: JsonObject,
  path: readonly string[],
  conflict: (path: readonly string[]) => void,
): JsonObject {
  const result = new Map(Object.entries(own));
  for (const [key, value] of Object.entries(extra)) {
    const known = result.get(key);
    if (known === undefined) result.set(key, value);
    else if (isTable(known) && isTable(value)) result.set(key, merge(known, value, [...path, key], conflict));
    else if (!isDeepStrictEqual(known, value)) conflict([...path, key]);
  }
  return Object.fromEntries(result);
}
