import type { KbsResource, SecretKey } from '../kbs-resource';

/** A Secret to create, and where each resource lies in it. */
export interface ResourceSecret {
  readonly name: string;
  /** Content by key. */
  readonly data: Readonly<Record<string, Uint8Array>>;
}

/** A resource and the Secret that brings it to the upload. */
export interface StoredResource {
  readonly resource: KbsResource;
  readonly secret: SecretKey;
}

/** How resources are spread over Secrets. */
export interface ResourceSecrets {
  /** Those to create. */
  readonly secrets: readonly ResourceSecret[];
  /** All resources in their order, those of existing Secrets too. */
  readonly stored: readonly StoredResource[];
}

/**
 * Bytes of content up to which a Secret is filled. `kubectl apply` keeps a copy of the object, base64 included, in an
 * annotation, and all annotations together hold 262,144 bytes.
 */
export const APPLICABLE_BYTES = 180 * 1024;

/**
 * Spreads resources over as few Secrets as their sizes allow, in their order: `name`, `name-2`, `name-3` …
 *
 * A resource larger than what `kubectl apply` takes gets a Secret of its own.
 */
export function packSecrets(name: string, resources: readonly KbsResource[]): ResourceSecrets {
  const secrets: { name: string; data: Record<string, Uint8Array> }[] = [];
  let room = 0;
  const stored = resources.map((resource): StoredResource => {
    const { content, secret } = resource;
    if (secret !== undefined) return { resource, secret };
    let current = secrets.at(-1);
    if (current === undefined || content.byteLength > room) {
      current = { name: secrets.length === 0 ? name : `${name}-${secrets.length + 1}`, data: {} };
      secrets.push(current);
      room = APPLICABLE_BYTES;
    }
    room -= content.byteLength;
    const key = freeKey(resource.uri.path.replaceAll('/', '.'), current.data);
    current.data[key] = content;
    return { resource, secret: { name: current.name, key } };
  });
  return { secrets, stored };
}

/** `a.b/c/d` and `a/b.c/d` both want the key `a.b.c.d`. */
function freeKey(wanted: string, taken: Readonly<Record<string, unknown>>): string {
  let key = wanted;
  for (let n = 2; Object.hasOwn(taken, key); n++) key = `${wanted}.${n}`;
  return key;
}
