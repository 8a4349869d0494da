import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../input/json';

/** Hexadecimal digits; the schema of `coco.yaml` leaves room for them in the name. */
const DIGITS = 10;

/**
 * An object under a name that changes exactly when the object does: what `kubectl apply` cannot change becomes a new object.
 * It is a plain hash of what is committed anyway.
 */
export function withFingerprintedName(object: JsonObject): JsonObject {
  const { name, ...metadata } = object.metadata as JsonObject;
  const suffix = createHash('sha256').update(canonicalJson(object)).digest('hex').slice(0, DIGITS);
  return { ...object, metadata: { name: `${String(name)}-${suffix}`, ...metadata } };
}
