import type { Problem } from '../input/problem';
import type { ResourceUri } from './resource-uri';

/** Bytes of a key of AES-256, which images are encrypted with (image-rs, confidential-data-hub). */
const KEY_LENGTH = 32;
/** The type under which the documentation of CoCo keeps the keys of images. */
const KEY_TYPE = /^image[-_]?keys?$/i;

/** Warns of a resource that is the key of an image by its path, and is none by its length. The content is not shown. */
export function imageKeyWarnings({ path }: ResourceUri, content: Uint8Array): Problem[] {
  const [, type = ''] = path.split('/');
  if (!KEY_TYPE.test(type) || content.length === KEY_LENGTH) return [];
  return [
    {
      rule: 'key-length',
      what: `the key ${path} has ${content.length} bytes, not ${KEY_LENGTH}`,
      why: 'the guest decrypts no image with it',
      fix: `write ${KEY_LENGTH} random bytes as they are, without base64 and without a line break`,
    },
  ];
}
