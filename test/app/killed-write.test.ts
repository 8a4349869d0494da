import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withMark } from '../../src/app/mark';
import type { OutputFile } from '../../src/app/render';
import { writeFiles } from '../../src/app/write';
import { temporaryDirectory } from '../temporary-directory';

const { directory } = temporaryDirectory();
const dist = join(directory, 'dist');
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'core.excludesFile=', ...args], { cwd: directory, encoding: 'utf8' });
beforeAll(() => git('init', '--quiet'));

const file = (name: string, text: string, secret = false): OutputFile => ({ name, text: withMark(name, text), secret });
const secret = (name: string, password: string) => file(`10-secrets-${name}.k8s.yaml`, `password: ${password}\n`, true);
const PLAIN = file('30-workloads-a.k8s.yaml', 'kind: Pod\n');

/** Writes files, and kills itself at one of the steps: before it, or where text is written halfway through it. */
const KILLED_WRITER = `
const fs = require('node:fs');
require(${JSON.stringify(resolve('scripts/register.js'))});
const { writeFiles } = require(${JSON.stringify(resolve('src/app/write.ts'))});
let { step, files, dist } = JSON.parse(process.argv[1]);
for (const name of ['mkdirSync', 'writeFileSync', 'linkSync', 'renameSync', 'rmSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (step-- > 0) return original(...args);
    if (name === 'writeFileSync') original(args[0], args[1].slice(0, args[1].length - 3), args[2]);
    process.kill(process.pid, 'SIGKILL');
  };
}
writeFiles(dist, files);
`;

function pathsIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function secretPaths(): string[] {
  return pathsIn(dist).filter((path) => /hunter/.test(readFileSync(path, 'utf8')));
}

/** Whether others than the owner may read a file, through all directories below the output directory. */
function isReadable(path: string): boolean {
  return path === dist || ((statSync(path).mode & 0o077) !== 0 && isReadable(dirname(path)));
}

test.each<[string, OutputFile[], OutputFile[]]>([
  ['for the first time', [], [secret('a', 'hunter1'), PLAIN]],
  ['with another password', [secret('a', 'hunter1'), PLAIN], [secret('a', 'hunter2'), PLAIN]],
  ['with Secrets elsewhere', [secret('a', 'hunter1'), PLAIN], [secret('b', 'hunter2'), PLAIN]],
  ['with sealed ones in their place', [secret('a', 'hunter1'), PLAIN], [file('10-sealed-secrets-a.k8s.yaml', 'x')]],
])(
  'killed at any step of writing %s, nothing secret can be read or committed, and the next run cleans up',
  (_, before, after) => {
    let step = 0;
    for (let killed = true; killed; step++) {
      rmSync(dist, { recursive: true, force: true });
      writeFiles(dist, before);
      const input = JSON.stringify({ step, files: after, dist });
      const { signal, status, stderr } = spawnSync(process.execPath, ['-e', KILLED_WRITER, input], {
        encoding: 'utf8',
      });
      killed = signal === 'SIGKILL';
      if (!killed) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const untracked = git('ls-files', '--others', '--exclude-standard')
        .split('\n')
        .map((path) => join(directory, path));
      for (const name of readdirSync(dist).filter((entry) => entry.startsWith('.cdk8s-coco-'))) {
        expect(statSync(join(dist, name)).mode & 0o777).toBe(0o700);
      }
      expect(secretPaths().filter((path) => isReadable(path) || untracked.includes(path))).toEqual([]);
      const { names } = writeFiles(dist, after);
      expect(readdirSync(dist).sort()).toEqual([...names].sort());
      for (const { name, text } of after) expect(readFileSync(join(dist, name), 'utf8')).toBe(text);
    }
    // Each step was one to be killed at.
    expect(step).toBeGreaterThan(8);
  },
);
