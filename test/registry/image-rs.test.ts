import fc from 'fast-check';
import { AuthMap } from '../../src/registry/auth-map';
import { ImageRs } from '../../src/registry/image-rs';
import { images } from './arbitraries';
import { auth, authMap, look, outcome, rawMap } from './auth-maps';

const lookUp = (key: string, image: string): string => outcome(new ImageRs(authMap({ [key]: 'bob' })), image);

/** All expectations were seen with image-rs' code, the crates oci-spec 0.10, base64 0.22 and serde_json. */
describe('ImageRs tries names and paths as exact keys', () => {
  test.each([
    ['the image', 'r.example/team/app', 'r.example/team/app:1'],
    ['a path above', 'r.example/team', 'r.example/team/app'],
    ['the host', 'r.example:5000', 'r.example:5000/team/app'],
    ['an official image', 'docker.io/library/nginx', 'nginx'],
    ['v2 is a path like any other', 'r.example/v2/app', 'r.example/v2/app'],
    ['localhost', 'localhost', 'localhost/app'],
    ['a host without dot is a path on Docker Hub', 'docker.io/REG/app', 'REG/app'],
    ['a host with an underscore', 'my_host.local', 'my_host.local/app'],
  ])('%s: %s', (_, key, image) => {
    expect(lookUp(key, image)).toBe('found bob');
  });

  test.each([
    ['letters of a path', 'r.example/te', 'r.example/team/app'],
    ['a path with a slash at its end', 'r.example/team/', 'r.example/team/app'],
    ['a host with a slash at its end', 'r.example/', 'r.example/app'],
    ['a glob', '*.example', 'r.example/app'],
    ['a version', 'r.example/v2/', 'r.example/app'],
    ['another port', 'r.example', 'r.example:5000/app'],
    ['an IPv6 address', '[::1]', '[::1]/app'],
    ['a path behind an alias of Docker Hub', 'index.docker.io/myorg', 'myorg/app'],
    ['the old index without scheme, with its version', 'index.docker.io/v1/', 'nginx'],
    ['a scheme in upper case', 'HTTPS://r.example', 'r.example/app'],
  ])('and does not find %s: %s', (_, key, image) => {
    expect(lookUp(key, image)).toBe('none');
  });

  test('the most specific one', () => {
    const file = new ImageRs(authMap({ 'r.example': 'host', 'r.example/team': 'team', 'r.example/team/app': 'app' }));
    expect(outcome(file, 'r.example/team/app')).toBe('found app');
    expect(outcome(file, 'r.example/team/x/y')).toBe('found team');
    expect(outcome(file, 'r.example/teams')).toBe('found host');
    expect(look(file, 'r.example/team/x').reason).toBe('key r.example/team is a path above the image');
  });
});

describe('ImageRs falls back to keys that come down to the registry', () => {
  test.each([
    ['a scheme', 'https://r.example', 'r.example/app'],
    ['a scheme and any path', 'http://r.example/team', 'r.example/other'],
    ['the customary key of Docker Hub', 'https://index.docker.io/v1/', 'nginx'],
    ['the registry of Docker Hub', 'registry-1.docker.io', 'nginx'],
    ['the old index', 'index.docker.io', 'myorg/app'],
    ['Docker Hub for its registry', 'docker.io', 'registry-1.docker.io/library/nginx'],
  ])('%s: %s', (_, key, image) => {
    expect(lookUp(key, image)).toBe('found bob');
  });

  test('after all exact keys', () => {
    const file = authMap({ 'https://r.example/team/app': 'scheme', 'r.example': 'host' });
    expect(outcome(new ImageRs(file), 'r.example/team/app')).toBe('found host');
  });

  test('arbitrarily, if there are several', () => {
    const file = authMap({ 'https://r.example/b': 'b', 'http://r.example/a': 'a' }, 'auth file');
    expect(look(new ImageRs(file), 'r.example/a')).toMatchObject({
      outcome: 'ambiguous',
      entries: [{ source: 'auth file', key: 'http://r.example/a' }, { key: 'https://r.example/b' }],
      reason: '2 keys come down to the registry r.example, of which an arbitrary one is taken',
    });
    const alike = authMap({ 'https://r.example/b': 'bob', 'http://r.example/a': 'bob' });
    expect(outcome(new ImageRs(alike), 'r.example/a')).toBe('found bob bob');
    const hub = authMap({ 'index.docker.io': 'a', 'https://index.docker.io/v1/': 'b' });
    expect(outcome(new ImageRs(hub), 'nginx')).toBe('ambiguous b a');
  });
});

