import { InputError } from '../../src/input/problem';
import { importCredentials } from '../../src/registry/auth-file-import';

const AUTH = Buffer.from('u:hunter2').toString('base64');
const ENTRY = `"auths":{"a.b":{"auth":"${AUTH}"}}`;

const warningsOf = (text: string) =>
  importCredentials(text, { source: 'f' }).warnings.map(({ what, fix }) => `${what}; ${fix}`);

function mistakeIn(text: string): string {
  try {
    importCredentials(text, { source: 'f' });
  } catch (error) {
    if (error instanceof InputError) return error.message;
  }
  throw new Error('it was read');
}

test.each([
  [
    'daemon.json',
    `{"insecure-registries":["a.b"],${ENTRY}}`,
    /holds "insecure-registries", as .*\(daemon\.json\).*guest\.registries/,
  ],
  ['registries.conf', `{"insecure":true,${ENTRY}}`, /holds "insecure", as the registries\.conf.*guest\.registries/],
  [
    'an entry',
    `{"auths":{"a.b":{"auth":"${AUTH}","insecure":true}}}`,
    /key "a\.b" has "insecure"; write guest\.registries/,
  ],
])('what %s says beside logins is told', (_, text, message) => {
  expect(warningsOf(text)).toEqual([expect.stringMatching(message)]);
});

test.each([
  [
    'daemon.json',
    '{"registry-mirrors":["https://m"]}',
    /no "auths", and holds "registry-mirrors".*guest\.registries.*docker login/,
  ],
  [
    'registries.conf',
    '# hunter2\n[[registry]]\nlocation = "a.b"\ninsecure = true\n',
    /holds "\[registry\]", "insecure", as the registries\.conf/,
  ],
  [
    'registries.conf of old',
    '[registries.insecure]\nregistries = ["a"]\n',
    /holds "\[registries\]", as the registries\.conf/,
  ],
  [
    'registries.yaml',
    'mirrors: {}\nconfigs:\n  m: { auth: { password: hunter2 } }\n',
    /of K3s.*credentials: \[\{ registry, username/,
  ],
  ['hosts.toml', 'server = "https://a.b"\n[host."https://m"]\n', /"\[host\]", as a configuration of containerd/],
  [
    'config.toml',
    '[plugins."io.containerd.grpc.v1.cri".registry]\n',
    /"\[plugins\]", as a configuration of containerd/,
  ],
  ['policy.json', '{"default":[],"transports":{}}', /as an image policy .*guest\.imagePolicy/],
])('%s in place of an authentication file is told, with what to write', (_, text, message) => {
  expect(mistakeIn(text)).toMatch(message);
  expect(mistakeIn(text)).not.toContain('hunter2');
});

test("docker's own settings, and what nobody knows, go without a word", () => {
  expect(warningsOf(`{"plugins":{},"HttpHeaders":{},"registry":"x",${ENTRY}}`)).toEqual([]);
  expect(mistakeIn('registry: a.b\npassword: hunter2\n')).toMatch(/^f is not JSON/);
});

test('is linear', () => {
  const start = performance.now();
  for (const text of ['['.repeat(1e6), `${'[['.repeat(2)}${' '.repeat(1e6)}`, '[a\n'.repeat(3e5), 'a'.repeat(1e6)])
    mistakeIn(text);
  expect(performance.now() - start).toBeLessThan(2000);
});
