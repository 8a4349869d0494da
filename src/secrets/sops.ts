import { createCipheriv, createDecipheriv, createHash, type KeyObject, randomBytes } from 'node:crypto';
import { type AgeRecipient, ageDecrypt, ageEncrypt } from './age';

/*
 * The format of a Secret that SOPS encrypted (getsops/sops 3.13: sops.go, aes/cipher.go, stores/stores.go):
 *
 *     data:
 *       <key>: ENC[AES256_GCM,data:<base64>,iv:<base64, 32 bytes>,tag:<base64, 16 bytes>,type:str]
 *     sops:
 *       age:
 *         - recipient: age1…
 *           enc: <the data key K, 32 bytes, in an age file of its own>
 *       encrypted_regex: ^(data|stringData)$
 *       lastmodified: "2026-01-02T03:04:05Z"
 *       mac: ENC[…] of the MAC
 *       mac_only_encrypted: true
 *       version: <of SOPS>
 *
 * Each text is in AES-256-GCM under K; what is authenticated with it is its path, `data:<key>:`. An empty text stays
 * empty. The MAC is SHA-512 in capital hexadecimal over MAC_START and the texts in the order of the file, and is
 * authenticated with `lastmodified`. Without `mac_only_encrypted` it would cover the names and labels as well, and
 * every new label would need the passwords.
 */
const MAC_START = createHash('sha256').update('sops').digest();
const ENCRYPTED_REGEX = '^(data|stringData)$';
/** Of the format; what is used here is in every SOPS since 3.9. */
const VERSION = '3.13.3';
const KEY_BYTES = 32;
const NONCE_BYTES = 32;
const ENCRYPTED = /^ENC\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:str\]$/;

/** What SOPS adds to a Secret. */
export interface SopsMetadata {
  readonly age: readonly { readonly recipient: string; readonly enc: string }[];
  readonly encrypted_regex: string;
  readonly lastmodified: string;
  readonly mac: string;
  readonly mac_only_encrypted: true;
  readonly version: string;
}

/** The part of a Secret that encryption changes. */
export interface SopsSecret {
  readonly data: Readonly<Record<string, string>>;
  readonly sops: SopsMetadata;
}

/**
 * Encrypts the `data` of a Secret, each time to other texts.
 *
 * @param data base64 by key, in the order in which it is printed
 */
export function sopsEncrypt(data: Readonly<Record<string, string>>, recipients: readonly AgeRecipient[]): SopsSecret {
  const key = randomBytes(KEY_BYTES);
  const lastmodified = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const encrypted = Object.entries(data).map(([name, text]) => [name, encrypt(text, key, `data:${name}:`)]);
  const age = recipients.map((recipient) => ({ recipient: recipient.text, enc: ageEncrypt(key, recipient) }));
  const mac = encrypt(macOf(Object.values(data)), key, lastmodified);
  return {
    data: Object.fromEntries(encrypted),
    sops: { age, encrypted_regex: ENCRYPTED_REGEX, lastmodified, mac, mac_only_encrypted: true, version: VERSION },
  };
}

/** Decrypts a Secret, as SOPS does. @throws where the key is another, or something was changed. */
export function sopsDecrypt({ data, sops }: SopsSecret, privateKey: KeyObject): Record<string, string> {
  const key = dataKey(sops, privateKey);
  const decrypted = Object.entries(data).map(([name, text]) => [name, decrypt(text, key, `data:${name}:`)] as const);
  const mac = macOf(decrypted.map(([, text]) => text));
  if (decrypt(sops.mac, key, sops.lastmodified) !== mac) throw new Error('the MAC is another');
  return Object.fromEntries(decrypted);
}

function dataKey({ age }: SopsMetadata, privateKey: KeyObject): Buffer {
  for (const { enc } of age) {
    try {
      return ageDecrypt(enc, privateKey);
    } catch {
      // It is for somebody else.
    }
  }
  throw new Error('the key is none of a recipient');
}

function macOf(texts: readonly string[]): string {
  const hash = texts.reduce((sum, text) => sum.update(text), createHash('sha512').update(MAC_START));
  return hash.digest('hex').toUpperCase();
}

function encrypt(text: string, key: Uint8Array, authenticated: string): string {
  if (text === '') return '';
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(authenticated));
  const [data, iv, tag] = [Buffer.concat([cipher.update(text), cipher.final()]), nonce, cipher.getAuthTag()];
  const [a, b, c] = [data, iv, tag].map((bytes) => bytes.toString('base64'));
  return `ENC[AES256_GCM,data:${a},iv:${b},tag:${c},type:str]`;
}

function decrypt(text: string, key: Uint8Array, authenticated: string): string {
  if (text === '') return '';
  const parts = ENCRYPTED.exec(text)?.slice(1) ?? [];
  const [data, iv, tag] = parts.map((part) => Buffer.from(part, 'base64'));
  if (!data || !iv || !tag) throw new Error('not encrypted');
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(authenticated)).setAuthTag(tag);
  return Buffer.concat([decipher.update(data), decipher.final()]).toString();
}
