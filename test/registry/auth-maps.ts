import { AuthMap } from '../../src/registry/auth-map';
import { ImageReference } from '../../src/registry/image-reference';
import type { CredentialReader, Lookup } from '../../src/registry/lookup';

/** Base64 of the user, a colon and a password, as `auth`. */
export function auth(username: string, password = 'hunter2'): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

/** A Secret or file with an entry for each key, whose user is given. */
export function authMap(users: Readonly<Record<string, string>>, source = 'Secret ns/a', rest: object = {}): AuthMap {
  const entries = Object.entries(users).map(([key, username]) => [key, { auth: auth(username) }]);
  return new AuthMap(source, JSON.stringify({ auths: Object.fromEntries(entries), ...rest }));
}

/** A Secret or file with these entries. */
export function rawMap(auths: object, source = 'Secret ns/raw', rest: object = {}): AuthMap {
  return new AuthMap(source, JSON.stringify({ auths, ...rest }));
}

/** What a reader does with an image. */
export function look(reader: CredentialReader, image: string): Lookup {
  return reader.lookup(ImageReference.parse(image));
}

/** The same as one line: outcome and users, in order. */
export function outcome(reader: CredentialReader, image: string): string {
  const lookup = look(reader, image);
  return [lookup.outcome, ...lookup.entries.map(({ username }) => username)].join(' ');
}

/** A user of its own for each key of the Secret with this number. */
export function distinctUsers(keys: readonly string[], secret: number): Record<string, string> {
  return Object.fromEntries(keys.map((key, i) => [key, `user-${secret}-${i}`]));
}
