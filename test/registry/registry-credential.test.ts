import { inspect } from 'node:util';
import fc from 'fast-check';
import { InputError } from '../../src/input/problem';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { passwords, usernames } from './arbitraries';

const SECRET = { username: 'bob', password: 'hunter2' };

describe('RegistryCredential.basic reads a registry', () => {
  test.each([
    ['a host', 'registry.example', 'registry.example', 'registry.example', ''],
    ['a port', 'localhost:5000/x', 'localhost:5000/x', 'localhost:5000', 'x'],
    [
      'a path',
      'my-registry.local/repository/image',
      'my-registry.local/repository/image',
      'my-registry.local',
      'repository/image',
    ],
    ['localhost', 'localhost', 'localhost', 'localhost', ''],
    ['a scheme and a slash', 'https://registry.example/', 'registry.example', 'registry.example', ''],
    ['http', 'http://registry.example:80/team', 'registry.example:80/team', 'registry.example:80', 'team'],
    ['an address', '10.0.0.1', '10.0.0.1', '10.0.0.1', ''],
    ['an IPv6 address', '[::1]:5000/app', '[::1]:5000/app', '[::1]:5000', 'app'],
    ['Docker Hub', 'docker.io', 'docker.io', 'docker.io', ''],
    ['Docker Hub, an organisation', 'docker.io/myorg', 'docker.io/myorg', 'docker.io', 'myorg'],
    ['Docker Hub as docker login writes it', 'https://index.docker.io/v1/', 'docker.io', 'docker.io', ''],
    ['Docker Hub without the scheme', 'index.docker.io/v1/', 'docker.io', 'docker.io', ''],
    ['the old index', 'index.docker.io', 'docker.io', 'docker.io', ''],
    ['the host of Docker Hub', 'registry-1.docker.io/myorg', 'docker.io/myorg', 'docker.io', 'myorg'],
    ['an API version behind a scheme', 'https://registry.example/v2/', 'registry.example', 'registry.example', ''],
    ['an API version and a path', 'https://registry.example/v2/app', 'registry.example/app', 'registry.example', 'app'],
    ['v2 as a path', 'registry.example/v2/app', 'registry.example/v2/app', 'registry.example', 'v2/app'],
  ])('%s: %s', (_, registry, scope, host, path) => {
    const credential = RegistryCredential.basic(registry, SECRET);
    expect(credential).toMatchObject({ scope, host, path, username: 'bob' });
  });

  test.each([
    ['nothing', '', 'registry is empty'],
    [
      'a bare word',
      'nginx',
      'names no host: a first part without a dot or a port is not a host but a path on Docker Hub; write docker.io/nginx',
    ],
    ['an organisation', 'myorg/app', 'write docker.io/myorg/app'],
    [
      'a tag',
      'a.b/app:1',
      'has a tag: a credential is for all versions of an image; write a.b/app (image: in place of registry:',
    ],
    ['a tag on a bare word', 'nginx:latest', 'has a tag'],
    ['a tag behind a port', 'a.b:5000/app:1', 'write a.b:5000/app (image:'],
    ['a digest', `a.b/app@sha256:${'0'.repeat(64)}`, 'has a digest'],
    ['upper case', 'Registry.Example/app', 'upper-case letters: keys are compared case-sensitively'],
    ['a space', 'a.b/my app', 'has white space in it'],
    ['a glob', '*.example.com', 'is a glob: the guest compares keys letter by letter'],
    ['an IPv6 address without brackets', 'fe80::1', 'has a bad host: "fe80::1" is not host[:port]; write [fe80::1]'],
    ['a port that is none', 'a.b:x1/app', 'has a bad host'],
    ['a path that no image has', 'a.b/_x', 'has a bad path: no image can be named "_x"'],
    ['an empty component', 'a.b//x', 'has a bad path'],
    ['user and password', 'https://bob:hunter2@a.b', 'registry has an "@" in it'],
  ])('and refuses %s', (_, registry, message) => {
    expect(() => RegistryCredential.basic(registry, SECRET)).toThrow(InputError);
    expect(() => RegistryCredential.basic(registry, SECRET)).toThrow(message);
  });
});

