import { readFileSync, statSync } from 'node:fs';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';
import { subdomainProblem } from '../kubernetes/name';
import { secretKeyProblem } from '../kubernetes/value';
import { AuthFile } from '../registry/auth-file';
import type { CredentialDocument } from '../registry/credential-document';
import type { RegistryCredential } from '../registry/registry-credential';
import { type ImagePolicy, imagePolicyText } from './image-policy';
import { ResourceUri } from './resource-uri';

/** A key of a Secret in the namespace of the KBS. */
export interface SecretKey {
  /** Name of the Secret. */
  readonly name: string;
  /** Key in the Secret's `data`. */
  readonly key: string;
}

export interface SecretKeyOfResource extends SecretKey {
  /**
   * Changes whenever the content of the Secret does, where that is known at synthesis (the text of a SealedSecret, for
   * example): the upload Job is then named anew and runs again.
   *
   * @default - content unknown: the Job runs again only when something else changes, or on its schedule
   */
  readonly revision?: string;
}

/** What the guest uses a resource for, where the upload has to know. */
export type KbsResourceKind = 'authFile' | 'imagePolicy' | 'other';

/** What a Secret can hold: 1 MiB of decoded content (Kubernetes, `MaxSecretSize` in `pkg/apis/core/types.go`). */
export const MAX_RESOURCE_BYTES = 1024 * 1024;

/**
 * Something that the KBS hands to guests: a registry authentication file, an image policy, a key.
 *
 * Its content is kept out of reach of printing (`console.log`, `JSON.stringify`, a test's diff).
 */
export class KbsResource {
  /**
   * The registry authentication file (containers-auth.json) for these credentials.
   *
   * @param path as {@link ResourceUri.parse} takes it, e.g. `default/containers/auth`.
   * @throws InputError where the guest could not use the path or the credentials.
   */
  public static authFile(path: string, credentials: readonly RegistryCredential[]): KbsResource {
    const file = AuthFile.fromCredentials(credentials);
    return new KbsResource(ResourceUri.parse(path), 'authFile', Buffer.from(file.toString()), undefined, file);
  }

  /**
   * The policy by which the guest accepts or rejects images (containers-policy.json).
   *
   * @throws InputError where the guest would refuse the path or the policy.
   */
  public static imagePolicy(path: string, policy: ImagePolicy): KbsResource {
    return KbsResource.ofText(path, imagePolicyText(policy), 'imagePolicy');
  }

  /**
   * The content of a file, byte for byte: a 32-byte image key, a public key for signatures.
   *
   * @param file path of the file, relative to the working directory.
   * @throws InputError when the file is missing, unreadable, empty, not a file, or larger than 1 MiB.
   */
  public static fromFile(path: string, file: string): KbsResource {
    return KbsResource.fromBytes(path, readResource(path, file));
  }

  /** A text, in UTF-8, with nothing added to its end. @throws InputError when it is empty or larger than 1 MiB. */
  public static fromString(path: string, text: string): KbsResource {
    return KbsResource.ofText(path, text, 'other');
  }

  /** Bytes as they stand. @throws InputError when there are none, or more than 1 MiB. */
  public static fromBytes(path: string, bytes: Uint8Array): KbsResource {
    return new KbsResource(ResourceUri.parse(path), 'other', bytes);
  }

  /**
   * A key of a Secret that something else creates in the namespace of the KBS, such as a SealedSecret or an ExternalSecret.
   *
   * @param kind what the guest uses it for.
   * @throws InputError where Kubernetes would refuse the name or the key.
   */
  public static fromSecret(path: string, secret: SecretKeyOfResource, kind: KbsResourceKind = 'other'): KbsResource {
    const uri = ResourceUri.parse(path);
    const problem = subdomainProblem(secret.name) ?? secretKeyProblem(secret.key);
    if (problem) throw new InputError({ ...problem, what: `the Secret for ${uri.path}: ${problem.what}` });
    return new KbsResource(uri, kind, undefined, secret);
  }

  private static ofText(path: string, text: string, kind: KbsResourceKind): KbsResource {
    return new KbsResource(ResourceUri.parse(path), kind, Buffer.from(text));
  }

  readonly #content: Uint8Array;

  private constructor(
    /** Where the guest finds it. */
    public readonly uri: ResourceUri,
    /** What the guest uses it for. */
    public readonly kind: KbsResourceKind,
    content?: Uint8Array,
    /** The Secret that holds it, where something else creates that. */
    public readonly secret?: SecretKeyOfResource,
    /** The content as a document of credentials, where it is one. */
    public readonly document?: CredentialDocument,
  ) {
    this.#content = content ?? new Uint8Array();
    if (content !== undefined) checkSize(uri.path, content.byteLength);
  }

  /** What to upload; no bytes for a resource of another's Secret. */
  public get content(): Uint8Array {
    return this.#content;
  }
}

function readResource(path: string, file: string): Uint8Array {
  try {
    const status = statSync(file);
    if (status.isFile()) {
      checkSize(path, status.size, file);
      return readFileSync(file);
    }
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(path, file, error);
  }
  throw new InputError({
    what: `${quote(file)}, the content of ${path}, is not a file`,
    why: 'a KBS resource is the content of one file',
    fix: 'write one resource for each file',
  });
}

function unreadable(path: string, file: string, error: unknown): InputError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
  const missing = code === 'ENOENT';
  return new InputError({
    what: `${quote(file)}, the content of ${path}, ${missing ? 'does not exist' : 'cannot be read'}`,
    why: missing ? undefined : code,
    fix: 'write the path of a file that can be read',
  });
}

function checkSize(path: string, bytes: number, file?: string): void {
  const content = file === undefined ? `the content of ${path}` : `${quote(file)}, the content of ${path},`;
  if (bytes === 0) {
    throw new InputError({
      what: `${content} is empty`,
      why: 'the guest would receive an empty resource',
      fix: 'write what the guest is to receive, or leave the resource out',
    });
  }
  if (bytes > MAX_RESOURCE_BYTES) {
    throw new InputError({
      what: `${content} has ${bytes} bytes`,
      why: `a Secret holds at most ${MAX_RESOURCE_BYTES}, and it travels to the KBS in one`,
      fix: 'write something smaller, or upload it to the KBS by hand with kbs-client',
    });
  }
}
