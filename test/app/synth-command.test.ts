import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject } from '../project-copy';
import { temporaryDirectory } from '../temporary-directory';

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

const synth = (environment?: Record<string, string>) => run('npm', ['run', '-s', 'synth'], environment);
const plainSynth = (environment?: Record<string, string>) => run('npx', ['cdk8s', 'synth'], environment);

function filesOf(path: string): Record<string, string> {
  return Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

const PASSWORD = 'a-password-nobody-sees';

test('npm run synth writes the files and names them, and nothing secret goes to the terminal', () => {
  const { status, stdout, text } = synth({ AUTHENTICATED_IMAGE_PASSWORD: PASSWORD });
  expect(status).toBe(0);
  expect(stdout.split('\n').filter(Boolean)).toEqual(Object.keys(filesOf(dist)).map((name) => `dist/${name}`));
  expect(text).not.toContain(PASSWORD);
  expect(readdirSync(project).filter((name) => name.startsWith('.synth'))).toEqual([]);
});

test('plain cdk8s synth writes the same', () => {
  synth();
  const files = filesOf(dist);
  expect(plainSynth().status).toBe(0);
  expect(filesOf(dist)).toEqual(files);
});

test('the time zone and the locale do not matter', () => {
  synth();
  const files = filesOf(dist);
  synth({ TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' });
  expect(filesOf(dist)).toEqual(files);
});

describe('a mistake', () => {
  const mistake = { KBS_ADDRESS: 'localhost:8080', AUTHENTICATED_IMAGE_PASSWORD: PASSWORD };
  const expected = /^error: coco\.yaml:\d+: kbs\.address: .*loopback/m;

  test('leaves dist/ as it was, and is told without a stack trace', () => {
    synth();
    writeFileSync(join(dist, 'mine.txt'), 'mine');
    const files = filesOf(dist);
    const { status, stderr, text } = synth(mistake);
    expect(status).toBe(1);
    expect(stderr).toMatch(expected);
    expect(text).not.toMatch(/^ +at /m);
    expect(text).not.toContain(PASSWORD);
    expect(filesOf(dist)).toEqual(files);
    expect(readdirSync(project).filter((name) => name.startsWith('.synth'))).toEqual([]);
  });

  test('fails plain cdk8s synth without a stack trace too', () => {
    const { status, stderr, text } = plainSynth(mistake);
    expect(status).toBe(1);
    expect(stderr).toMatch(expected);
    expect(text).not.toMatch(/^ +at /m);
    expect(existsSync(dist)).toBe(false);
  });

  test('fails the app by itself', () => {
    expect(run('node', ['--require', 'ts-node/register', 'src/main.ts'], mistake).status).toBe(1);
  });
});

test('COCO_CONFIG names another file', () => {
  writeFileSync(
    join(project, 'other.yaml'),
    readFileSync(join(project, 'coco.yaml'), 'utf8').replace('image-auth-feat', 'other'),
  );
  expect(synth({ COCO_CONFIG: 'other.yaml' }).status).toBe(0);
  expect(filesOf(dist)['30-workloads-default.k8s.yaml']).toContain('name: other');
  expect(synth({ COCO_CONFIG: 'absent.yaml' }).stderr).toContain('error: absent.yaml: the file cannot be read');
});
