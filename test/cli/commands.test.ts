import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../temporary-directory';
import { cli } from './cli';

// Each command as a process of its own, from the sources.

const COMMAND = join(__dirname, '../../bin/cdk8s-coco.js');
const { directory, write } = temporaryDirectory();
write(
  'coco.yaml',
  `runtimeClass: kata-remote
kbs: { address: "http://kbs:8080", repository: { persistentVolumeClaim: kbs-repository } }
credentials: [{ registry: registry.example/team, username: robot, password: hunter2 }]
workloads: [{ name: web, image: "registry.example/team/web:1" }]
`,
);

function spawn(args: readonly string[], input = '', command = COMMAND) {
  const { PATH = '', HOME = '' } = process.env;
  const options = { cwd: directory, env: { PATH, HOME }, encoding: 'utf8', input } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], options);
  return { status, stdout, stderr };
}

test('explain', () => {
  const args = ['explain', 'other.example/app'];
  expect(spawn(args)).toEqual(cli(directory, args));
});

test('initdata, from standard input', () => {
  const annotation = cli(directory, ['initdata', '--annotation']).stdout;
  const args = ['initdata', '--decode', '-'];
  expect(spawn(args, annotation)).toEqual(cli(directory, args, annotation));
});

test('a package that was packed without being built', () => {
  const command = write('bin/cdk8s-coco.js', '');
  copyFileSync(COMMAND, command);
  const { status, stderr } = spawn(['synth'], '', command);
  expect(stderr).toMatch(/^error: this package of cdk8s-coco was packed without lib\/; run `npm run build` .*\n$/);
  expect(status).toBe(1);
});
