import fc from 'fast-check';
import { AuthMap } from '../../src/registry/auth-map';
import type { ImageReference } from '../../src/registry/image-reference';
import { Kubelet } from '../../src/registry/kubelet';
import { images } from './arbitraries';
import { auth, authMap, distinctUsers, look, outcome, rawMap } from './auth-maps';

const lookUp = (key: string, image: string): string => outcome(new Kubelet([authMap({ [key]: 'bob' })]), image);

/** All expectations were seen with the code of kubernetes v1.37.2. */
describe('Kubelet matches keys', () => {
  test.each([
    ['a host', 'r.example', 'r.example/team/app:1'],
    ['a slash at the end', 'r.example/', 'r.example/app'],
    ['a scheme is dropped', 'https://r.example', 'r.example/app'],
    ['http too', 'http://r.example', 'r.example/app'],
    ['a path', 'r.example/team', 'r.example/team/app'],
    ['a path is a prefix to the letter', 'r.example/te', 'r.example/team/app'],
    ['a path with a slash at its end', 'r.example/team/', 'r.example/team/app'],
    ['v1 is dropped', 'https://r.example/v1/', 'r.example/app'],
    ['v2 is dropped, the rest of the path stays', 'r.example/v2/team', 'r.example/team/app'],
    ['only one version is dropped', 'r.example/v2/v2/app', 'r.example/v2/app'],
    ['v2 without a slash stays', 'r.example/v2', 'r.example/v2/app'],
    ['a port', 'r.example:5000', 'r.example:5000/app'],
    ['an empty port', 'r.example:', 'r.example/app'],
    ['a part of a host as a glob', '*.example', 'r.example/app'],
    ['a glob within a part', 'r*y.example', 'registry.example/app'],
    ['several globs within a part', '*gi*t*y.example', 'registry.example/app'],
    ['a glob for nothing', 'r*.example', 'r.example/app'],
    ['a glob for all parts', '*.*', 'r.example/app'],
    ['a glob and a port', '*.example:5000', 'r.example:5000/app'],
    ['a glob for one IPv6 address with a port', '*:5000', '[::1]:5000/app'],
    ['a glob and a path', '*.example/te', 'r.example/team'],
    ['an IPv6 address with a port', '[::1]:5000', '[::1]:5000/app'],
    ['user information is dropped', 'https://u:p@r.example', 'r.example/app'],
    ['a query is dropped', 'r.example/te?x', 'r.example/team'],
    ['a fragment is dropped', 'r.example/te#x', 'r.example/team'],
    ['percent signs are decoded', 'r.example/t%65am', 'r.example/team'],
    ['an official image by its whole name', 'docker.io/library', 'nginx'],
    ['localhost', 'localhost:5000', 'localhost:5000/app'],
    ['a host in upper case, to the letter', 'R.example', 'R.example/app'],
    ['a host with an underscore', 'my_host.local', 'my_host.local/app'],
  ])('%s: %s', (_, key, image) => {
    expect(lookUp(key, image)).toBe('found bob');
  });

  test.each([
    ['another host', 'r.example', 'x.example/app'],
    ['a host below', 'r.example', 'a.r.example/app'],
    ['a glob for fewer parts', '*.example', 'a.r.example/app'],
    ['a glob for more parts', '*.*.example', 'r.example/app'],
    ['a glob whose pieces overlap', 'reg*gistry.example', 'registry.example/app'],
    ['a glob whose pieces are in another order', '*y*t*.example', 'registry.example/app'],
    ['a glob across parts', 'r*le', 'r.example/app'],
    ['another port', 'r.example', 'r.example:5000/app'],
    ['another port behind a glob', '*.example:5000', 'r.example:5001/app'],
    ['no port', 'r.example:5000', 'r.example/app'],
    ['a glob in a path', 'r.example/*', 'r.example/app'],
    ['a path with a slash at its end is not the path', 'r.example/team/', 'r.example/team'],
    ['case counts', 'R.example', 'r.example/app'],
    ['an IPv6 address without port is a set of characters', '[::1]', '[::1]/app'],
    ['a scheme in upper case is a host', 'HTTPS://r.example', 'r.example/app'],
    ['a path that is no URL', 'r.example/%zz', 'r.example/app'],
    ['a host that is no URL', 'r example', 'r.example/app'],
    ['a port that is no number', 'r.example:x', 'r.example/app'],
    ['nothing', '', 'r.example/app'],
  ])('and not %s: %s', (_, key, image) => {
    expect(lookUp(key, image)).toBe('none');
  });

  test('Docker Hub has a default, where nothing else matches', () => {
    const hub = { 'https://index.docker.io/v1/': 'default' };
    expect(outcome(new Kubelet([authMap(hub)]), 'nginx')).toBe('found default');
    expect(look(new Kubelet([authMap(hub)]), 'nginx').reason).toContain('is the default for Docker Hub');
    expect(outcome(new Kubelet([authMap({ ...hub, 'docker.io': 'hub' })]), 'nginx')).toBe('found hub');
    expect(outcome(new Kubelet([authMap({ ...hub, '*.io': 'glob' })]), 'nginx')).toBe('found glob');
    expect(outcome(new Kubelet([authMap(hub)]), 'quay.io/app')).toBe('none');
    expect(outcome(new Kubelet([authMap(hub)]), 'registry-1.docker.io/app')).toBe('none');
    expect(outcome(new Kubelet([authMap(hub)]), 'localhost/app')).toBe('found default');
    expect(outcome(new Kubelet([authMap({ 'index.docker.io/myorg': 'path' })]), 'myorg/app')).toBe('none');
  });

  test('an empty entry for it keeps the default away', () => {
    const secret = rawMap({ 'docker.io': {}, 'index.docker.io': { auth: auth('default') } });
    expect(look(new Kubelet([secret]), 'nginx')).toEqual({
      outcome: 'none',
      entries: [],
      reason: 'key docker.io is the host, but its entry has neither user nor password',
    });
  });
});

