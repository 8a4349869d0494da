/**
 * An object from JSON or YAML, whose values nobody has checked yet: null, boolean, number, string, list, object, and
 * bigint for an integer that a number cannot hold exactly.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object, neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const EMPTY: JsonObject = Object.freeze({});

/** The value where it is an object, else an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : EMPTY;
}

/** The entries of a list that are objects; an empty list where the value is none. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A copy without the members that are undefined. */
export function defined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** A copy with its own keys in order; the objects in it stay as they are. */
export function sortKeys(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((key) => [key, object[key]]),
  );
}

/** A copy with the keys of all objects in order, so that it prints the same whatever order they came in. */
export function withSortedKeys<T>(value: T): T;
export function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, withSortedKeys(value[key])]));
}

/** JSON that is equal for equal values: keys sorted, undefined members left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(withSortedKeys(value));
}
