import { isObject, type JsonObject, objectOf } from '../input/json';
import type { FieldPath } from './field-places';

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

/** Where the changes say what stands at a path of the {@link merged} object; undefined where the base says it. */
export function pathInChanges(changes: unknown, result: unknown, [step, ...rest]: FieldPath): FieldPath | undefined {
  if (step === undefined) return [];
  if (typeof changes !== 'object' || changes === null) return undefined;
  const item = (result as Record<string | number, unknown>)[step];
  const { name } = objectOf(item);
  const own = isNamedList(changes) ? changes.findIndex((one) => one.name === name) : step;
  if (!Object.hasOwn(changes, own)) return undefined;
  const further = pathInChanges((changes as Record<string | number, unknown>)[own], item, rest);
  return further && [own, ...further];
}