test('Kubelet takes no longer for a hostile glob', () => {
  expect(lookUp(`${'*a'.repeat(5_000)}*b.x`, `${'a'.repeat(900)}.x/app`)).toBe('none');
});

describe('Kubelet tries all entries that match', () => {
  test('in the reverse order of keys, which is the longest path first', () => {
    const secret = authMap({
      'r.example': 'host',
      'r.example/team/app': 'app',
      'r.example/te': 'te',
      'r.example/team': 'team',
    });
    expect(outcome(new Kubelet([secret]), 'r.example/team/app/x')).toBe('found app team te host');
    expect(outcome(new Kubelet([secret]), 'r.example/teams')).toBe('found team te host');
    expect(look(new Kubelet([secret]), 'r.example/teams').reason).toBe('key r.example/team is a prefix of its letters');
  });

  test('globs among them by their letters', () => {
    const secret = authMap({ '*.example': 'glob', 'r.example': 'host', 'r.*/team': 'path' });
    expect(outcome(new Kubelet([secret]), 'r.example/team')).toBe('found host path glob');
  });

  test('of several Secrets in the order in which the Pod names them', () => {
    const [a, b] = [
      authMap({ 'r.example': 'a', 'r.example/team': 'team' }, 'Secret ns/a'),
      authMap({ 'https://r.example': 'b' }, 'Secret ns/b'),
    ];
    expect(outcome(new Kubelet([a, b]), 'r.example/app')).toBe('found a b');
    expect(outcome(new Kubelet([b, a]), 'r.example/app')).toBe('found b a');
    expect(outcome(new Kubelet([b, a]), 'r.example/team')).toBe('found team b a');
    expect(look(new Kubelet([b]), 'r.example/app').entries).toMatchObject([
      { source: 'Secret ns/b', key: 'https://r.example' },
    ]);
  });

  test('also if those have the same name', () => {
    const secrets = ['a', 'b'].map((username) => authMap({ 'r.example': username }, 'config.json'));
    expect(outcome(new Kubelet(secrets), 'r.example/app')).toBe('found a b');
  });

  test('of several keys in one Secret that come down to one, in arbitrary order', () => {
    const both = { 'r.example': 'a', 'https://r.example/v1/': 'b' };
    expect(look(new Kubelet([authMap(both)]), 'r.example/app')).toMatchObject({
      outcome: 'ambiguous',
      reason: 'key r.example is the host; several keys of one Secret come down to it, in arbitrary order',
    });
    expect(outcome(new Kubelet([authMap({ ...both, 'r.example/app': 'c' })]), 'r.example/app')).toBe('found c a b');
    expect(outcome(new Kubelet([authMap({ x: 'x', 'r.example': 'z' }, 'z'), authMap(both)]), 'r.example/app')).toBe(
      'found z a b',
    );
    expect(outcome(new Kubelet([authMap({ 'r.example': 'a', 'http://r.example': 'a' })]), 'r.example/app')).toBe(
      'found a a',
    );
  });
});

