import fc from 'fast-check';
import { AuthMap } from '../../src/registry/auth-map';
import { NydusSnapshotter } from '../../src/registry/nydus-snapshotter';
import { images } from './arbitraries';
import { auth, authMap, distinctUsers, look, outcome, rawMap } from './auth-maps';

const lookUp = (key: string, image: string): string =>
  outcome(new NydusSnapshotter([authMap({ [key]: 'bob' })]), image);

/** All expectations were seen with docker/cli v29.4.0, which nydus-snapshotter v0.16.1 looks up with. */
describe('NydusSnapshotter looks up the host alone', () => {
  test.each([
    ['the host', 'r.example', 'r.example/team/app'],
    ['cut at the first slash', 'r.example/team', 'r.example/other'],
    ['a scheme is dropped', 'https://r.example/v1/', 'r.example/app'],
    ['a scheme in upper case too', 'HTTP://r.example', 'r.example/app'],
    ['any scheme', 'ftp://r.example', 'r.example/app'],
    ['user information is dropped', 'https://u:p@r.example/x', 'r.example/app'],
    ['a port', 'r.example:5000/x', 'r.example:5000/app'],
    ['a scheme and a port', 'https://r.example:5000/x', 'r.example:5000/app'],
    ['an empty port behind a scheme', 'https://r.example:', 'r.example/app'],
    ['Docker Hub', 'docker.io', 'nginx'],
    ['Docker Hub with a path', 'docker.io/myorg', 'other/app'],
    ['an IPv6 address', '[::1]', '[::1]/app'],
    ['an IPv6 address, a scheme and a port', 'https://[::1]:5000', '[::1]:5000/app'],
  ])('%s: %s', (_, key, image) => {
    expect(lookUp(key, image)).toBe('found bob');
  });

  test.each([
    ['Docker Hub by the customary key', 'https://index.docker.io/v1/', 'nginx'],
    ['Docker Hub by its old index', 'index.docker.io', 'nginx'],
    ['another port', 'r.example:5000', 'r.example/app'],
    ['a glob', '*.example', 'r.example/app'],
    ['an empty port', 'r.example:', 'r.example/app'],
    ['an IPv6 address behind a scheme, which loses its brackets', 'https://[::1]', '[::1]/app'],
    ['a URL that Go cannot parse', 'https://r.example/%zz', 'r.example/app'],
    ['case counts', 'R.example', 'r.example/app'],
    ['an image whose host is none', 'my_host.local', 'my_host.local/app'],
  ])('and does not find %s: %s', (_, key, image) => {
    expect(lookUp(key, image)).toBe('none');
  });
});

describe('NydusSnapshotter takes one of several', () => {
  test('the key that is the host wins in its Secret', () => {
    const secret = authMap({ 'r.example/team': 'team', 'r.example': 'host', 'https://r.example': 'scheme' });
    expect(outcome(new NydusSnapshotter([secret]), 'r.example/team')).toBe('found host');
    expect(look(new NydusSnapshotter([secret]), 'r.example/team').reason).toBe('key r.example is the host');
  });

  test('but not over another Secret', () => {
    const [a, b] = [
      authMap({ 'r.example': 'host' }, 'Secret b/x'),
      authMap({ 'r.example/team': 'team' }, 'Secret a/x'),
    ];
    expect(outcome(new NydusSnapshotter([a, b]), 'r.example/team')).toBe('ambiguous team host');
  });

  test('arbitrarily, if they are cut to the host', () => {
    const secret = authMap({ 'r.example/b': 'b', 'r.example/a': 'a' });
    expect(look(new NydusSnapshotter([secret]), 'r.example/a')).toMatchObject({
      outcome: 'ambiguous',
      entries: [{ key: 'r.example/a' }, { key: 'r.example/b' }],
      reason: '2 entries are for the host r.example, an arbitrary one is taken',
    });
  });

  test('which does not matter if they log in alike', () => {
    const secrets = ['a', 'b'].map((name) => authMap({ 'r.example': 'bob' }, `Secret ${name}/x`));
    expect(look(new NydusSnapshotter(secrets), 'r.example/a')).toMatchObject({
      outcome: 'found',
      reason: '2 entries are for the host r.example, all with the same user and password',
    });
    const other = rawMap({ 'r.example': { auth: auth('bob', 'hunter3') } });
    expect(outcome(new NydusSnapshotter([...secrets, other]), 'r.example/a')).toBe('ambiguous bob bob bob');
  });
});

