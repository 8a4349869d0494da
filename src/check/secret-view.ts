import { objectOf } from '../input/json';
import type { FieldPath } from '../kubernetes/field-places';
import { nameOf, namespaceOf } from '../kubernetes/identity';
import type { LocatedObject } from '../kubernetes/located-object';
import { secretData } from '../kubernetes/secret-data';

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
  const fields = new Map(
    ['data', 'stringData'].flatMap((field) => keysIn(object[field]).map((key) => [key, [field, key]] as const)),
  );
  const type = typeof object.type === 'string' ? object.type : undefined;
  return {
    located,
    name: nameOf(object),
    namespace: namespaceOf(object),
    type,
    isEncrypted: object.sops !== undefined,
    data: secretData(object),
    fields,
  };
}

function keysIn(value: unknown): string[] {
  return Object.keys(objectOf(value));
}
