import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dependencies, peerDependencies } from '../../package.json';
import { temporaryDirectory } from '../temporary-directory';

// What npm publishes, in a project of its own with nothing but the package's own dependencies.

const ROOT = join(__dirname, '../..');
const { directory } = temporaryDirectory();
const consumer = join(directory, 'consumer');
const modules = join(consumer, 'node_modules');

function run(command: string, args: string[], cwd: string, env: Record<string, string> = {}): string {
  const { PATH = '', HOME = '' } = process.env;
  return execFileSync(command, args, { cwd, env: { PATH, HOME, ...env }, encoding: 'utf8', stdio: 'pipe' });
}

beforeAll(() => {
  run('npm', ['run', '-s', 'build'], ROOT);
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', directory], ROOT));
  const target = join(modules, 'cdk8s-coco');
  mkdirSync(target, { recursive: true });
  run('tar', ['-xzf', join(directory, packed.filename), '-C', target, '--strip-components=1'], directory);
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  cpSync(join(ROOT, 'coco.yaml'), join(consumer, 'coco.yaml'));
});

test('the command line explains', () => {
  const text = run('node', ['node_modules/cdk8s-coco/bin/cdk8s-coco.js', 'explain'], consumer);
  expect(text).toContain('my-registry.local/repository/image:latest (Pod default/image-auth-feat)');
});

test('the app writes what is committed', () => {
  run('node', ['node_modules/cdk8s-coco/lib/main.js'], consumer, { CDK8S_OUTDIR: 'dist' });
  const committed = readdirSync(join(ROOT, 'dist')).filter((name) => !name.startsWith('10-secrets-'));
  for (const name of committed) {
    expect(readFileSync(join(consumer, 'dist', name), 'utf8')).toBe(readFileSync(join(ROOT, 'dist', name), 'utf8'));
  }
  expect(readdirSync(join(consumer, 'dist')).filter((name) => name.startsWith('10-secrets-'))).toHaveLength(2);
});

test('the library is there', () => {
  const script = "const c = require('cdk8s-coco'); console.log(c.ImageReference.parse('nginx').name)";
  expect(run('node', ['-e', script], consumer)).toBe('docker.io/library/nginx\n');
});
