import fc from 'fast-check';
import { ImageReference } from '../../src/registry/image-reference';
import { RegistryCredential } from '../../src/registry/registry-credential';

/** Few and alike, so that prefixes, nesting and the kubelet's API versions meet often. */
const COMPONENTS = ['a', 'ab', 'a-b', 'team', 'teams', 'app', 'v1', 'v2', 'library'];
const HOSTS = ['docker.io', 'localhost', 'localhost:5000', 'r.example', 'r.example:5000', '10.0.0.1:80', 'x.r.example'];

export const hosts = fc.constantFrom(...HOSTS);

export const paths = fc.array(fc.constantFrom(...COMPONENTS), { maxLength: 4 }).map((parts) => parts.join('/'));

export const images = fc
  .tuple(
    hosts,
    paths.filter((path) => path !== ''),
  )
  .map(([host, path]) => ImageReference.parse(`${host}/${path}`));

/** Passwords of every kind that is allowed, of which quotes, colons and `$` are the interesting part. */
export const passwords = fc
  .string({ unit: fc.constantFrom(...'pw:"\'$\\ <>&ü€🙂\n\t=/'), minLength: 1, maxLength: 12 })
  .filter((text) => !/^\n|\n$/.test(text));

export const usernames = fc.string({ unit: fc.constantFrom(...'uU$"ü-_.@\\ '), minLength: 1, maxLength: 8 });

export const credentials = fc
  .record({ host: hosts, path: paths, username: usernames, password: passwords })
  .map(({ host, path, username, password }) =>
    RegistryCredential.basic(path ? `${host}/${path}` : host, { username, password }),
  );

/** Credentials with distinct scopes. */
export const credentialLists = fc.uniqueArray(credentials, { selector: ({ scope }) => scope, maxLength: 12 });
