import { execFileSync } from 'node:child_process';
import { temporaryDirectory } from '../temporary-directory';
import { cli } from './cli';

const { directory, write } = temporaryDirectory();
const elsewhere = temporaryDirectory();

const PASSWORD = 'a-password-nobody-sees';
const WEB = { name: 'web', kind: 'Deployment', namespace: 'shop', image: 'registry.example/team/web:1.2' };
const TOOL = { name: 'tool', kind: 'Pod', namespace: 'shop', image: 'registry.example/team/tool:1' };

const git = (...args: string[]) => {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: directory, stdio: 'pipe' });
};

/** Synthesizes, with these workloads and this password. */
function synth(
  workloads: readonly object[],
  { password = PASSWORD, ...more }: { password?: string; guest?: object } = {},
) {
  const config = {
    runtimeClass: 'kata-qemu-tdx',
    kbs: { address: '172.18.0.3:31731', repository: { persistentVolumeClaim: 'kbs-repository' } },
    credentials: [{ registry: 'registry.example/team', username: 'robot', password }],
    workloads,
    ...more,
  };
  write('coco.yaml', JSON.stringify(config));
  const { status, stderr } = cli(directory, ['synth']);
  if (status !== 0) throw new Error(stderr);
}

const diff = (...args: string[]) => cli(directory, ['diff', ...args]);

beforeAll(() => {
  git('init', '--quiet');
  synth([WEB, TOOL]);
  git('add', '--all');
  git('commit', '--quiet', '--message=first');
});

test('nothing by hand: exit code 0', () => {
  synth([WEB, TOOL]);
  expect(diff()).toEqual({ status: 0, stdout: 'nothing changes\n', stderr: '' });
  synth([{ ...WEB, image: 'registry.example/team/web:1.3', replicas: 2 }, TOOL], { password: 'another-password' });
  const { status, stdout } = diff();
  expect(stdout.split('\n')).toEqual([
    'Deployment shop/web: image registry.example/team/web:1.2 → registry.example/team/web:1.3; changes in spec.replicas',
    'Job coco-tenant/kbs-upload: it runs again, since what it uploads has changed: a credential or a file behind default/containers/auth',
    '',
  ]);
  expect(status).toBe(0);
});

test('a new workload, a changed Pod and one that is gone: exit code 3, and what to do', () => {
  const db = { ...WEB, name: 'db', namespace: 'data', image: 'registry.example/team/db:16' };
  synth([db, { ...TOOL, command: ['run'] }]);
  const { status, stdout } = diff('--format', 'markdown');
  expect(status).toBe(3);
  expect(stdout.split('\n')).toEqual([
    '### What this changes in the cluster',
    '',
    '- `Deployment data/db`: new, confidential under kata-qemu-tdx; image registry.example/team/db:16',
    '- `Deployment shop/web`: is gone',
    '- `Pod shop/tool`: changes in spec.containers\\[0\\].command',
    '',
    '### To do by hand',
    '',
    expect.stringContaining('run kubectl delete pod/tool --namespace shop before kubectl apply'),
    '- see that the cluster has namespace data beforehand',
    '- see that the cluster has Secret data/cococred with .dockerconfigjson beforehand',
    '- delete what is gone, unless something prunes it: kubectl delete deployment/web --namespace shop',
    '',
  ]);
});

test('another guest configuration is told by what it is, not by its bytes', () => {
  synth([{ ...WEB, guest: { channel: 'initdata' } }, TOOL]);
  const { stdout } = diff('--format', 'json');
  const { changes } = JSON.parse(stdout);
  expect(changes).toEqual([
    {
      subject: 'Deployment shop/web',
      meaning: expect.stringMatching(/^channel kernelParameters → initdata; initdata none → sha256:[0-9a-f]{64}, in /),
    },
  ]);
});

test('what has no sense is told in a line', () => {
  expect(diff('--base', 'absent')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^error: Git has no commit "absent": .*--base/),
  });
  expect(diff('--base=--output=/tmp/x').status).toBe(1);
  expect(diff('--output', 'absent').stderr).toMatch(/^error: the output directory "absent" does not exist/);
});

test('a base without output has nothing, so that all is new', () => {
  git('checkout', '--quiet', '--orphan', 'empty');
  git('rm', '-r', '-f', '--quiet', '--cached', '.');
  git('commit', '--quiet', '--allow-empty', '--message=empty');
  synth([WEB]);
  const { status, stdout } = diff();
  expect(stdout).toContain('Deployment shop/web: new, confidential under kata-qemu-tdx');
  expect(stdout).not.toContain(PASSWORD);
  expect(status).toBe(3);
});

test('where there is no commit yet, or no repository, --base is not to blame', () => {
  elsewhere.write('dist/a.yaml', '');
  const told = () => cli(elsewhere.directory, ['diff']).stderr;
  expect(told()).toMatch(/^error: the output directory is in no Git repository: .*; run git init and commit/);
  execFileSync('git', ['init', '--quiet'], { cwd: elsewhere.directory });
  expect(told()).toMatch(/^error: Git has no commit "HEAD": .*; commit the output first$/m);
});
