import fc from 'fast-check';
import { CredentialSet } from '../../src/registry/credential-set';
import { ImageReference } from '../../src/registry/image-reference';
import { PullConfig } from '../../src/registry/pull-config';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { credentialLists } from './arbitraries';

const credential = (registry: string, username: string): RegistryCredential =>
  RegistryCredential.basic(registry, { username, password: `p-${username}` });
const images = (...texts: readonly string[]): ImageReference[] => texts.map((text) => ImageReference.parse(text));
/** User by key. */
const users = (config: PullConfig): Record<string, string> =>
  Object.fromEntries([...config.entries].map(([key, { username }]) => [key, username]));

describe('PullConfig', () => {
  test('is what kubectl create secret docker-registry makes (kubectl v1.32)', () => {
    const one = RegistryCredential.basic('https://my-registry.local/repository/image', {
      username: 'u',
      password: 'p:"$ ü',
    });
    // kubectl create secret docker-registry x --docker-server=… --docker-username=u --docker-password='p:"$ ü'
    const auth = 'dTpwOiIkIMO8';
    const entry = `{"username":"u","password":"p:\\"$ ü","auth":"${auth}"}`;
    expect(PullConfig.fromCredentials([one]).toString()).toBe(
      `{"auths":{"my-registry.local/repository/image":${entry}}}`,
    );
  });

  test('decodes to user and password, in the order of keys, whatever the order they came in', () => {
    fc.assert(
      fc.property(credentialLists, (credentials) => {
        const text = PullConfig.fromCredentials(credentials).toString();
        expect(PullConfig.fromCredentials([...credentials].reverse()).toString() === text).toBe(true);
        const { auths } = JSON.parse(text);
        expect(Object.keys(auths)).toEqual(Object.keys(auths).sort());
        for (const { username, password, auth } of Object.values<Record<string, string>>(auths)) {
          expect(Buffer.from(auth ?? '', 'base64').toString() === `${username}:${password}`).toBe(true);
        }
      }),
    );
  });

  test('holds only what the images need', () => {
    const set = new CredentialSet([credential('a.b', 'ab'), credential('c.d', 'cd'), credential('c.d/team', 'team')]);
    expect(users(PullConfig.forImages(set, images('c.d/team/app', 'c.d/team/app:2', 'public/app')))).toEqual({
      'c.d/team': 'team',
    });
    expect(PullConfig.forImages(set, []).toString()).toBe('{"auths":{}}');
  });

  test('gives an image its own entry where another key is a prefix of its letters', () => {
    const set = new CredentialSet([credential('c.d', 'host'), credential('c.d/re', 're')]);
    expect(users(PullConfig.forImages(set, images('c.d/re/x', 'c.d/repo', 'c.d/x')))).toEqual({
      'c.d': 'host',
      'c.d/re': 're',
      'c.d/repo': 'host',
    });
  });

  test('gives further images theirs where that entry is a prefix in its turn', () => {
    const set = new CredentialSet([credential('c.d', 'host'), credential('c.d/r', 'r'), credential('c.d/repo-x', 'x')]);
    const config = PullConfig.forImages(
      set,
      images('c.d/r/a', 'c.d/repo', 'c.d/repo-x/a', 'c.d/repo-xy', 'c.d/repository'),
    );
    expect(users(config)).toEqual({
      'c.d': 'host',
      'c.d/r': 'r',
      'c.d/repo': 'host',
      'c.d/repo-x': 'x',
      'c.d/repo-xy': 'host',
      'c.d/repository': 'host',
    });
  });

  test('needs no such entry where both log in alike', () => {
    const set = new CredentialSet([credential('c.d', 'bob'), credential('c.d/re', 'bob')]);
    expect(users(PullConfig.forImages(set, images('c.d/re/x', 'c.d/repo')))).toEqual({ 'c.d': 'bob', 'c.d/re': 'bob' });
  });
});
