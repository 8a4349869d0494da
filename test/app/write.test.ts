import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withMark } from '../../src/app/mark';
import { writeFiles } from '../../src/app/write';
import { describeProblem } from '../../src/input/problem';
import { temporaryDirectory } from '../temporary-directory';

const { directory } = temporaryDirectory();
const dist = join(directory, 'dist');

beforeEach(() => rmSync(dist, { recursive: true, force: true }));

const file = (name: string, content: string, secret = false) => ({ name, text: withMark(name, content), secret });
const SECRET = file('10-secrets-a.k8s.yaml', 'password: hunter2\n', true);
const PLAIN = file('30-workloads-a.k8s.yaml', 'kind: Pod\n');

function contents(path = dist): Record<string, string> {
  return Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

test('secret files are for their owner alone, and Git ignores them', () => {
  expect(writeFiles(dist, [SECRET, PLAIN])).toEqual({
    names: ['.gitignore', SECRET.name, PLAIN.name],
    warnings: [],
  });
  expect(contents()).toEqual({
    '.gitignore': withMark('.gitignore', `/${SECRET.name}\n`),
    [SECRET.name]: SECRET.text,
    [PLAIN.name]: PLAIN.text,
  });
  expect(statSync(join(dist, SECRET.name)).mode & 0o777).toBe(0o600);
  expect(statSync(join(dist, PLAIN.name)).mode & 0o044).not.toBe(0);
});

test('a secret file that others may read is closed to them', () => {
  writeFiles(dist, [SECRET]);
  chmodSync(join(dist, SECRET.name), 0o644);
  writeFiles(dist, [SECRET]);
  expect(statSync(join(dist, SECRET.name)).mode & 0o777).toBe(0o600);
});

test('what is not ours stays, what is ours and no longer made goes', () => {
  writeFiles(dist, [SECRET, PLAIN]);
  writeFileSync(join(dist, 'README.md'), 'mine');
  writeFileSync(join(dist, '40-manifests-mine.k8s.yaml'), 'kind: Mine');
  mkdirSync(join(dist, 'notes'));
  const next = file('30-workloads-b.k8s.yaml', 'kind: Job\n');
  writeFiles(dist, [next]);
  expect(readdirSync(dist)).toEqual(['30-workloads-b.k8s.yaml', '40-manifests-mine.k8s.yaml', 'README.md', 'notes']);
});

test('files that have not changed are not touched', () => {
  writeFiles(dist, [PLAIN, SECRET]);
  const { ino } = statSync(join(dist, PLAIN.name));
  writeFiles(dist, [PLAIN, file(SECRET.name, 'password: other\n', true)]);
  expect(statSync(join(dist, PLAIN.name)).ino).toBe(ino);
});

test('a file of an earlier version, without the line, is replaced', () => {
  mkdirSync(dist);
  writeFileSync(join(dist, PLAIN.name), 'metadata: { labels: {\n  app.kubernetes.io/managed-by: cdk8s-coco\n} }\n');
  writeFiles(dist, [PLAIN]);
  expect(contents()).toEqual({ [PLAIN.name]: PLAIN.text });
});

test.each<[string, (path: string) => void]>([
  ["a manifest of the user's", (path) => writeFileSync(path, 'kind: ConfigMap\n')],
  ["a file of the user's", (path) => writeFileSync(path, '# mine\n')],
  ['a directory', (path) => mkdirSync(path)],
])('%s where a file has to go is left there, and nothing is written', (_, make) => {
  writeFiles(dist, [PLAIN]);
  make(join(dist, 'REVIEW.md'));
  expect(() => writeFiles(dist, [file(PLAIN.name, 'other\n'), file('REVIEW.md', 'report')])).toThrow(
    /REVIEW\.md is in the way.*name another directory/,
  );
  expect(readFileSync(join(dist, PLAIN.name), 'utf8')).toBe(PLAIN.text);
});

test('where one file cannot be replaced, all are put back', () => {
  writeFiles(dist, [SECRET, PLAIN]);
  const before = contents();
  const impossible = { name: 'absent/30-workloads-z.k8s.yaml', text: '', secret: false };
  const replaced = file('00-cluster.k8s.yaml', 'new\n');
  expect(() => writeFiles(dist, [file(PLAIN.name, 'other\n'), replaced, impossible])).toThrow('cannot be written');
  expect(contents()).toEqual(before);
});

test('where a step fails halfway, the steps before it are undone', () => {
  writeFiles(dist, [SECRET, PLAIN]);
  const before = contents();
  // The second of them takes the first one's place away.
  const twice = [file('20-kbs-a.k8s.yaml', 'a\n'), file(PLAIN.name, 'b\n'), file('20-kbs-a.k8s.yaml', 'c\n')];
  const times = () => readdirSync(dist).map((name) => statSync(join(dist, name)).mtimeMs);
  const timesBefore = times();
  expect(() => writeFiles(dist, twice)).toThrow('cannot be written: something else writes there, too; run it again');
  expect(contents()).toEqual(before);
  expect(times()).toEqual(timesBefore);
});

test('a symlinked directory stays one', () => {
  const target = join(directory, 'target');
  mkdirSync(target, { recursive: true });
  symlinkSync(target, dist);
  writeFiles(dist, [PLAIN]);
  expect(lstatSync(dist).isSymbolicLink()).toBe(true);
  expect(contents(target)).toEqual({ [PLAIN.name]: PLAIN.text });
});

test.each<[string, () => void, string]>([
  ['a file', () => writeFileSync(dist, ''), 'it is no directory'],
  ['a link that leads nowhere', () => symlinkSync('absent/absent', dist), 'a link leads nowhere'],
])('%s in place of the directory is told', (_, make, reason) => {
  make();
  expect(() => writeFiles(dist, [PLAIN])).toThrow(
    `the output directory ${dist} cannot be written: ${reason}; name another one with --output`,
  );
});

(existsSync('/proc/self') ? test : test.skip)('where no directory can be made, that is told', () => {
  expect(() => writeFiles('/proc/absent/dist', [PLAIN])).toThrow('cannot be written: no directory can be made there');
});

test('what killed runs left behind is removed, what runs at the same time is not', () => {
  const MAX_PID = 4_194_304;
  const left = join(dist, `.cdk8s-coco-${MAX_PID + 1}`);
  const running = join(dist, `.cdk8s-coco-${process.ppid}`);
  for (const path of [left, running]) mkdirSync(path, { recursive: true });
  writeFileSync(join(left, SECRET.name), 'hunter2');
  writeFiles(dist, [PLAIN]);
  expect([left, running].map((path) => existsSync(path))).toEqual([false, true]);
});

test.each([
  ['names what is secret', `/${SECRET.name}`, []],
  ['excludes everything', '*', []],
  ['excludes it by a pattern', '# mine\n*.log\n/10-*.k8s.y*\n', []],
  ['excludes and includes it again', '*.yaml\n!10-*\n', [expect.stringContaining(`does not name ${SECRET.name}`)]],
  ['excludes what begins alike', '10-*.yaml.bak\n10-s*a*a*.yaml\n', [expect.stringContaining('does not name')]],
  ['names something else', '*.log', [expect.stringContaining(`does not name ${SECRET.name}`)]],
])("the user's own .gitignore stays as it is: it %s", (_, text, warnings) => {
  mkdirSync(dist);
  writeFileSync(join(dist, '.gitignore'), text);
  expect(writeFiles(dist, [SECRET]).warnings.map(describeProblem)).toEqual(warnings);
  expect(readFileSync(join(dist, '.gitignore'), 'utf8')).toBe(text);
});
