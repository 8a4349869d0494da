import { isObject, type JsonObject } from '../input/json';
import { nearest } from '../input/nearest';
import type { FieldPath } from './field-places';
import { type Fields, workloadTypes } from './workload-fields';

/** A field that Kubernetes does not have. */
export interface UnknownField {
  readonly path: FieldPath;
  readonly value: unknown;
  /** The type that has no such field. */
  readonly type: string;
  /** The field that is most likely meant. */
  readonly meant?: string;
  /** The type around that has it. @default - {@link type} */
  readonly around?: string;
  /** The field of the type under which there is one of the same name. */
  readonly under?: string;
}

/** The fields of an object, of a kind that is in the table, that Kubernetes does not have. */
export function unknownFields(object: JsonObject): Generator<UnknownField> {
  return unknownIn(object, [String(object.kind)], []);
}

/** @param types of the value and of what it is in, innermost first */
function* unknownIn(value: unknown, types: readonly string[], path: FieldPath): Generator<UnknownField> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* unknownIn(item, types, [...path, index]);
    return;
  }
  const [type = ''] = types;
  const fields = workloadTypes().get(type);
  if (!fields || !isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const field = fields.get(name);
    if (field?.type) yield* unknownIn(member, [field.type, ...types], [...path, name]);
    else if (!field) yield { path: [...path, name], value: member, type, ...likely(name, fields, types) };
  }
}

/** What may have been meant: the same name close by, or a similar one. */
function likely(name: string, fields: Fields, [, ...outer]: readonly string[]): Partial<UnknownField> {
  const meant = nearest(name, fields.keys());
  if (meant?.toLowerCase() === name.toLowerCase()) return { meant };
  const fieldsOf = (type = '') => workloadTypes().get(type) ?? NO_FIELDS;
  const under = [...fields].find(([, { type }]) => fieldsOf(type).has(name))?.[0];
  if (under !== undefined) return { under };
  const around = outer.find((type) => fieldsOf(type).has(name));
  if (around !== undefined) return { meant: name, around };
  if (meant !== undefined) return { meant };
  const similar = outer.map((type) => ({ meant: nearest(name, fieldsOf(type).keys()), around: type }));
  return similar.find((found) => found.meant !== undefined) ?? {};
}

const NO_FIELDS: Fields = new Map();
