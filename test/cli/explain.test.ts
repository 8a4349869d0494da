import { temporaryDirectory } from '../temporary-directory';
import { cli } from './cli';

const { directory, write } = temporaryDirectory();

function explain(...args: string[]) {
  return cli(directory, ['explain', ...args]);
}

function outcomes(stdout: string): Record<string, string> {
  const [{ readers }] = JSON.parse(stdout);
  return Object.fromEntries(
    readers.map(({ reader, outcome }: { reader: string; outcome: string }) => [reader, outcome]),
  );
}

const auth = Buffer.from('robot:hunter2').toString('base64');

const CONFIG = `runtimeClass: kata-qemu-snp
kbs: { address: "kbs:8080", repository: { persistentVolumeClaim: kbs-repository } }
credentials: [{ registry: registry.example/team, username: robot, password: hunter2 }]
workloads:
  - { name: web, image: "registry.example/team/web:1" }
  - { name: public, image: nginx }
`;

test('explains the images of the configuration, for people', () => {
  write('coco.yaml', CONFIG);
  const { status, stdout, stderr } = explain();
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^registry\.example\/team\/web:1\n {2}used by Pod default\/web$/m);
  expect(stdout).toMatch(/kubelet +found +Secret default\/cococred: registry\.example\/team \(user robot\)/);
  expect(stdout).toMatch(
    /image-rs +found +kbs:\/\/\/default\/containers\/auth: registry\.example\/team \(user robot\)/,
  );
  expect(stdout).not.toContain('hunter2');
  expect(stdout).not.toContain(auth);
  expect(status).toBe(0);
});

test('explains an image that no workload uses as if one did, for scripts', () => {
  write('coco.yaml', CONFIG);
  const { status, stdout } = explain('--json', 'registry.example/team/other');
  expect(outcomes(stdout)).toEqual({ kubelet: 'found', 'image-rs': 'found' });
  expect(status).toBe(0);
});

test('fails for an image that no reader finds a credential for', () => {
  write('coco.yaml', CONFIG);
  const { status, stdout } = explain('--json', 'other.example/app');
  expect(outcomes(stdout)).toEqual({ kubelet: 'none', 'image-rs': 'none' });
  expect(status).toBe(1);
});

test.each([
  ['Docker Hub under its customary key', 'nginx', 'https://index.docker.io/v1/', ['found', 'none', 'found']],
  ['a registry with a port', 'registry.example:5000/team/app', 'registry.example:5000', ['found', 'found', 'found']],
  ['a glob', 'eu.registry.example/app', '*.registry.example', ['found', 'none', 'none']],
  ['a prefix that is no component', 'registry.example/repo', 'registry.example/re', ['found', 'found', 'none']],
])('%s: %s under %s', (_, image, key, [kubelet, nydus, guest]) => {
  const content = JSON.stringify({ auths: { [key]: { auth } } });
  const file = write('auth.json', content);
  const { status, stdout } = explain('--json', '--nydus', '--docker-config', file, '--auth-file', file, image);
  expect(outcomes(stdout)).toEqual({ kubelet, 'nydus-snapshotter': nydus, 'image-rs': guest });
  expect(status).toBe([kubelet, nydus, guest].every((outcome) => outcome === 'found') ? 0 : 1);
});

test.each([
  ['a line break at the end', 'robot:hunter2\n', 'its password ends in a line break, which is sent as it is (401)', {}],
  ['no password', 'robot:', 'its password is empty', {}],
  ['an identity token alone', 'robot:', 'only docker knows its identitytoken', { identitytoken: 'x' }],
])('an entry with %s is found, and refused', (_, pair, flaw, more) => {
  const entry = { auth: Buffer.from(pair).toString('base64'), ...more };
  const file = write('auth.json', JSON.stringify({ auths: { 'r.example': entry } }));
  const { status, stdout } = explain('--docker-config', file, '--auth-file', file, 'r.example/app');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(flaw);
  expect(stdout).not.toContain('hunter2');
  expect(status).toBe(1);
});

test('readers that log in as different users fail, and are told', () => {
  const [host, guest] = ['a:a', 'b:b'].map((pair, i) =>
    write(`${i}.json`, JSON.stringify({ auths: { 'r.example': { auth: Buffer.from(pair).toString('base64') } } })),
  );
  const { status, stdout } = explain('--docker-config', host ?? '', '--auth-file', guest ?? '', 'r.example/app');
  expect(stdout).toContain('the readers log in with different users or passwords');
  expect(status).toBe(1);
});

