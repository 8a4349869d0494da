import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject } from '../project-copy';
import { temporaryDirectory } from '../temporary-directory';

// The ways to start synthesis, each as a process of its own; what they do is tested within this one elsewhere.

const { directory } = temporaryDirectory();
const project = join(directory, 'project');
const dist = join(project, 'dist');
copyProject(project, ['src', 'coco.yaml']);

function run(command: string, args: string[], environment: Record<string, string> = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, CDK8S_CHECK_UPGRADE: 'false', ...environment };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, env, encoding: 'utf8' });
  return { status, stdout, stderr, text: stdout + stderr };
}

const plainSynth = (environment?: Record<string, string>) => run('node_modules/.bin/cdk8s', ['synth'], environment);

function filesOf(path: string): Record<string, string> {
  return Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

test('npm run synth and plain cdk8s synth write the same, whatever the time zone and the locale', () => {
  const elsewhere = { TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' };
  expect(run('npm', ['run', '-s', 'synth'], elsewhere).status).toBe(0);
  const files = filesOf(dist);
  rmSync(dist, { recursive: true });
  expect(plainSynth().status).toBe(0);
  expect(filesOf(dist)).toEqual(files);
});

test('a mistake fails plain cdk8s synth without a stack trace', () => {
  const { status, stderr, text } = plainSynth({ KBS_ADDRESS: 'localhost:8080' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^error: coco\.yaml:\d+: kbs\.address: .*loopback/m);
  expect(text).not.toMatch(/^ +at /m);
  expect(existsSync(dist)).toBe(false);
});
