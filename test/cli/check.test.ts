import { execFileSync } from 'node:child_process';
import { temporaryDirectory } from '../temporary-directory';
import { cli } from './cli';

const { directory, write } = temporaryDirectory();
const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, annotations: { io.containerd.cri.runtime-handler: kata-qemu-snp } }
spec:
  runtimeClassName: kata-qemu-snp
  containers: [{ name: a, image: registry.example/a:1, imagePullPolicy: IfNotPresent }]
`;
const WRONG = POD.replace('handler: kata-qemu-snp', 'handler: kata');
write('warned/deep/web.yml', POD);
write('warned/.github/notes.json', '{"a": 1}');
write('warned/node_modules/other.yaml', WRONG);
write('wrong.yaml', WRONG);
write(
  'ignored.yaml',
  WRONG.replace('annotations: {', 'annotations: { cdk8s-coco/ignore: "image-by-tag, runtime-handler",'),
);
write('broken.yaml', `${POD}  - :[\n`);

const check = (...args: string[]) => cli(directory, ['check', ...args], WRONG);

test.each([
  [['warned'], 0],
  [['warned', '--severity', 'warning'], 1],
  [['wrong.yaml'], 1],
  [['ignored.yaml'], 0],
  [['ignored.yaml', '--severity', 'info'], 1],
  [['-'], 1],
  [['broken.yaml', 'warned'], 2],
  [['nowhere.yaml', 'warned'], 2],
])('%j exits with %i', (args, status) => expect(check(...args).status).toBe(status));

test('a file that cannot be read does not hide another', () => {
  const { stdout } = check('broken.yaml', 'wrong.yaml', './wrong.yaml');
  expect(stdout).toMatch(/^broken\.yaml\n +\d+ {2}error .*\[yaml-syntax\]\n\nwrong\.yaml\n +3 {2}error /);
  expect(stdout.match(/\[runtime-handler\]/g)).toHaveLength(1);
});

test('where there is no manifest nothing was checked, and that is told', () => {
  write('none/values.yaml', 'image: a\n');
  write('cut.json', '{"a":');
  for (const path of ['none', 'cut.json']) {
    const { status, stderr } = check(path);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(`^error: there is no manifest in "${path}": nothing was`),
    ]);
  }
  const { status, stderr } = cli(directory, ['check', '-'], '');
  expect([status, stderr]).toEqual([2, expect.stringMatching('^error: there is no manifest in the standard input: ')]);
});

test('directories are read to the bottom, but for what others wrote', () => {
  expect(JSON.parse(check('warned', '--format', 'json').stdout).files).toEqual(['warned/deep/web.yml']);
});

test('a path that leads nowhere, and a format that is none, are told', () => {
  expect(check('nowhere.yaml').stderr).toMatch(/^error: "nowhere.yaml" does not exist; write /);
  expect(check('.', '--format', 'html').stderr).toContain('Allowed choices are text, json, sarif, github, junit');
});

test('a Secret is told of where Git has its file, without its value', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { password: hunter2-hunter2 }\n';
  write('repository/tracked.yaml', secret);
  write('repository/ignored.yaml', secret);
  execFileSync('git', ['init', '-q'], { cwd: `${directory}/repository` });
  execFileSync('git', ['add', 'tracked.yaml'], { cwd: `${directory}/repository` });
  const { stdout } = check('repository', 'repository/tracked.yaml', 'repository/ignored.yaml', '--format', 'github');
  expect(stdout).toMatch(/^::warning file=repository\/tracked\.yaml,line=4,title=plaintext-secret::[^\n]*\n$/);
  expect(stdout).not.toContain('hunter2');
});
