import type { RegistryCredential } from './registry-credential';

/** How the secret of a credential stands in a document: texts as they are between the quotes of JSON. */
export interface SecretTexts {
  /**
   * User and password by themselves, which `kubectl create secret docker-registry` writes beside `auth`.
   * @default - left out: all readers are content with `auth`
   */
  readonly plain?: { readonly username: string; readonly password: string };
  /** Base64 of `user:password`. */
  readonly auth: string;
}

/** Says how the secret of a credential stands in a document: itself, or what a template puts there on the cluster. */
export type TextOf = (credential: RegistryCredential) => SecretTexts;

/** A document with credentials in it: the guest's authentication file, or the content of a pull Secret. */
export interface CredentialDocument {
  readonly credentials: readonly RegistryCredential[];
  /** The document's text. Where only the secrets differ, only the secrets in it do. */
  render(textOf: TextOf): string;
}

/** The secrets themselves. */
export const valuesOf: TextOf = ({ username, password, auth }) => ({
  plain: { username: inQuotes(username), password: inQuotes(password) },
  auth,
});

function inQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
