import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  expect(text).toMatch(/my-registry\.local\/repository\/image:latest\s+used by Pod default\/image-auth-feat/);
});

test.each([
  ['the command line', ['node_modules/cdk8s-coco/bin/cdk8s-coco.js', 'synth']],
  ['the app', ['node_modules/cdk8s-coco/lib/main.js']],
])('%s writes what is committed', (_, args) => {
  const dist = join(consumer, 'dist');
  rmSync(dist, { recursive: true, force: true });
  run('node', args, consumer);
  const isSecret = (name: string) => name.startsWith('10-secrets-');
  const committed = readdirSync(join(ROOT, 'dist')).filter((name) => !isSecret(name));
  for (const name of committed) {
    expect(readFileSync(join(dist, name), 'utf8')).toBe(readFileSync(join(ROOT, 'dist', name), 'utf8'));
  }
  expect(readdirSync(dist).filter(isSecret)).toHaveLength(2);
});

test('the schema is there, and what else is inside stays there', () => {
  expect(run('node', ['-p', "require('cdk8s-coco/coco.schema.json').type"], consumer)).toBe('object\n');
  expect(() => run('node', ['-e', "require('cdk8s-coco/lib/registry/lookup')"], consumer)).toThrow(
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
  );
});

test('the library is there', () => {
  const script = "const c = require('cdk8s-coco'); console.log(c.ImageReference.parse('nginx').name)";
  expect(run('node', ['-e', script], consumer)).toBe('docker.io/library/nginx\n');
});

describe('the validation plugin, in a cdk8s app of somebody else', () => {
  const APP = `const { App, Chart, ApiObject } = require('cdk8s');
const app = new App();
const chart = new Chart(app, 'shop');
const annotations = { 'io.containerd.cri.runtime-handler': process.env.HANDLER };
const containers = [{ name: 'web', image: 'registry.example/web:1', imagePullPolicy: 'Always' }];
new ApiObject(chart, 'Web', {
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', annotations },
  spec: { runtimeClassName: 'kata-qemu-snp', containers },
});
app.synth();
`;
  const CONFIG = `language: typescript
app: node app.js
validations:
  - package: ./node_modules/cdk8s-coco
    version: 0.1.0
    class: CocoValidation
`;
  const synth = (handler: string) =>
    run('node', [join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false'], consumer, {
      HANDLER: handler,
    });

  beforeAll(() => {
    writeFileSync(join(consumer, 'app.js'), APP);
    writeFileSync(join(consumer, 'cdk8s.yaml'), CONFIG);
  });

  test('lets good manifests through', () => {
    expect(synth('kata-qemu-snp')).toContain('Validations ended succesfully');
  });

  test('fails the synthesis of others, and names the construct', () => {
    let output = '';
    try {
      synth('kata');
    } catch (error) {
      output = String((error as { stdout: string }).stdout);
    }
    expect(output).toMatch(/runtime-handler \(1 occurrences\)/);
    expect(output).toContain('Construct Path: shop/Web');
    expect(output).toContain('How to fix: write io.containerd.cri.runtime-handler: kata-qemu-snp');
  });
});
