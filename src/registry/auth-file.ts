import { type AuthFileOptions, type ImportedCredentials, importCredentials } from './auth-file-import';
import { type CredentialDocument, type TextOf, valuesOf } from './credential-document';
import { authFileKey } from './credential-keys';
import { CredentialSet } from './credential-set';
import type { RegistryCredential } from './registry-credential';

/** An auth file that was read, and what had to be repaired in it. */
export interface ParsedAuthFile extends Pick<ImportedCredentials, 'warnings'> {
  readonly file: AuthFile;
}

/**
 * The registry authentication file of the guest, `containers-auth.json`: under each registry or path its `auth`.
 *
 * The text is canonical: equal credentials give equal bytes, whatever order they came in.
 */
export class AuthFile implements CredentialDocument {
  /**
   * @throws InputError where one scope has two different credentials.
   */
  public static fromCredentials(credentials: Iterable<RegistryCredential>): AuthFile {
    return new AuthFile(new CredentialSet(credentials).credentials);
  }

  /**
   * Reads a containers-auth.json or a docker config.json, and accepts exactly what the guest can use. Repaired, with a
   * warning, are byte order marks and a line break at the end of an `auth`, encoded in it or after it.
   *
   * @throws InputError with everything in the file that the guest cannot use, each problem naming the key.
   */
  public static parse(content: string | Uint8Array, options: AuthFileOptions = {}): ParsedAuthFile {
    const { credentials, warnings } = importCredentials(content, options);
    return { file: AuthFile.fromCredentials(credentials), warnings };
  }

  private constructor(
    /** In the byte order of their scopes, each scope once. */
    public readonly credentials: readonly RegistryCredential[],
  ) {}

  /**
   * A file with the credentials of both.
   *
   * @throws InputError where they have different credentials for one scope.
   */
  public merge(other: AuthFile): AuthFile {
    return AuthFile.fromCredentials([...this.credentials, ...other.credentials]);
  }

  /** The file's text, with the secrets in it: sorted, one line for each entry, a newline at the end. */
  public toString(): string {
    return this.render(valuesOf);
  }

  /** {@link toString} with other texts for the secrets. */
  public render(textOf: TextOf): string {
    const lines = this.credentials.map(
      (credential) => `\n    ${JSON.stringify(authFileKey(credential))}: {"auth": "${textOf(credential).auth}"}`,
    );
    return lines.length === 0 ? '{\n  "auths": {}\n}\n' : `{\n  "auths": {${lines.join(',')}\n  }\n}\n`;
  }
}
