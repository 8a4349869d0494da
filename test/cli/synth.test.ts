import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../temporary-directory';
import { cli } from './cli';

// What is committed has the true cost.
jest.unmock('../../src/secrets/scrypt-cost');

const { directory, write } = temporaryDirectory();
const dist = join(directory, 'dist');
const SHIPPED = readFileSync('coco.yaml', 'utf8');
const PASSWORD = 'a-password-nobody-sees';
write('coco.yaml', SHIPPED);

const synth = (env: Record<string, string> = {}, ...args: string[]) => cli(directory, ['synth', ...args], '', env);

function filesOf(path: string): Record<string, string> {
  return Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

test('writes what is committed, names it, and prints nothing secret', () => {
  const { status, stdout, stderr } = synth();
  expect(stderr).not.toMatch(/^(error|warning)/m);
  const named = stdout.split('\n').map((line) => line.split('  ', 1)[0]);
  expect(named.filter(Boolean)).toEqual(readdirSync(dist).map((name) => join('dist', name)));
  const committed = Object.fromEntries(Object.entries(filesOf('dist')).filter(([name]) => !/^10-/.test(name)));
  expect(filesOf(dist)).toMatchObject(committed);
  expect(status).toBe(0);
  expect(stderr).toContain(
    'info: the cluster needs beforehand: namespace coco-tenant, claim coco-tenant/kbs-repository, RuntimeClass kata-qemu-coco-dev\n',
  );
  const { stdout: out, stderr: err } = synth({ AUTHENTICATED_IMAGE_PASSWORD: PASSWORD });
  expect(out + err).not.toContain(PASSWORD);
});

test.each([
  ['a mistake', { KBS_ADDRESS: 'localhost:8080' }, /^error: coco\.yaml:\d+: kbs\.address: .*loopback/m],
  [
    'a configuration that is not there',
    { COCO_CONFIG: 'absent.yaml' },
    /^error: absent\.yaml: the file does not exist/,
  ],
])('%s leaves the output as it was, and is told in a line', (_, env, message) => {
  synth();
  writeFileSync(join(dist, 'mine.txt'), 'mine');
  const before = filesOf(dist);
  const { status, stdout, stderr } = synth({ ...env, AUTHENTICATED_IMAGE_PASSWORD: PASSWORD });
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^dist is as it was before\.$/m);
  expect(stdout + stderr).not.toMatch(/^ +at |a-password/m);
  expect(filesOf(dist)).toEqual(before);
  expect(status).toBe(1);
});

test('COCO_CONFIG, --config and --output name other places', () => {
  write('other.yaml', SHIPPED.replace('image-auth-feat', 'other'));
  synth({ COCO_CONFIG: 'other.yaml' });
  const files = filesOf(dist);
  expect(files['30-workloads-default.k8s.yaml']).toContain('name: other');
  expect(synth({}, '--config', 'other.yaml', '--output', 'elsewhere/dist').status).toBe(0);
  expect(filesOf(join(directory, 'elsewhere/dist'))).toEqual(
    Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'mine.txt')),
  );
});

test('an output directory that cannot be is told in a line', () => {
  write('file', '');
  const { status, stderr } = synth({}, '--output', 'file');
  expect(stderr).toContain('error: the output directory file cannot be written: it is no directory');
  expect(status).toBe(1);
});

test.each(['--output', '--config'])('an empty %s is told as that', (option) => {
  const { status, stderr } = synth({}, option, '');
  expect(stderr).toMatch(new RegExp(`^error: option '.*${option} .*is invalid. It is empty: is a variable not set\\?`));
  expect(status).toBe(1);
});

test.each([[['--help']], [['synth', '--help']], [['--version']]])('%j ends well and writes nothing', (args) => {
  const { status, stdout } = cli(directory, args);
  expect(stdout).toMatch(/\S/);
  expect(status).toBe(0);
});

test.each([
  [['synht'], "unknown command 'synht'"],
  [['synth', '--outptu', 'x'], "unknown option '--outptu'"],
])('%j is told with the help', (args, message) => {
  const { status, stderr } = cli(directory, args);
  expect(stderr).toContain(message);
  expect(stderr).toContain('Usage:');
  expect(status).toBe(1);
  expect(existsSync(join(directory, 'x'))).toBe(false);
});

test('says what each file holds and whether the upload runs; --quiet does not', () => {
  const output = ['--output', 'described'];
  const told = (env: Record<string, string>, ...args: string[]) => synth(env, ...output, ...args);
  expect(told({}).stdout).toBe(`described/.gitignore  keeps the passwords out of Git
described/10-secrets-coco-tenant.k8s.yaml  holds passwords, ignored by Git; 1 Secret
described/10-secrets-default.k8s.yaml  holds passwords, ignored by Git; 1 Secret
described/20-kbs-coco-tenant.k8s.yaml  1 Job; the upload runs anew
described/30-workloads-default.k8s.yaml  1 Pod
described/REVIEW.md  says what all of it means
`);
  expect(told({}).stdout).toContain('1 Job; the upload is as before\n');
  expect(told({ AUTHENTICATED_IMAGE_PASSWORD: PASSWORD }).stdout).toContain('1 Job; the upload runs anew\n');
  const quiet = told({}, '--quiet');
  expect(quiet.stdout).toBe(
    readdirSync(join(directory, 'described'))
      .map((name) => `described/${name}\n`)
      .join(''),
  );
  expect(quiet.stderr).toBe('');
});

test('names the images that are taken as public', () => {
  const open = 'workloads:\n  - { name: open, image: quay.io/open/app:1, namespace: default, kind: Pod }';
  write('public.yaml', SHIPPED.replace('workloads:', open));
  const { stderr } = synth({}, '--config', 'public.yaml', '--output', 'public');
  expect(stderr).toContain('info: taken as public, since no credential covers them: quay.io/open/app:1\n');
});
