import fc from 'fast-check';
import { describeProblem, InputError } from '../../src/input/problem';
import { AuthFile } from '../../src/registry/auth-file';
import type { AuthFileOptions } from '../../src/registry/auth-file-import';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { credentialLists } from './arbitraries';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const AUTH = base64('bob:hunter2');
const SOURCE = { source: 'c.json' };

const file = (auths: object, rest: object = {}): string => JSON.stringify({ auths, ...rest });

describe('AuthFile writes', () => {
  test('one line for each entry, sorted, and a newline at the end', () => {
    const credentials = [
      'r.example:5000',
      'docker.io/myorg',
      'r.example',
      'r.example/b',
      'R'.toLowerCase().concat('.a'),
    ].map((registry) => RegistryCredential.basic(registry, { username: 'bob', password: 'hunter2' }));
    expect(AuthFile.fromCredentials(credentials).toString()).toBe(`{
  "auths": {
    "docker.io/myorg": {"auth": "${AUTH}"},
    "r.a": {"auth": "${AUTH}"},
    "r.example": {"auth": "${AUTH}"},
    "r.example/b": {"auth": "${AUTH}"},
    "r.example:5000": {"auth": "${AUTH}"}
  }
}
`);
  });

  test('no credentials', () => {
    expect(AuthFile.fromCredentials([]).toString()).toBe('{\n  "auths": {}\n}\n');
  });

  test('the same credentials in the same bytes, whatever their order', () => {
    fc.assert(
      fc.property(credentialLists, (credentials) => {
        const text = AuthFile.fromCredentials(credentials).toString();
        expect(AuthFile.fromCredentials([...credentials].reverse()).toString() === text).toBe(true);
        expect(AuthFile.fromCredentials([...credentials, ...credentials]).toString() === text).toBe(true);
      }),
    );
  });

  test('what it reads back unchanged', () => {
    fc.assert(
      fc.property(credentialLists, (credentials) => {
        const text = AuthFile.fromCredentials(credentials).toString();
        const { file: read, warnings } = AuthFile.parse(text);
        expect(warnings).toHaveLength(credentials.length === 0 ? 1 : 0);
        expect(read.toString() === text).toBe(true);
        expect(read.credentials.map(({ scope }) => scope).sort()).toEqual(credentials.map(({ scope }) => scope).sort());
      }),
    );
  });

  test('a merge of two files', () => {
    const [a, b, c] = ['a.b', 'a.b/c', 'd.e'].map((key) => AuthFile.parse(file({ [key]: { auth: AUTH } })).file);
    expect(
      a
        ?.merge(b as AuthFile)
        .merge(c as AuthFile)
        .credentials.map(({ scope }) => scope),
    ).toEqual(['a.b', 'a.b/c', 'd.e']);
    const other = AuthFile.parse(file({ 'a.b': { auth: base64('eve:hunter3') } })).file;
    expect(() => a?.merge(other)).toThrow('two different credentials for a.b (bob, eve)');
  });
});

describe('AuthFile reads keys', () => {
  test.each([
    ['a host', 'r.example', 'r.example'],
    ['a path', 'r.example:5000/team/app', 'r.example:5000/team/app'],
    ['a scheme', 'https://r.example', 'r.example'],
    ['a scheme and a slash', 'https://r.example/', 'r.example'],
    ['the key of docker login', 'https://index.docker.io/v1/', 'docker.io'],
    ['an old docker', 'https://r.example/v1/', 'r.example'],
    [
      'the key of the pull Secret in the CoCo documentation',
      'https://my-registry.local/repository/image',
      'my-registry.local/repository/image',
    ],
    ['Docker Hub by its hosts', 'registry-1.docker.io', 'docker.io'],
    ['v2 as a path', 'r.example/v2/app', 'r.example/v2/app'],
  ])('%s: %s', (_, key, scope) => {
    const { file: read, warnings } = AuthFile.parse(file({ [key]: { auth: AUTH } }));
    expect(read.credentials.map((credential) => credential.scope)).toEqual([scope]);
    expect(read.credentials[0]?.sameSecret({ username: 'bob', password: 'hunter2' })).toBe(true);
    expect(warnings).toEqual([]);
  });
});

