import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { isObject, objectOf, sortKeys } from '../input/json';
import type { AgeRecipient } from './age';
import { type CommittedSeals, damagedSeal } from './committed-seals';
import {
  bytesOf,
  isKnown,
  type ProvidedSecret,
  type SecretBackend,
  type SecretSpec,
  type SecretValue,
} from './secret-backend';
import { type SopsSecret, sopsEncrypt } from './sops';

export interface SopsBackendProps {
  /** For whom to encrypt; at least one. */
  readonly recipients: readonly AgeRecipient[];
  /** What was encrypted before. */
  readonly seals: CommittedSeals;
}

/**
 * Secrets that SOPS decrypts: encrypted at synthesis for keys of age, which Flux has in the cluster.
 *
 * All values of a Secret have one data key and one MAC, so they are encrypted together.
 */
export class SopsBackend implements SecretBackend {
  public readonly name = 'sops';

  public constructor(private readonly props: SopsBackendProps) {}

  /** @throws InputError where neither the content nor what an earlier run encrypted is there. */
  public provide(scope: Construct, id: string, { metadata, type, data }: SecretSpec): ProvidedSecret {
    const { name, namespace = 'default' } = metadata;
    const recipients = [...this.props.recipients].sort((a, b) => (a.text < b.text ? -1 : 1));
    const keys = Object.keys(sortKeys(data));
    const path = `${namespace}/${name}/${keys.join(',')}`;
    const values = keys.map((key) => data[key] as SecretValue);
    const plaintexts = values.map((value) => (isKnown(value) ? bytesOf(value) : undefined));
    const encrypted = () => {
      const texts = values.map((value, index) => [keys[index], Buffer.from(bytesOf(value)).toString('base64')]);
      return JSON.stringify(sopsEncrypt(Object.fromEntries(texts), recipients));
    };
    const recipient = recipients.map(({ text }) => text).join(' ');
    const value = this.props.seals.valueOf({ path, recipient }, plaintexts, encrypted);
    const secret = read(path, value);
    new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Secret', metadata, type, ...secret });
    return { revision: createHash('sha256').update(value).digest('hex') };
  }
}

function read(path: string, value: string): SopsSecret {
  try {
    const secret: unknown = JSON.parse(value);
    const { data, sops } = objectOf(secret);
    if (isObject(data) && isObject(sops)) return { data, sops } as unknown as SopsSecret;
  } catch {
    // Told below.
  }
  throw damagedSeal(path);
}
