import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { temporaryDirectory } from '../temporary-directory';
import { cli } from './cli';

const { directory, write } = temporaryDirectory();

const CONFIG = `runtimeClass: kata-remote
kbs: { address: "https://kbs.example:8443", repository: { persistentVolumeClaim: kbs-repository } }
credentials: [{ registry: registry.example/team, username: robot, password: hunter2 }]
guest: { algorithm: sha384 }
workloads:
  - { name: web, image: registry.example/team/web }
  - { name: own, image: registry.example/team/own, guest: { algorithm: sha512 } }
`;

function initdata(args: string[], input?: string) {
  return cli(directory, ['initdata', ...args], input);
}

beforeEach(() => {
  write('coco.yaml', CONFIG);
});

test('prints the document, its digest and the annotation, which belong together', () => {
  const toml = initdata([]).stdout;
  // Peer pods read their registry credentials elsewhere.
  expect(toml).not.toContain('authenticated_registry_credentials_uri');
  expect(toml).not.toContain('hunter2');
  expect(initdata(['--digest']).stdout).toBe(`${createHash('sha384').update(toml).digest('hex')}\n`);
  const annotation = initdata(['--annotation']).stdout;
  expect(gunzipSync(Buffer.from(annotation, 'base64')).toString()).toBe(toml);
});

test('names the authentication file where the guest reads it', () => {
  write('coco.yaml', CONFIG.replace('kata-remote', 'kata-qemu-snp'));
  expect(initdata([]).stdout).toContain('authenticated_registry_credentials_uri = "kbs:///default/containers/auth"');
});

test('prints that of a workload with guest settings of its own', () => {
  const toml = initdata(['own']).stdout;
  expect(toml).toContain('algorithm = "sha512"');
  expect(initdata(['default/own', '--digest']).stdout).toBe(`${createHash('sha512').update(toml).digest('hex')}\n`);
  expect(initdata(['web']).stdout).toBe(initdata([]).stdout);
});

test('decodes an annotation, given or from standard input', () => {
  const toml = initdata([]).stdout;
  const annotation = initdata(['--annotation']).stdout;
  expect(initdata(['--decode', annotation.trim()]).stdout).toBe(toml);
  expect(initdata(['--decode', '-', '--digest'], annotation).stdout).toBe(initdata(['--digest']).stdout);
});

test('a digest that no evidence carries is warned of', () => {
  write('coco.yaml', CONFIG.replace('kata-remote', 'kata-qemu-snp').replace('guest: { algorithm: sha384 }', ''));
  const { status, stderr } = initdata(['--digest']);
  expect(stderr).toContain('warning: under kata-qemu-snp the guest gets kernel parameters, not this initdata');
  expect(status).toBe(0);
});

test('a digest that the evidence may not carry is warned of, where it is printed', () => {
  const rust = CONFIG.replace('kata-remote', 'kata-qemu-snp-runtime-rs');
  write('coco.yaml', rust);
  expect(initdata(['--digest']).stderr).toContain('the evidence holds this digest only since Kata 3.31');
  expect(initdata(['--annotation']).stderr).toBe('');
  write('coco.yaml', `kata: "4.1"\n${rust}`);
  expect(initdata(['--digest']).stderr).toBe('');
});

test('a name that several workloads have is told, and the full names are taken', () => {
  write('coco.yaml', `${CONFIG}  - { name: web, kind: Deployment, image: registry.example/team/web }\n`);
  expect(initdata(['web']).stderr).toContain('write default/Pod/web or default/Deployment/web');
  expect(initdata(['default/Deployment/web']).status).toBe(0);
});

test.each([
  ['a variable that is not set', 'password: "${UNSET}"'],
  ['a file that is not there', 'passwordFile: absent'],
  ['a program that fails', 'passwordCommand: [exit-with-1]'],
])('needs no password: %s', (_, password) => {
  const digest = initdata(['--digest']).stdout;
  write('coco.yaml', CONFIG.replace('password: hunter2', password));
  expect(initdata(['--digest'])).toMatchObject({ status: 0, stderr: '', stdout: digest });
});

test('a variable elsewhere is needed', () => {
  write('coco.yaml', CONFIG.replace('https://kbs.example:8443', '${UNSET}'));
  expect(initdata(['--digest']).stderr).toContain('the environment variable UNSET is not set');
});

test.each([
  ['a workload that is not there', ['wep'], 'no confidential workload is named "wep"; write web'],
  ['an annotation that is none', ['--decode', 'x'], 'is not base64'],
])('%s is told in a line', (_, args, message) => {
  const { status, stderr } = initdata(args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(status).toBe(1);
});