describe('Kubelet reads entries', () => {
  test.each([
    ['user and password', { username: 'bob', password: 'hunter2' }],
    ['auth wins over user and password', { username: 'eve', password: 'x', auth: auth('bob') }],
    ['names in any case', { Username: 'bob', PASSWORD: 'hunter2' }],
    ['an empty auth counts as none', { username: 'bob', password: 'hunter2', auth: '' }],
    ['null counts as none', { username: 'bob', password: 'hunter2', auth: null }],
    ['auth without padding', { auth: auth('bob').replace(/=/g, '') }],
    ['a token beside auth', { auth: auth('bob'), identitytoken: 5 }],
  ])('%s', (_, entry) => {
    const lookup = look(new Kubelet([rawMap({ 'r.example': entry })]), 'r.example/app');
    expect(lookup.outcome).toBe('found');
    expect(lookup.entries[0]?.holds({ username: 'bob', password: 'hunter2' })).toBe(true);
  });

  test.each([
    ['no colon in auth', { auth: 'eHg=' }, 'its auth has no ":"'],
    ['auth that is not base64', { auth: '!' }, 'its auth is not base64'],
    ['auth that is a number', { auth: 5 }, 'the auth is not a string'],
    ['email that is a number', { auth: auth('bob'), email: 5 }, 'the email is not a string'],
    ['an entry that is a text', 'x', 'is not an object'],
  ])('one bad entry fails all Secrets of the Pod: %s', (_, entry, reason) => {
    const lookup = look(new Kubelet([authMap({ 'r.example': 'bob' }), rawMap({ 'x.y': entry })]), 'r.example/app');
    expect(lookup.outcome).toBe('none');
    expect(lookup.reason).toContain(`Secret ns/raw cannot be read, as of its entry "x.y" ${reason}`);
    expect(lookup.reason).toContain("the kubelet uses none of the Pod's pull Secrets");
  });

  test.each([['[]'], ['{"auths":[]}'], ['{'], ['\ufeff{"auths":{}}'], ['{"HttpHeaders":{"a":1}}'], ['{} x']])(
    'a Secret that is %j fails too',
    (text) => {
      expect(look(new Kubelet([new AuthMap('Secret ns/x', text)]), 'r.example/app').reason).toContain('Secret ns/x ');
    },
  );

  test.each([[''], ['{}'], ['null'], ['{"auths":null}'], ['{"auths":{"a.b":null}}']])(
    'a Secret that is %j has nothing',
    (text) => {
      expect(look(new Kubelet([new AuthMap('Secret', text)]), 'a.b/c').reason).not.toContain('Secret');
      expect(look(new Kubelet([new AuthMap('Secret', text)]), 'a.b/c').outcome).toBe('none');
    },
  );
});

