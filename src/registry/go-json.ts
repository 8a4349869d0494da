import { isJsonList, isJsonObject, type JsonMember, type JsonMembers, type JsonValue } from './json-document';

/** What a Go program declares, as far as it matters for what it refuses. Names of fields are in lower case. */
export type GoType =
  | 'string'
  | { readonly list: GoType }
  | { readonly map: GoType }
  | { readonly struct: ReadonlyMap<string, GoType> };

/** The type of a struct whose fields with these names are all strings. */
export function structOfStrings(...names: readonly string[]): GoType {
  return { struct: new Map(names.map((name) => [name, 'string'])) };
}

/**
 * Where a value is not of a type, as the names that lead there, so that Go refuses the document; undefined where it is.
 * Null is of every type, and fields that are not declared are of no concern.
 * Source: go1.26, encoding/json/decode.go.
 */
export function findMisfit(value: JsonValue | undefined, type: GoType): readonly string[] | undefined {
  if (value === null || value === undefined) return undefined;
  if (type === 'string') return typeof value === 'string' ? undefined : [];
  if ('list' in type) return isJsonList(value) ? findFirst(value, (item) => findMisfit(item, type.list)) : [];
  if (!isJsonObject(value)) return [];
  return findFirst(value.list, ([name, member]) => {
    const declared = 'map' in type ? type.map : type.struct.get(foldName(name));
    const misfit = declared && findMisfit(member, declared);
    return misfit && [name, ...misfit];
  });
}

/** The string of a field: the last that is not null, under its name in any case. Empty where there is none. */
export function goString(struct: JsonMembers, field: string): string {
  const value = struct.list.findLast(([name, member]) => member !== null && foldName(name) === field)?.[1];
  return typeof value === 'string' ? wellFormed(value) : '';
}

/** The members of a field that is a map: objects of one name are merged, null empties what was there before. */
export function goMap(struct: JsonMembers, field: string): ReadonlyMap<string, JsonValue> {
  const merged = new Map<string, JsonValue>();
  for (const [name, value] of struct.list) {
    if (foldName(name) !== field) continue;
    if (value === null) merged.clear();
    for (const [key, member] of membersOf(value)) merged.set(wellFormed(key), member);
  }
  return merged;
}

/** All members that a field, which is a map, ever had while it was read. */
export function goMapMembers(struct: JsonMembers, field: string): readonly JsonMember[] {
  return struct.list.flatMap(([name, value]) => (foldName(name) === field ? membersOf(value) : []));
}

/** The members of an object; none of anything else. */
function membersOf(value: JsonValue): readonly JsonMember[] {
  return isJsonObject(value) ? value.list : [];
}

/** Go decodes what is no Unicode as U+FFFD. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** A name as Go compares names of fields. Two letters outside of ASCII fold into it: the long s and the Kelvin sign. */
function foldName(name: string): string {
  return name.replaceAll('ſ', 's').toLowerCase();
}

function findFirst<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
