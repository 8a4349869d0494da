import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';
import { decodeBech32 } from './bech32';

/*
 * The format of an age file for one X25519 recipient (age-encryption.org/v1; filippo.io/age 1.3):
 *
 *     age-encryption.org/v1
 *     -> X25519 <public key E of a pair that is used once>
 *     <file key F, 16 bytes, in ChaCha20-Poly1305 under HKDF(X25519(E, recipient), E | recipient, LABEL)>
 *     --- <HMAC-SHA256 under HKDF(F, "", "header") of all up to here, the dashes included>
 *     nonce N, 16 bytes | content in ChaCha20-Poly1305 under HKDF(F, N, "payload")
 *
 * Lines are base64 without padding. The content goes in chunks of 64 KiB, whose nonces count them and mark the last one;
 * one chunk is enough for a key. Around it all is PEM, "AGE ENCRYPTED FILE", in lines of 64 characters.
 */
const INTRO = 'age-encryption.org/v1';
const LABEL = 'age-encryption.org/v1/X25519';
const ZERO_NONCE = Buffer.alloc(12);
const ONLY_CHUNK_NONCE = Buffer.from([...Buffer.alloc(11), 1]);
const CHUNK_BYTES = 64 * 1024;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const ARMOR = ['-----BEGIN AGE ENCRYPTED FILE-----', '-----END AGE ENCRYPTED FILE-----'] as const;

/** For whom a file is encrypted. */
export interface AgeRecipient {
  /** As age writes it: `age1…`. */
  readonly text: string;
  readonly publicKey: KeyObject;
}

/**
 * Reads a public key of age.
 *
 * @throws InputError for another text, which shows no private key.
 */
export function parseAgeRecipient(text: string): AgeRecipient {
  const decoded = text.startsWith('age1') ? decodeBech32(text) : undefined;
  if (decoded?.prefix !== 'age' || decoded.bytes.length !== KEY_BYTES) throw notRecipient(text);
  const publicKey = publicKeyOf(decoded.bytes);
  if (!isUsable(publicKey)) throw notRecipient(text);
  return { text, publicKey };
}

/** Encrypts at most 64 KiB, each time to another text. */
export function ageEncrypt(content: Uint8Array, { publicKey }: AgeRecipient): string {
  if (content.length > CHUNK_BYTES) throw new RangeError('more than one chunk');
  const [fileKey, nonce] = [randomBytes(16), randomBytes(16)];
  const once = generateKeyPairSync('x25519');
  const wrapping = wrappingKey(once.privateKey, publicKey, once.publicKey, publicKey);
  const stanza = `-> X25519 ${base64(rawKey(once.publicKey))}\n${base64(chacha(wrapping, ZERO_NONCE, fileKey))}`;
  const header = `${INTRO}\n${stanza}\n---`;
  const payload = chacha(derive(fileKey, nonce, 'payload'), ONLY_CHUNK_NONCE, content);
  return armored(Buffer.concat([Buffer.from(`${header} ${headerMac(fileKey, header)}\n`), nonce, payload]));
}

/** Decrypts what {@link ageEncrypt} made. @throws where the key is another, or the text was changed. */
export function ageDecrypt(text: string, privateKey: KeyObject): Buffer {
  const file = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64');
  const payloadAt = file.indexOf('\n', file.indexOf('\n---') + 1) + 1;
  const [, stanza = '', wrapped = '', footer] = file.subarray(0, payloadAt).toString().split('\n');
  const once = publicKeyOf(Buffer.from(stanza.split(' ')[2] ?? '', 'base64'));
  const wrapping = wrappingKey(privateKey, once, once, createPublicKey(privateKey));
  const fileKey = unchacha(wrapping, ZERO_NONCE, Buffer.from(wrapped, 'base64'));
  const header = `${INTRO}\n${stanza}\n${wrapped}\n---`;
  if (footer !== `--- ${headerMac(fileKey, header)}`) throw new Error('the header was changed');
  const [nonce, payload] = [file.subarray(payloadAt, payloadAt + 16), file.subarray(payloadAt + 16)];
  return unchacha(derive(fileKey, nonce, 'payload'), ONLY_CHUNK_NONCE, payload);
}

/** The 32 bytes of an X25519 public key. */
export function rawKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function publicKeyOf(bytes: Buffer): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: bytes.toString('base64url') }, format: 'jwk' });
}

/** No secret comes of a point of low order, which is nobody's key. */
function isUsable(publicKey: KeyObject): boolean {
  try {
    return diffieHellman({ privateKey: generateKeyPairSync('x25519').privateKey, publicKey }).length === KEY_BYTES;
  } catch {
    return false;
  }
}

function wrappingKey(privateKey: KeyObject, publicKey: KeyObject, once: KeyObject, recipient: KeyObject): Buffer {
  const salt = Buffer.concat([rawKey(once), rawKey(recipient)]);
  return derive(diffieHellman({ privateKey, publicKey }), salt, LABEL);
}

function derive(key: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, KEY_BYTES));
}

function headerMac(fileKey: Uint8Array, header: string): string {
  const key = derive(fileKey, Buffer.alloc(0), 'header');
  return base64(createHmac('sha256', key).update(header).digest());
}

function chacha(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function unchacha(key: Uint8Array, nonce: Uint8Array, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
}

function armored(file: Buffer): string {
  const lines = file.toString('base64').match(/.{1,64}/g) ?? [];
  return [ARMOR[0], ...lines, ARMOR[1], ''].join('\n');
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** What SOPS and age take besides, and is no secret; and the fingerprint of a PGP key. */
const OTHER_KEYS = /^(?:age1.*1|ssh-|arn:|https:|projects\/)/;
const FINGERPRINT = /^(?:[0-9A-F]{4}\s*){4,16}$/i;

/** Shows only what cannot be a private key. */
function notRecipient(text: string): InputError {
  const rule = 'age-recipient';
  if (/AGE-(?:SECRET-KEY|PLUGIN)|PRIVATE KEY/i.test(text)) {
    return new InputError({
      rule,
      what: 'this is a private key of age, which is not shown here',
      why: 'whoever reads this file could decrypt everything',
      fix: 'write its public key, which age-keygen -y prints, and make a new pair if this file was in Git',
    });
  }
  const isOther = OTHER_KEYS.test(text);
  return new InputError({
    rule,
    what: `${isOther || text.startsWith('age1') ? quote(text) : 'the text'} is not a public key of age`,
    why:
      isOther || FINGERPRINT.test(text)
        ? 'of all that SOPS takes, keys of age that begin with age1 and have no plugin are supported here'
        : 'its prefix, its length or its checksum is wrong',
    fix: 'write the key as age-keygen -y prints it',
  });
}
