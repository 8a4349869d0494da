import { canonicalJson, isObject } from '../input/json';

/** Paths of the innermost fields in which two values differ, such as `spec.replicas` or `spec.ports[0].port`. */
export function differingFields(old: unknown, now: unknown, path = ''): string[] {
  if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) return [];
  if (isObject(old) && isObject(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => differingFields(old[key], now[key], path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(old) && Array.isArray(now) && old.length === now.length && [...old, ...now].every(isObject)) {
    return now.flatMap((item, index) => differingFields(old[index], item, `${path}[${index}]`));
  }
  return [path];
}