/** Seen with the real keyring of kubernetes v1.37. */
test.each([
  ['objects of one name are merged', '{"auths":{"r.example":A},"Auths":{"r.example/b":B}}', 'found bob'],
  ['of one key the last counts', '{"auths":{"r.example":B},"auths":{"r.example":A}}', 'found bob'],
  ['null empties what was there', '{"auths":{"r.example":B},"auths":null}', 'none'],
  ['null leaves a text as it was', '{"auths":{"r.example":{"auth":"Ym9iOmI=","auth":null}}}', 'found bob'],
  ['a replaced entry counts where it is bad', '{"auths":{"r.example":{"auth":"!"},"r.example":A}}', 'none'],
  ['a long s is an s', '{"auths":{"r.example":{"username":"bob","paſſword":"b"}}}', 'found bob'],
  ['10,000 levels', `{"auths":{"r.example":A},"x":${'['.repeat(9_999)}${']'.repeat(9_999)}}`, 'found bob'],
  ['10,001 levels', `{"auths":{"r.example":A},"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'none'],
])('Kubelet reads what is there twice or odd: %s', (_, text, expected) => {
  const written = text.replaceAll(/(?<=:)[AB](?=})/g, (name) => `{"auth":"${auth(name === 'A' ? 'bob' : 'eve')}"}`);
  expect(outcome(new Kubelet([new AuthMap('Secret', written)]), 'r.example/a')).toBe(expected);
});

test('Kubelet agrees with a search through all keys', () => {
  const hosts = fc.constantFrom(
    'r.example',
    'x.r.example',
    '*.example',
    '*.r.example',
    'r.example:5000',
    'docker.io',
    'index.docker.io',
    'localhost',
    '*',
  );
  const paths = fc.constantFrom('', '/', '/a', '/ab', '/a/', '/a/b', '/team/', '/v1/', '/v2/a', '/v2/v2/a', '/v2');
  const schemes = fc.constantFrom('', '', 'https://', 'http://');
  const keys = fc.tuple(schemes, hosts, paths).map((parts) => parts.join(''));
  const secrets = fc.array(fc.uniqueArray(keys, { maxLength: 6 }), { maxLength: 3 });
  fc.assert(
    fc.property(secrets, images, (lists, image) => {
      const maps = lists.map((list, i) => authMap(distinctUsers(list, i), String(i)));
      const found = new Kubelet(maps).lookup(image).entries.map(({ source, key }) => `${source} ${key}`);
      expect(grouped(found)).toEqual(grouped(searchAll(lists, image)));
    }),
    { numRuns: 1000 },
  );
});

/** Every key of every Secret, tested one by one, sorted at the end. */
function searchAll(secrets: readonly (readonly string[])[], image: ImageReference): string[] {
  const all = secrets.flatMap((keys, secret) =>
    keys.map((key) => ({ entry: `${secret} ${key}`, secret, key: plainKey(key) })),
  );
  const matching = all.filter(({ key }) => isMatch(key, image.name));
  const isHub = ['docker.io', 'localhost'].includes(image.registry);
  const chosen = matching.length > 0 || !isHub ? matching : all.filter(({ key }) => key === 'index.docker.io');
  return chosen
    .sort((a, b) => (a.key === b.key ? a.secret - b.secret : a.key < b.key ? 1 : -1))
    .map(({ entry }) => entry);
}

function plainKey(key: string): string {
  const [host = '', ...path] = key.replace(/^https?:\/\//, '').split('/');
  const rest = path.length > 1 && /^v[12]$/.test(path[0] ?? '') ? path.slice(1) : path;
  return rest.join('') === '' ? host : [host, ...rest].join('/');
}

function isMatch(key: string, name: string): boolean {
  const [keyHost = '', host = ''] = [key.split('/')[0], name.split('/')[0]];
  const pattern = keyHost
    .split('.')
    .map((part) => part.replace('*', '[^.:]*'))
    .join('\\.');
  return new RegExp(`^${pattern}$`).test(host) && name.slice(host.length).startsWith(key.slice(keyHost.length));
}

/** Entries with all that are of the same Secret and normalised key: in order, but among those. */
function grouped(entries: readonly string[]): string[] {
  const keyOf = (entry: string): string => `${entry[0]} ${plainKey(entry.slice(2))}`;
  return entries.map((entry) => `${entries.filter((other) => keyOf(other) === keyOf(entry)).sort()}`);
}