describe('AuthFile names the key that the guest cannot use', () => {
  test.each([
    [
      'a glob',
      file({ '*.example.com': { auth: AUTH } }),
      'c.json: key "*.example.com" is a glob: the guest compares keys letter by letter',
    ],
    ['a glob in a path', file({ 'a.b/team/*': { auth: AUTH } }), 'c.json: key "a.b/team/*" is a glob'],
    ['a prefix', file({ 'a.b/team/': { auth: AUTH } }), 'c.json: key "a.b/team/" is a prefix that ends in "/"'],
    ['a prefix that is a host', file({ 'a.b/': { auth: AUTH } }), 'write a.b'],
    ['a prefix that ends in a dash', file({ 'a.b/team-': { auth: AUTH } }), 'c.json: key "a.b/team-" has a bad path'],
    [
      'Docker Hub without scheme',
      file({ 'index.docker.io/v1/': { auth: AUTH } }),
      'key "index.docker.io/v1/" is a prefix',
    ],
    [
      'a path on an alias',
      file({ 'index.docker.io/myorg': { auth: AUTH } }),
      'key "index.docker.io/myorg" is never found: the guest looks for the exact name of the image, of a path above it, or of the host; write docker.io/myorg',
    ],
    ['a tag', file({ 'a.b/app:1': { auth: AUTH } }), 'key "a.b/app:1" has a tag'],
    ['a bare word', file({ myorg: { auth: AUTH } }), 'key "myorg" names no host'],
    ['upper case', file({ 'A.b': { auth: AUTH } }), 'key "A.b" has upper-case letters'],
    ['an empty key', file({ '': { auth: AUTH } }), 'key is empty'],
    ['__proto__', '{"auths":{"__proto__":{"auth":"x"}}}', 'key "__proto__" has a bad host'],
    ['constructor', '{"auths":{"constructor":{"auth":"x"}}}', 'key "constructor" names no host'],
    [
      'no auth',
      file({ 'a.b': {} }),
      'c.json: key "a.b" has no auth; docker may keep it in a credential store: the guest reads "auth" alone',
    ],
    [
      'user and password alone',
      file({ 'a.b': { username: 'bob', password: 'hunter2' } }),
      'key "a.b" has username and password but no auth (base64 of user:password)',
    ],
    ['an identity token alone', file({ 'a.b': { identitytoken: 'hunter2' } }), 'key "a.b" has an identitytoken only'],
    [
      'an identity token and an empty password',
      file({ 'a.b': { auth: base64('bob:'), identitytoken: 'hunter2' } }),
      'key "a.b" has an identitytoken only (its auth has no password)',
    ],
    ['an empty auth', file({ 'a.b': { auth: '' } }), 'key "a.b" has an empty auth'],
    ['an auth that is a number', file({ 'a.b': { auth: 5 } }), 'key "a.b" has an auth that is not a string'],
    ['auth in upper case', file({ 'a.b': { Auth: AUTH } }), 'key "a.b" has "Auth" for "auth"'],
    ['an entry that is a text', file({ 'a.b': AUTH }), 'key "a.b" is not an object'],
    ['an entry that is null', file({ 'a.b': null }), 'key "a.b" is not an object'],
    [
      'bad base64',
      file({ 'a.b': { auth: 'hunter2!' } }),
      'key "a.b": its auth is not padded base64 of the standard alphabet',
    ],
    [
      'base64 without padding',
      file({ 'a.b': { auth: AUTH.replace(/=/g, '') } }),
      'key "a.b": its auth is not padded base64',
    ],
    [
      'no colon',
      file({ 'a.b': { auth: base64('hunter2') } }),
      'key "a.b": its auth has no ":" between user and password',
    ],
    [
      'not UTF-8',
      file({ 'a.b': { auth: base64(Buffer.from('bob:hunter2\xff', 'latin1')) } }),
      'key "a.b": its auth does not decode to UTF-8',
    ],
    ['no user', file({ 'a.b': { auth: base64(':hunter2') } }), 'key "a.b": user name for a.b is empty'],
    ['no password', file({ 'a.b': { auth: base64('bob:') } }), 'key "a.b": password for a.b is empty'],
    [
      'credHelpers',
      file({}, { credHelpers: { 'gcr.io': 'gcloud' } }),
      'c.json: credHelpers "gcr.io" has its credential elsewhere: a credential helper is a program on your machine',
    ],
    ['credsStore', file({}, { credsStore: 'desktop' }), 'c.json: credsStore keeps the credentials elsewhere'],
    [
      'two scheme keys on a host',
      file({ 'https://a.b/x': { auth: AUTH }, 'http://a.b/y': { auth: AUTH } }),
      'c.json: keys "https://a.b/x" and "http://a.b/y" have a scheme and the same host: the guest cuts both to the host and takes one of them at random; write one of them, or both without the scheme, as a.b/<path>',
    ],
    [
      'two keys for a scope',
      file({ 'a.b': { auth: AUTH }, 'https://a.b/v1/': { auth: AUTH } }),
      'c.json: keys "a.b" and "https://a.b/v1/" both stand for a.b',
    ],
    [
      'two keys for Docker Hub',
      file({ 'docker.io': { auth: AUTH }, 'https://index.docker.io/v1/': { auth: AUTH } }),
      'both stand for docker.io',
    ],
    [
      'a key twice',
      `{"auths":{"a.b":{"auth":"${AUTH}"},"a.b":{"auth":"${AUTH}"}}}`,
      'c.json: key "auths"."a.b" is there twice',
    ],
    ['auths twice', '{"auths":{},"auths":{}}', 'c.json: key "auths" is there twice'],
    ['auth twice', `{"auths":{"a.b":{"auth":"${AUTH}","auth":"${AUTH}"}}}`, 'key "auths"."a.b"."auth" is there twice'],
    ['no auths', '{}', 'c.json: the file has no "auths": the guest refuses the file'],
    ['auths in upper case', '{"Auths":{}}', 'c.json: the file has no "auths", but "Auths"'],
    ['auths that is an array', '{"auths":[]}', 'c.json has no "auths" object'],
    ['an array', '[]', 'c.json has no "auths" object'],
    ['not JSON', '{"auths":\n hunter2}', 'c.json is not JSON (line 2, column 2)'],
    ['nothing', '', 'c.json is not JSON (line 1, column 1)'],
    [
      'a URL with user and password',
      file({ 'https://bob:hunter2@a.b': { auth: AUTH } }),
      'key "https://…@a.b": key has an "@" in it',
    ],
  ])('%s', (_, text, message) => {
    const problems = problemsOf(text, SOURCE);
    expect(problems.join('\n')).toContain(message);
    expect(problems.join('\n')).not.toContain('hunter2');
    expect(problems).toHaveLength(1);
  });

  test('reports everything at once', () => {
    const broken = {
      '*.a': { auth: AUTH },
      'a.b': {},
      'https://index.docker.io/v1/': {},
      'c.d': { auth: 'hunter2' },
      'e.f': { auth: base64(':') },
    };
    const problems = problemsOf(
      file(broken, { credsStore: 'desktop', credHelpers: { 'x.y': 'x', 'z.y': 'z' } }),
      SOURCE,
    );
    expect(problems.map((problem) => /"[^"]*"|credsStore/.exec(problem)?.[0])).toEqual([
      '"*.a"',
      '"a.b"',
      '"https://index.docker.io/v1/"',
      '"c.d"',
      '"e.f"',
      '"e.f"',
      '"x.y"',
      '"z.y"',
      'credsStore',
    ]);
  });

  test.each([
    ['10 MB', 'x'.repeat(10_000_000), 'has 10000000 bytes: a Secret holds 1048576 bytes'],
    ['10 MB of bytes', new Uint8Array(10_000_000), 'has 10000000 bytes'],
    ['deep nesting', `{"auths":${'{"a":'.repeat(100_000)}`, 'is nested deeper than 10000'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'is not UTF-8; write the file saved as UTF-8'],
    ['UTF-16, as PowerShell writes it', Buffer.from('\ufeff{"auths":{}}', 'utf16le'), 'is not UTF-8 but UTF-16'],
  ])('refuses hostile input: %s', (_, content, message) => {
    expect(problemsOf(content).join()).toContain(message);
  });

  test('stops counting mistakes out of 100,000', () => {
    const text = `{"auths":{${Array.from({ length: 100_000 }, (_, i) => `"${i}":0`).join()}}}`;
    const problems = problemsOf(text, SOURCE);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('c.json: the file may have more mistakes, these 100 are the first');
  });
});

