import { canonicalJson, type JsonObject } from '../input/json';
import { shortHash } from '../input/short-hash';

/**
 * An object under a name that changes exactly when the object does: what `kubectl apply` cannot change becomes a new object.
 * It is a plain hash of what is committed anyway.
 */
export function withFingerprintedName(object: JsonObject): JsonObject {
  const { name, ...metadata } = object.metadata as JsonObject;
  return { ...object, metadata: { name: `${String(name)}-${shortHash(canonicalJson(object))}`, ...metadata } };
}
