import { isObject, type JsonObject } from '../input/json';
import type { FieldPath } from './field-places';
import { type FieldContent, type Scalar, workloadTypes } from './workload-fields';

/** A value that Kubernetes cannot read into its field. */
export interface WrongType {
  readonly path: FieldPath;
  readonly value: unknown;
  /** What the field takes. */
  readonly expected: 'list' | 'mapping' | Scalar;
}

/** The values of an object, of a kind that is in the table, that are of another type than their fields. */
export function wrongTypes(object: JsonObject): readonly WrongType[] {
  const found: WrongType[] = [];
  collect(object, { type: String(object.kind) }, [], found);
  return found;
}

function collect(value: unknown, content: FieldContent, path: (string | number)[], found: WrongType[]): void {
  // Kubernetes takes null for a field that is not there.
  if (value === null || value === undefined) return;
  const expected = unmet(value, content);
  if (expected !== undefined) {
    found.push({ path: [...path], value, expected });
    return;
  }
  if (Array.isArray(value)) {
    const inner = { scalar: content.scalar, type: content.type };
    for (let index = 0; index < value.length; index++) enter(index, value[index], inner, path, found);
  } else if (isObject(value)) {
    const fields = content.type === undefined ? undefined : workloadTypes().get(content.type);
    for (const name of Object.keys(value)) {
      const inner = fields ? fields.get(name) : { scalar: content.scalar };
      if (inner) enter(name, value[name], inner, path, found);
    }
  }
}

function enter(
  step: string | number,
  member: unknown,
  inner: FieldContent,
  path: (string | number)[],
  found: WrongType[],
): void {
  path.push(step);
  collect(member, inner, path, found);
  path.pop();
}

/** What the field takes, where that is not the value. */
function unmet(value: unknown, { collection, scalar, type }: FieldContent): WrongType['expected'] | undefined {
  if (collection === 'list') return Array.isArray(value) ? undefined : 'list';
  if (collection === 'mapping' || type !== undefined) return isObject(value) ? undefined : 'mapping';
  return scalar === undefined || SCALARS[scalar](value) ? undefined : scalar;
}

const isText = (value: unknown) => typeof value === 'string';

const SCALARS: Readonly<Record<Scalar, (value: unknown) => boolean>> = {
  text: isText,
  'whole number': Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  'text or number': (value) => isText(value) || typeof value === 'number',
};