describe('AuthFile repairs, with a warning', () => {
  test.each([
    [
      'a byte order mark',
      `\ufeff${file({ 'a.b': { auth: AUTH } })}`,
      'c.json: the file begins with a byte order mark, which is dropped',
    ],
    [
      'a byte order mark in bytes',
      Buffer.from(`\ufeff${file({ 'a.b': { auth: AUTH } })}`),
      'begins with a byte order mark',
    ],
    [
      'a byte order mark in an auth',
      file({ 'a.b': { auth: base64('\ufeffbob:hunter2') } }),
      'c.json: key "a.b" has a byte order mark in its auth',
    ],
    [
      'the newline of echo',
      file({ 'a.b': { auth: base64('bob:hunter2\n') } }),
      'c.json: key "a.b" has a line break at the end of its password, which is dropped',
    ],
    [
      'the newline of Windows',
      file({ 'a.b': { auth: base64('bob:hunter2\r\n') } }),
      'line break at the end of its password',
    ],
    [
      'a newline after base64',
      file({ 'a.b': { auth: `${AUTH}\n` } }),
      'c.json: key "a.b" has a line break in or after its auth',
    ],
    [
      'wrapped base64',
      file({ 'a.b': { auth: `${AUTH.slice(0, 4)}\n${AUTH.slice(4)}` } }),
      'c.json: key "a.b" has a line break in or after its auth',
    ],
    [
      'another password beside auth',
      file({ 'a.b': { auth: AUTH, username: 'bob', password: 'hunter22' } }),
      'c.json: key "a.b" has another username or password than its auth, which wins',
    ],
    [
      'the old .dockercfg format',
      JSON.stringify({ 'a.b': { auth: AUTH, email: '' } }),
      'c.json: the file has the old .dockercfg format',
    ],
    [
      'a Secret in YAML',
      `apiVersion: v1\nkind: Secret\nmetadata: { name: x }\ndata:\n  .dockerconfigjson: ${base64(file({ 'a.b': { auth: AUTH } }))}\n`,
      'c.json: the file is a Kubernetes Secret, out of which the authentication file is taken',
    ],
    [
      'a Secret in JSON',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Secret',
        stringData: { '.dockerconfigjson': file({ 'a.b': { auth: AUTH } }) },
      }),
      'the file is a Kubernetes Secret',
    ],
    ['base64 of it all', `${base64(file({ 'a.b': { auth: AUTH } }))}\n`, 'c.json: the file is base64'],
    [
      'an identity token that is not needed',
      file({ 'a.b': { auth: AUTH, identitytoken: 'x' } }),
      'has an identitytoken beside its auth',
    ],
  ])('%s', (_, content, message) => {
    const { file: read, warnings } = AuthFile.parse(content, SOURCE);
    expect(read.toString() === AuthFile.parse(file({ 'a.b': { auth: AUTH } })).file.toString()).toBe(true);
    expect(warnings.map(describeProblem)).toEqual([expect.stringContaining(message)]);
    expect(warnings.map(describeProblem).join()).not.toContain('hunter2');
  });
});

