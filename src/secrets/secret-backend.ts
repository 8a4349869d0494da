import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { type CredentialDocument, valuesOf } from '../registry/credential-document';
import type { DataSecret } from './data-secret';

/** What a key of a Secret holds: bytes, or a document that a backend may also write as a template. */
export type SecretValue = Uint8Array | CredentialDocument;

/** A Secret that is to be in the cluster. */
export interface SecretSpec {
  readonly metadata: ApiObjectMetadata & { readonly name: string };
  /** @default Opaque */
  readonly type?: string;
  readonly data: Readonly<Record<string, SecretValue>>;
}

/** What came of a Secret that was asked for. */
export interface ProvidedSecret {
  /** The Secret itself, where the output holds it. */
  readonly secret?: DataSecret;
  /**
   * Changes whenever the content does, and tells nothing of it.
   * @default - the content is not known at synthesis, or nothing of it may be told
   */
  readonly revision?: string;
}

/** A way in which Secrets get into the cluster. */
export interface SecretBackend {
  /** As in `coco.yaml`. */
  readonly name: SecretBackendName;
  /**
   * Creates what becomes a Secret in the cluster.
   *
   * @throws InputError for content that cannot get there this way.
   */
  provide(scope: Construct, id: string, spec: SecretSpec): ProvidedSecret;
}

/** All backends. */
export const SECRET_BACKENDS = ['plain', 'existing', 'sealed', 'sops', 'external'] as const;
export type SecretBackendName = (typeof SECRET_BACKENDS)[number];

/** The content itself. */
export function bytesOf(value: SecretValue): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(value.render(valuesOf));
}

/** Whether the content is known here, and not only where the Secret comes to be. */
export function isKnown(value: SecretValue): boolean {
  return value instanceof Uint8Array || value.credentials.every(({ source }) => source === undefined);
}
