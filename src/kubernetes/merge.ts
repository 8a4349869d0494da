import { isObject, type JsonObject, objectOf } from '../input/json';

/**
 * An object with another merged into it: mappings key by key, lists of named items (containers, volumes, variables) item by
 * item, everything else replaced. `null` takes a key away.
 */
export function merged(base: JsonObject, changes: JsonObject): JsonObject {
  const result = new Map(Object.entries(base));
  for (const [key, change] of Object.entries(changes)) {
    if (change === null) result.delete(key);
    else result.set(key, mergedValue(result.get(key), change));
  }
  return Object.fromEntries(result);
}

function mergedValue(base: unknown, change: unknown): unknown {
  if (isObject(change)) return merged(objectOf(base), change);
  if (isNamedList(base) && isNamedList(change)) return mergedList(base, change);
  return change;
}

function mergedList(base: readonly JsonObject[], changes: readonly JsonObject[]): JsonObject[] {
  const result = new Map(base.map((item) => [item.name, item]));
  for (const change of changes) result.set(change.name, merged(result.get(change.name) ?? {}, change));
  return [...result.values()];
}

function isNamedList(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every((item) => isObject(item) && typeof item.name === 'string');
}
