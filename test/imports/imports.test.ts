import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../temporary-directory';

const { directory } = temporaryDirectory();
const ROOT = join(__dirname, '../..');

test('cdk8s import writes the files that are committed, byte for byte', () => {
  cpSync(join(ROOT, 'cdk8s.yaml'), join(directory, 'cdk8s.yaml'));
  cpSync(join(ROOT, 'imports/crds'), join(directory, 'imports/crds'), { recursive: true });
  const cli = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, CDK8S_CHECK_UPGRADE: 'false' };
  execFileSync(process.execPath, [cli, 'import'], { cwd: directory, env, stdio: 'pipe' });
  const generated = (root: string) =>
    Object.fromEntries(
      readdirSync(join(root, 'imports'))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => [name, readFileSync(join(root, 'imports', name), 'utf8')]),
    );
  expect(Object.keys(generated(directory))).toHaveLength(2);
  expect(generated(directory)).toEqual(generated(ROOT));
}, 60_000);