describe('RegistryCredential.forImage takes the scope from an image', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx'],
    ['my-registry.local/repository/image:latest', 'my-registry.local/repository/image'],
    [`registry.example:5000/team/app:1@sha256:${'0'.repeat(64)}`, 'registry.example:5000/team/app'],
    ['registry.example/v2/app', 'registry.example/v2/app'],
    ['[::1]:5000/app', '[::1]:5000/app'],
  ])('%s', (reference, scope) => {
    expect(RegistryCredential.forImage(reference, SECRET).scope).toBe(scope);
  });

  test.each([
    ['my registry/app', 'white space'],
    ['Registry.Example/app', 'upper-case letters'],
    ['my_host.local/app', 'bad host'],
  ])('and refuses %s', (reference, message) => {
    expect(() => RegistryCredential.forImage(reference, SECRET)).toThrow(message);
  });
});

describe('RegistryCredential refuses what cannot arrive', () => {
  test.each([
    ['no user', { username: '' }, 'user name for a.b is empty'],
    ['a user with a colon', { username: 'bob:x' }, 'has a ":" in it'],
    ['a line break in the user', { username: 'bob\n' }, 'control character'],
    ['a broken pair in the user', { username: 'b\ud800' }, 'broken Unicode'],
    ['no password', { password: '' }, 'password for a.b is empty'],
    ['NUL in the password', { password: 'zq\0xj' }, 'NUL character'],
    ['a line break at the end', { password: 'zqxj\n' }, 'begins or ends with a line break'],
    ['a line break at the front', { password: '\nzqxj' }, 'begins or ends with a line break'],
    ['a carriage return at the end', { password: 'zqxj\r' }, 'begins or ends with a line break'],
    ['a broken pair in the password', { password: 'zqxj\udc00' }, 'not valid Unicode'],
  ])('%s, without showing the password', (_, change, message) => {
    const secret = { ...SECRET, ...change };
    const error = capture(() => RegistryCredential.basic('a.b', secret));
    expect(error.message).toContain(message);
    expect(error.message).not.toMatch(/zq|xj|hunter2/);
  });

  test('reports user and password together', () => {
    const error = capture(() => RegistryCredential.basic('a.b', { username: '', password: '' }));
    expect(error.problems).toHaveLength(2);
  });
});

describe('RegistryCredential keeps its secret', () => {
  test('auth is base64 of user and password, to the byte', () => {
    fc.assert(
      fc.property(usernames, passwords, (username, password) => {
        const { auth } = RegistryCredential.basic('a.b', { username, password });
        expect(Buffer.from(auth, 'base64').toString()).toBe(`${username}:${password}`);
        expect(auth).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
        expect(auth.length % 4).toBe(0);
      }),
    );
  });

  test.each(['pass:word', `"'\`$\\`, ' spaces ', 'ünïcödé 🙂', 'x'.repeat(4096), 'in\nside'])(
    'takes %j as it stands',
    (password) => {
      expect(
        RegistryCredential.basic('a.b', { username: 'bob', password }).sameSecret({ username: 'bob', password }),
      ).toBe(true);
    },
  );

  test('printing shows scope and user alone', () => {
    const credential = RegistryCredential.basic('a.b', SECRET);
    const shown = [
      String(credential),
      JSON.stringify({ credential }),
      inspect({ credential }, { showHidden: true, depth: 9, getters: true }),
      inspect([credential], { customInspect: false, showHidden: true }),
      JSON.stringify(Object.entries({ ...credential })),
    ].join();
    expect(shown).toContain('a.b');
    expect(shown).toContain('bob');
    expect(shown).not.toContain('hunter2');
    expect(shown).not.toContain(credential.auth);
  });

  test('sameSecret compares user and password', () => {
    const credential = RegistryCredential.basic('a.b', SECRET);
    expect(credential.sameSecret(RegistryCredential.basic('c.d', SECRET))).toBe(true);
    expect(credential.sameSecret(RegistryCredential.basic('a.b', { ...SECRET, username: 'eve' }))).toBe(false);
    expect(credential.sameSecret(RegistryCredential.basic('a.b', { ...SECRET, password: 'hunter3' }))).toBe(false);
  });
});

function capture(action: () => unknown): InputError {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('what an unset variable gives is told as empty', () => {
  const unset = undefined as unknown as string;
  expect(() => RegistryCredential.basic(unset, SECRET)).toThrow('registry is empty');
  expect(() => RegistryCredential.basic('a.b', { username: unset, password: unset })).toThrow(
    /^user name for a\.b is empty.*\npassword for a\.b is empty/,
  );
});
