import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rawKey } from '../../src/secrets/age';
import { decodeBech32, encodeBech32 } from '../../src/secrets/bech32';
import { type SopsSecret, sopsDecrypt } from '../../src/secrets/sops';

/** A key pair of age. */
export interface AgeKeys {
  /** `age1…` */
  readonly recipient: string;
  /** `AGE-SECRET-KEY-1…` */
  readonly identity: string;
  readonly privateKey: KeyObject;
}

/** A new key pair, as age-keygen makes it. */
export function ageKeys(): AgeKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const scalar = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  return {
    recipient: encodeBech32('age', rawKey(publicKey)),
    identity: encodeBech32('age-secret-key-', scalar).toUpperCase(),
    privateKey,
  };
}

/** DER of PKCS #8 for X25519, up to the key's 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The private key that age-keygen wrote as `AGE-SECRET-KEY-1…`. */
export function privateKeyOf(identity: string): KeyObject {
  const { bytes = Buffer.alloc(0) } = decodeBech32(identity) ?? {};
  return createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
}

/** A configuration with a public key of ours in place of whoever's. */
export function withRecipient(text: string, { recipient }: AgeKeys): string {
  return text.replace(/\bage1\w+/g, recipient);
}

/** An object as `sops -d` hands it to kubectl; one that is not encrypted as it is. */
export function decrypted<T extends object>(object: T, { privateKey }: AgeKeys): T {
  const { sops, data, ...rest } = object as T & SopsSecret;
  return sops ? ({ ...rest, data: sopsDecrypt({ sops, data }, privateKey) } as unknown as T) : object;
}