test('AuthFile takes the credential of a browser login, and not its tokens', () => {
  const hub = 'https://index.docker.io/v1/';
  const entries = Object.fromEntries(['', 'access-token', 'refresh-token'].map((end) => [hub + end, { auth: AUTH }]));
  const { file: read, warnings } = AuthFile.parse(file(entries), SOURCE);
  expect(read.credentials.map(({ scope }) => scope)).toEqual(['docker.io']);
  expect(warnings.map(({ what }) => what)).toEqual([
    `c.json: key "${hub}access-token" is left out`,
    `c.json: key "${hub}refresh-token" is left out`,
  ]);
});

test('AuthFile takes no token of a browser login for a credential', () => {
  const { file: read, warnings } = AuthFile.parse(
    file({ 'https://index.docker.io/v1/access-token': { auth: AUTH } }),
    SOURCE,
  );
  expect(read.credentials).toEqual([]);
  expect(warnings).toMatchObject([{ fix: 'write the file anew with docker login --username NAME' }]);
});

test('AuthFile tells of a file without entries', () => {
  expect(AuthFile.parse(file({}), SOURCE).warnings.map(({ what }) => what)).toEqual([
    'c.json: the file has no entry, so it gives no credential',
  ]);
});

test.each([
  [
    'credential helpers alone',
    '{"credHelpers":{"gcr.io":"gcloud"}}',
    'credHelpers "gcr.io" has its credential elsewhere',
  ],
  [
    'a Secret without it',
    'apiVersion: v1\nkind: Secret\ndata: {}\n',
    "write the file with kubectl get secret NAME -o jsonpath='{.data.\\.dockerconfigjson}' | base64 -d",
  ],
  [
    'a Secret that SOPS has encrypted',
    'apiVersion: v1\nkind: Secret\ndata:\n  .dockerconfigjson: ENC[AES256_GCM,data:abc]\nsops: {}\n',
    'SOPS has encrypted the Secret: what it holds is not known here; write the file that sops -d prints',
  ],
  [
    'a SealedSecret',
    'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec: { encryptedData: { .dockerconfigjson: AgA= } }\n',
    'the file is a SealedSecret: what it holds is not known here; write the file with kubectl get secret',
  ],
])('AuthFile says of %s what is wrong', (_, text, message) => {
  expect(problemsOf(text, SOURCE)).toEqual([expect.stringContaining(message)]);
});

