import {
  constants,
  createCipheriv,
  createDecipheriv,
  type KeyLike,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';

/*
 * The format of a sealed value (sealed-secrets v0.2x, pkg/crypto/crypto.go):
 *
 *     base64( length of R, 2 bytes, big-endian | R | AES-256-GCM(session key, zero nonce, plaintext) and its tag )
 *     R = RSA-OAEP-SHA256(public key, session key, label)
 *
 * The session key is used once, so that the nonce may be zero. The label binds the value to where it may be opened.
 */
const SESSION_KEY_BYTES = 32;
const NONCE = Buffer.alloc(12);
const TAG_BYTES = 16;

/** Where a sealed value may be opened: under one name, in one namespace, or in the whole cluster. */
export type SealScope = 'strict' | 'namespace-wide' | 'cluster-wide';

/** The label of a scope (sealed-secrets, `EncryptionLabel`). */
export function sealLabel(scope: SealScope, namespace: string, name: string): string {
  return { strict: `${namespace}/${name}`, 'namespace-wide': namespace, 'cluster-wide': '' }[scope];
}

/** Seals a value: each time another text. */
export function seal(plaintext: Uint8Array, publicKey: KeyLike, label: string): string {
  const sessionKey = randomBytes(SESSION_KEY_BYTES);
  const wrapped = publicEncrypt({ key: publicKey, ...oaep(label) }, sessionKey);
  const cipher = createCipheriv('aes-256-gcm', sessionKey, NONCE);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  const sealed = [length, wrapped, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64');
}

/** Opens a value, as the controller does. @throws where the key or the label is another, or the value was changed. */
export function unseal(value: string, privateKey: KeyLike, label: string): Buffer {
  const bytes = Buffer.from(value, 'base64');
  const end = 2 + bytes.readUInt16BE(0);
  const sessionKey = privateDecrypt({ key: privateKey, ...oaep(label) }, bytes.subarray(2, end));
  const decipher = createDecipheriv('aes-256-gcm', sessionKey, NONCE);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(end, -TAG_BYTES)), decipher.final()]);
}

function oaep(label: string) {
  const { RSA_PKCS1_OAEP_PADDING: padding } = constants;
  return { padding, oaepHash: 'sha256', oaepLabel: Buffer.from(label) };
}
