import { isObject } from '../input/json';
import type { FieldPath } from '../kubernetes/field-places';
import { nameOf, namespaceOf } from '../kubernetes/identity';
import type { LocatedObject } from './located-object';

/** A Secret of the set. */
export interface SecretView {
  readonly located: LocatedObject;
  readonly name: string;
  readonly namespace: string;
  readonly type?: string;
  /** Whether SOPS encrypted it, so that the values are not known. */
  readonly isEncrypted: boolean;
  /** Values by key, decoded; undefined where the value is not base64. */
  readonly data: ReadonlyMap<string, Buffer | undefined>;
  /** Where each value stands. */
  readonly fields: ReadonlyMap<string, FieldPath>;
}

/** Reads a Secret. */
export function secretView(located: LocatedObject): SecretView {
  const { object } = located;
  const data = new Map<string, Buffer | undefined>();
  const fields = new Map<string, FieldPath>();
  for (const [key, value] of Object.entries(isObject(object.data) ? object.data : {})) {
    data.set(key, decode(value));
    fields.set(key, ['data', key]);
  }
  for (const [key, value] of Object.entries(isObject(object.stringData) ? object.stringData : {})) {
    data.set(key, typeof value === 'string' ? Buffer.from(value) : undefined);
    fields.set(key, ['stringData', key]);
  }
  const type = typeof object.type === 'string' ? object.type : undefined;
  return {
    located,
    name: nameOf(object),
    namespace: namespaceOf(object),
    type,
    isEncrypted: object.sops !== undefined,
    data,
    fields,
  };
}

function decode(value: unknown): Buffer | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === value.replace(/[\s=]+/g, '') ? bytes : undefined;
}