test('the guest of a peer pod reads the pull Secret', () => {
  const file = write('auth.json', JSON.stringify({ auths: { 'r.example': { username: 'robot', password: 'x' } } }));
  const { status, stdout } = explain('--json', '--peer-pods', '--docker-config', file, 'r.example/app');
  expect(outcomes(stdout)).toEqual({ kubelet: 'found', 'image-rs': 'found' });
  expect(status).toBe(0);
});

test('one answer for several namespaces names the Secret of each', () => {
  const shop = '  - { name: web, namespace: shop, image: "registry.example/team/web:1" }\n';
  write('coco.yaml', CONFIG + shop);
  const { stdout } = explain();
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'kubelet found Secret default/cococred, Secret shop/cococred: registry.example/team (user robot)',
  );
});

test('images of two registries are no group, as the reasons name the registry', () => {
  write('coco.yaml', `${CONFIG}  - { name: other, image: "public.example/app:1" }\n`);
  const { stdout } = explain();
  expect(stdout).toMatch(/^docker\.io\/library\/nginx$/m);
  expect(stdout).toMatch(/^public\.example\/app:1$/m);
});

test('a user who is known in the cluster alone is told as that', () => {
  const existing = 'secrets: { backend: existing, existing: { pullSecret: mine, authFile: { name: kbs, key: auth } } }';
  write('coco.yaml', `${CONFIG.replace(', username: robot, password: hunter2', '')}${existing}\n`);
  const { status, stdout } = explain();
  expect(stdout).toContain('Secret default/mine: registry.example/team (its user and password are');
  expect(stdout).not.toContain('elsewhere');
  expect(explain('--json').stdout).not.toContain('elsewhere');
  expect(status).toBe(0);
});

test('passwords are not needed, and one of an empty variable is none of an empty password', () => {
  write('coco.yaml', CONFIG.replace('hunter2', '"${EMPTY}"').replace('robot', '"${USER_OF_TEAM}"'));
  const { status, stdout, stderr } = cli(directory, ['explain'], '', { EMPTY: '' });
  expect(stderr).toBe('');
  expect(stdout).toContain('registry.example/team (user ${USER_OF_TEAM})');
  expect(status).toBe(0);
});

test('2,000 workloads stay readable, on 100 columns', () => {
  const workloads = Array.from(
    { length: 2_000 },
    (_, i) => `  - { name: w${i}, image: "registry.example/team/app${i}:1" }`,
  );
  write('coco.yaml', `${CONFIG}${workloads.join('\n')}\n`);
  const { status, stdout } = explain();
  const lines = stdout.split('\n');
  expect(lines.length).toBeLessThan(40);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
  expect(stdout).toContain('and 1996 more images');
  expect(status).toBe(0);
});

test('two paths on one host are ambiguous for nydus-snapshotter alone', () => {
  const other = Buffer.from('other:other').toString('base64');
  const file = write(
    'auth.json',
    JSON.stringify({ auths: { 'r.example/a': { auth }, 'r.example/a/b': { auth: other } } }),
  );
  const { status, stdout } = explain(
    '--json',
    '--nydus',
    '--docker-config',
    file,
    '--auth-file',
    file,
    'r.example/a/b/c',
  );
  expect(outcomes(stdout)).toEqual({ kubelet: 'found', 'nydus-snapshotter': 'ambiguous', 'image-rs': 'found' });
  expect(status).toBe(1);
});

test.each([
  ['a missing file', ['--auth-file', 'absent.json', 'nginx'], 'the file absent.json does not exist'],
  ['a reference that is none', ['Upper/Case'], 'upper'],
  ['no image beside files', ['--auth-file', 'auth.json'], 'no image to explain'],
  ['a missing configuration', ['--config', 'absent.yaml'], 'absent.yaml: the file does not exist'],
])('%s is told in a line', (_, args, message) => {
  write('auth.json', '{"auths":{}}');
  write('coco.yaml', CONFIG);
  const { status, stderr } = explain(...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(status).toBe(1);
});

test('a password that stands in a key is not shown', () => {
  const file = write('auth.json', JSON.stringify({ auths: { 'https://robot:hunter3@registry.example': { auth } } }));
  const { stdout } = explain('--json', '--docker-config', file, 'registry.example/app');
  expect(outcomes(stdout)).toMatchObject({ kubelet: 'found' });
  expect(stdout).not.toContain('hunter3');
});