describe('NydusSnapshotter reads Secrets', () => {
  const good = authMap({ 'r.example': 'bob' }, 'Secret ns/good');

  test.each([
    ['an auth without padding', { auth: auth('eve').replace(/=/g, '') }, 'its auth is not padded base64'],
    ['an auth without user', { auth: auth('') }, 'its auth has no user'],
    [
      'an identity token that is a number',
      { auth: auth('eve'), identitytoken: 5 },
      'the identitytoken is not a string',
    ],
  ])('one bad entry fails its Secret, and no other: %s', (_, entry, reason) => {
    const bad = rawMap({ 'r.example': { auth: auth('eve') }, 'x.y': entry });
    expect(outcome(new NydusSnapshotter([bad, good]), 'r.example/a')).toBe('found bob');
    expect(look(new NydusSnapshotter([bad]), 'r.example/a').reason).toContain(
      `entry "x.y" ${reason}, so it is ignored`,
    );
  });

  test.each([
    ['a field of a wrong type', '{"auths":{"r.example":A},"psFormat":1}', 'none'],
    ['text behind it, which is not looked at', '{"auths":{"r.example":A}} x', 'found eve'],
    ['a bad entry that another replaces', '{"auths":{"r.example":{"auth":"!"},"r.example":A}}', 'found eve'],
  ])('with %s', (_, text, expected) => {
    const secret = new AuthMap('Secret', text.replace('A', `{"auth":"${auth('eve')}"}`));
    expect(outcome(new NydusSnapshotter([secret]), 'r.example/a')).toBe(expected);
  });

  test.each([
    ['no password', { username: 'eve' }],
    ['an empty password in auth', { auth: auth('eve', '') }],
    ['NULs for a password', { auth: auth('eve', '\0\0') }],
    ['nothing', {}],
  ])('an entry with %s is passed over', (_, entry) => {
    expect(outcome(new NydusSnapshotter([rawMap({ 'r.example': entry }), good]), 'r.example/a')).toBe('found bob');
    expect(outcome(new NydusSnapshotter([rawMap({ 'r.example': entry })]), 'r.example/a')).toBe('none');
  });

  test.each([
    ['credHelpers for the host', { credHelpers: { 'r.example': 'x' } }, 'found bob'],
    ['credsStore', { credsStore: 'x' }, 'found bob'],
    ['credHelpers for another host', { credHelpers: { 'x.y': 'x' } }, 'ambiguous bob eve'],
    ['an empty credsStore', { credsStore: '' }, 'ambiguous bob eve'],
  ])('%s', (_, rest, expected) => {
    const secret = authMap({ 'r.example': 'eve' }, 'Secret ns/helped', rest);
    expect(outcome(new NydusSnapshotter([secret, good]), 'r.example/a')).toBe(expected);
  });

  test('and says so where a helper is all there is', () => {
    const secret = authMap({ 'r.example': 'eve' }, 'Secret ns/helped', { credsStore: 'x' });
    expect(look(new NydusSnapshotter([secret]), 'r.example/a').reason).toContain('a credential helper is asked');
  });
});

test('NydusSnapshotter agrees with a search through all keys', () => {
  const hosts = fc.constantFrom('r.example', 'r.example:5000', 'docker.io', 'index.docker.io', 'localhost');
  const keys = fc
    .tuple(fc.constantFrom('', 'https://'), hosts, fc.constantFrom('', '/', '/a', '/v1/'))
    .map((parts) => parts.join(''));
  const secrets = fc.array(fc.uniqueArray(keys, { maxLength: 6 }), { maxLength: 4 });
  fc.assert(
    fc.property(secrets, images, (lists, image) => {
      const maps = lists.map((list, i) => authMap(distinctUsers(list, i), String(i)));
      const expected = lists.flatMap((list, i) => {
        const cut = list.filter((key) => key.replace('https://', '').split('/')[0] === image.registry);
        return (list.includes(image.registry) ? [image.registry] : cut).map((key) => `${i} ${key}`);
      });
      const { outcome: result, entries } = new NydusSnapshotter(maps).lookup(image);
      expect(entries.map(({ source, key }) => `${source} ${key}`)).toEqual(expected.sort());
      expect(result).toBe(expected.length === 0 ? 'none' : expected.length === 1 ? 'found' : 'ambiguous');
    }),
    { numRuns: 500 },
  );
});