describe('ImageRs reads the file', () => {
  test.each([
    ['an entry without auth', { username: 'eve', password: 'x' }],
    ['an empty entry', {}],
    ['auth in upper case', { Auth: auth('eve') }],
    ['auth that is null', { auth: null }],
    ['an entry that is null', null],
  ])('%s makes it invalid as a whole', (_, entry) => {
    const lookup = look(
      new ImageRs(rawMap({ 'r.example': { auth: auth('bob') }, 'x.y': entry }, 'auth file')),
      'r.example/a',
    );
    expect(lookup).toEqual({
      outcome: 'none',
      entries: [],
      reason: 'auth file has an entry without "auth", "x.y", which makes it invalid as a whole',
    });
  });

  test.each([
    ['auths in upper case', `{"Auths":{"r.example":{"auth":"${auth('bob')}"}}}`],
    ['no auths', '{}'],
    ['auths that is null', '{"auths":null}'],
    ['auths twice', `{"auths":{},"auths":{"r.example":{"auth":"${auth('bob')}"}}}`],
    ['auth twice', `{"auths":{"r.example":{"auth":"x","auth":"${auth('bob')}"}}}`],
    ['a byte order mark', `\ufeff{"auths":{"r.example":{"auth":"${auth('bob')}"}}}`],
    ['a name that is not UTF-8', Buffer.from(`{"\xff":"","auths":{"r.example":{"auth":"${auth('bob')}"}}}`, 'latin1')],
    ['half a surrogate', `{"auths":{"r.example":{"auth":"${auth('bob')}"},"\\ud800":{"auth":""}}}`],
    ['more than one value in a list', `[{"r.example":{"auth":"${auth('bob')}"}},1]`],
  ])('and so does %s', (_, content) => {
    expect(look(new ImageRs(new AuthMap('auth file', content)), 'r.example/a').reason).toContain('invalid as a whole');
  });

  /** Seen with the real code: guest-components 8246e5e, serde_json 1.0.150. */
  test.each([
    ['lists in place of objects', `[{"r.example":["${auth('bob')}"]}]`],
    [
      'bytes that are not UTF-8, in a value that is not needed',
      Buffer.from(`{"x":"\xff","auths":{"r.example":{"auth":"${auth('bob')}"}}}`, 'latin1'),
    ],
  ])('but not %s', (_, content) => {
    expect(outcome(new ImageRs(new AuthMap('auth file', content)), 'r.example/a')).toBe('found bob');
  });

  test('the last of one registry twice counts, and other fields may come twice', () => {
    const text = `{"x":1,"x":2,"auths":{"r.example":{"auth":"x"},"r.example":{"y":1,"y":2,"auth":"${auth('bob')}"}}}`;
    expect(outcome(new ImageRs(new AuthMap('auth file', text)), 'r.example/a')).toBe('found bob');
  });

  test('an auth that does not decode fails the images that find it, and no others', () => {
    const file = new ImageRs(rawMap({ 'r.example': { auth: auth('bob') }, 'r.example/bad': { auth: 'hunter2' } }));
    expect(outcome(file, 'r.example/good')).toBe('found bob');
    expect(look(file, 'r.example/bad/x')).toMatchObject({ outcome: 'none', entries: [] });
    expect(look(file, 'r.example/bad').reason).toContain(
      'with "r.example/bad" the pull fails, as its auth is not padded base64',
    );
    expect(look(file, 'r.example/bad').reason).not.toContain('hunter2');
  });

  test('one of several in the fallback may be the one that does not decode', () => {
    const some = rawMap({ 'https://r.example/a': { auth: auth('bob') }, 'https://r.example/b': { auth: '' } });
    expect(outcome(new ImageRs(some), 'r.example/x')).toBe('ambiguous bob');
    const all = rawMap({ 'https://r.example/a': { auth: '!' }, 'https://r.example/b': { auth: '' } });
    expect(outcome(new ImageRs(all), 'r.example/x')).toBe('none');
  });
});

test('ImageRs agrees with a search through all keys', () => {
  const hosts = fc.constantFrom('r.example', 'r.example:5000', 'docker.io', 'index.docker.io', 'localhost');
  const paths = fc.constantFrom('', '/', '/a', '/ab', '/team', '/team/app', '/v1/');
  const keys = fc.tuple(fc.constantFrom('', '', 'https://'), hosts, paths).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.uniqueArray(keys, { maxLength: 8 }), images, (list, image) => {
      const parts = image.name.split('/');
      const exact = parts
        .map((_, i) => parts.slice(0, parts.length - i).join('/'))
        .filter((name) => list.includes(name));
      const hub = (host: string): string => (host === 'docker.io' ? 'index.docker.io' : host);
      const bare = (key: string): string => (key.startsWith('https://') ? (key.split('/')[2] ?? '') : key);
      const expected =
        exact.length > 0 ? exact.slice(0, 1) : list.filter((key) => hub(bare(key)) === hub(image.registry)).sort();
      const { outcome: result, entries } = new ImageRs(
        authMap(Object.fromEntries(list.map((key) => [key, key]))),
      ).lookup(image);
      expect(entries.map(({ key }) => key)).toEqual(expected);
      expect(result).toBe(expected.length === 0 ? 'none' : expected.length === 1 ? 'found' : 'ambiguous');
    }),
    { numRuns: 500 },
  );
});
