import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rawKey } from '../../src/secrets/age';
import { encodeBech32 } from '../../src/secrets/bech32';

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