describe('AuthFile takes some registries', () => {
  const mixed = file(
    {
      'ghcr.io/org': { auth: AUTH },
      'ghcr.io': { auth: AUTH },
      'ghcr.iox': { auth: AUTH },
      '*.bad': {},
      'https://index.docker.io/v1/': {},
    },
    { credsStore: 'desktop', credHelpers: { 'gcr.io': 'gcloud' } },
  );

  test.each([
    ['a host, and what is below it', ['ghcr.io'], ['ghcr.io', 'ghcr.io/org']],
    ['a path', ['ghcr.io/org'], ['ghcr.io/org']],
    ['as a URL', ['https://ghcr.iox/'], ['ghcr.iox']],
    ['several', ['ghcr.iox', 'ghcr.io/org'], ['ghcr.io/org', 'ghcr.iox']],
  ])('%s', (_, registries, scopes) => {
    expect(AuthFile.parse(mixed, { registries }).file.credentials.map(({ scope }) => scope)).toEqual(scopes);
  });

  test.each([
    ['one that is broken', ['docker.io'], ['key "https://index.docker.io/v1/" has no auth', 'credsStore keeps']],
    ['one that a helper has', ['gcr.io'], ['credHelpers "gcr.io"', 'credsStore keeps']],
    ['one that is misspelt', ['ghcr.io', 'ghcr.io/orgs'], ['credsStore keeps']],
    ['one that is no registry', ['*.x'], ['registries entry "*.x" is a glob']],
  ])('and reports %s', (_, registries, messages) => {
    const problems = problemsOf(mixed, { registries });
    expect(problems).toEqual(messages.map((message) => expect.stringContaining(message)));
  });

  test('and suggests the nearest of those that are there', () => {
    const problems = problemsOf(file({ 'ghcr.io/org': { auth: AUTH } }), { registries: ['ghcr.io/orgs'] });
    expect(problems).toEqual([
      'auth file: the file has no entry for "ghcr.io/orgs": its images would be pulled without a credential; write ghcr.io/org',
    ]);
  });
});

function problemsOf(content: string | Uint8Array, options: AuthFileOptions = {}): string[] {
  try {
    AuthFile.parse(content, options);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(describeProblem);
    throw error;
  }
}
