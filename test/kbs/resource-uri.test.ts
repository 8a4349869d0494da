import fc from 'fast-check';
import { InputError } from '../../src/input/problem';
import { ResourceUri } from '../../src/kbs/resource-uri';

/** The grammar of Trustee, `kbs/src/plugins/implementations/resource/backend.rs`. */
const UPSTREAM =
  /^([a-zA-Z0-9_-]+[a-zA-Z0-9_\-.]*)\/([a-zA-Z0-9_-]+[a-zA-Z0-9_\-.]*)\/([a-zA-Z0-9_-]+[a-zA-Z0-9_\-.]*)$/;

function parses(text: string): boolean {
  try {
    ResourceUri.parse(text);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return false;
  }
}

test.each(['default/containers/auth', 'kbs:///default/containers/auth', 'KBS:///default/containers/auth'])(
  '%s is read',
  (text) => {
    const { repository, type, tag, path } = ResourceUri.parse(text);

    expect({ repository, type, tag, path }).toEqual({
      repository: 'default',
      type: 'containers',
      tag: 'auth',
      path: 'default/containers/auth',
    });
    expect(String(ResourceUri.parse(text))).toBe('kbs:///default/containers/auth');
  },
);

test.each([
  ['', 'KBS resource path is empty'],
  ['kbs:///', 'has not exactly three segments'],
  ['default/auth', 'has not exactly three segments'],
  ['default/containers/auth/x', 'has not exactly three segments'],
  ['default//auth', 'has not exactly three segments'],
  ['/default/containers/auth', 'has not exactly three segments'],
  ['default/containers/auth/', 'has not exactly three segments'],
  ['../containers/auth', 'has the segment "..", which begins with a dot'],
  ['default/../auth', 'has the segment "..", which begins with a dot'],
  ['default/containers/.auth', 'has the segment ".auth", which begins with a dot'],
  ['default/con tainers/auth', 'has the character " "'],
  ['default/containers/auth\n', 'has the character "\\u000a"'],
  ['default/containers/aüth', 'has the character "ü"'],
  ['default/containers/a\\x2Fb', 'has the character "\\"'],
  ['default/containers/%2e%2e', 'has the character "%"'],
  ['kbs://kbs:8080/default/containers/auth', 'names a host'],
  ['kbs://kbs:8080/default/containers/auth', 'write kbs:///default/containers/auth'],
  ['kbs://default/credentials/test', 'names a host'],
  ['kbs://default/credentials/test', 'write kbs:///default/credentials/test'],
  ['kbs://kbs/default/credentials/test', 'write kbs:///default/credentials/test'],
  ['kbs://credentials/test', 'write kbs:///default/containers/auth'],
  [`default/containers/${'a'.repeat(231)}`, 'has 250 characters'],
  ['/'.repeat(1_000_000), 'has 1000000 characters'],
])('%.60j is refused: %s', (text, reason) => {
  expect(() => ResourceUri.parse(text)).toThrow(InputError);
  expect(() => ResourceUri.parse(text)).toThrow(reason);
});

test.each([
  ['/default/containers/auth', 'default/containers/auth'],
  ['a/b/c/', 'a/b/c'],
  ['kbs://kbs:8080/a/b/c', 'kbs:///a/b/c'],
  ['kbs://kbs:8080', 'kbs:///default/containers/auth'],
])('%s: the message says to write %s', (text, instead) => {
  expect(() => ResourceUri.parse(text)).toThrow(`; write ${instead}`);
});

test('a path as long as a flat file name allows', () => {
  expect(parses(`default/containers/${'a'.repeat(230)}`)).toBe(true);
});

test('exactly what the KBS takes', () => {
  const segment = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '_', '-', '.', '/', '\\', ' ', 'é'), maxLength: 5 });
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
      const text = segments.join('/');
      expect(parses(text)).toBe(UPSTREAM.test(text));
    }),
  );
});

test('printing and reading go round', () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,20}$/);
  fc.assert(
    fc.property(segment, segment, segment, (repository, type, tag) => {
      const uri = ResourceUri.parse(`${repository}/${type}/${tag}`);
      expect(ResourceUri.parse(String(uri))).toEqual(uri);
      expect(ResourceUri.parse(uri.path)).toEqual(uri);
    }),
  );
});

test.each([
  'kbs://user:hunter2@host/default/containers/auth',
  'kbs://user:hun/ter2@host/default/containers/auth',
  'kbs:///default/containers/auth?token=hunter2',
  'default/containers/auth#hunter2',
])('a secret in %s is not shown', (text) => {
  expect(() => ResourceUri.parse(text)).toThrow(/^KBS resource has the character "[@?#]"(?!.*(hunter2|ter2))/);
});
