import type { Construct } from 'constructs';
import { DataSecret } from './data-secret';
import { bytesOf, type ProvidedSecret, type SecretBackend, type SecretSpec } from './secret-backend';

/** Secrets as they are, in files that have to be kept out of Git. */
export class PlainBackend implements SecretBackend {
  public readonly name = 'plain';

  public provide(scope: Construct, id: string, { metadata, type, data }: SecretSpec): ProvidedSecret {
    const bytes = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, bytesOf(value)]));
    return { secret: new DataSecret(scope, id, { metadata, type, data: bytes }) };
  }
}
