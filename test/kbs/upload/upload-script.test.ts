import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SHELLS } from '../../shells';
import { runScript, type ScriptRun, startScript } from './script-run';

const ROOT = process.getuid?.() === 0;
const STRANGER = 12345;

let directory: string;
let repository: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-script-'));
  chmodSync(directory, 0o755);
  repository = join(directory, 'repository');
  mkdirSync(repository);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A source file. */
function source(content: string | Uint8Array, name = 'source'): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
}

function content(target: string): string {
  return readFileSync(join(repository, target), 'utf8');
}

function mode(target: string): string {
  return (statSync(join(repository, target)).mode & 0o7777).toString(8);
}

describe.each(SHELLS)('$name', (shell) => {
  const env = () => ({ REPOSITORY: repository, FILE_MODE: '0640', DIRECTORY_UMASK: '0027' });

  function upload(args: readonly string[], options: { uid?: number; functions?: string } = {}): ScriptRun {
    return runScript('upload.sh', args, { shell, env: env(), ...options });
  }

  test('many resources in one run', () => {
    const key = Uint8Array.from({ length: 256 }, (_, n) => n);
    const [text, binary] = [source('{}\n', 'text'), source(key, 'binary')];

    const { exitCode, stdout, stderr } = upload([text, 'a/b/c', text, 'a\\x2Fb\\x2Fc', binary, 'd/e/f']);

    expect(stdout).toBe('a/b/c: written\na\\x2Fb\\x2Fc: written\nd/e/f: written\n3 written, 0 unchanged, 0 failed\n');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect([content('a/b/c'), content('a\\x2Fb\\x2Fc')]).toEqual(['{}\n', '{}\n']);
    expect(readFileSync(join(repository, 'd/e/f'))).toEqual(Buffer.from(key));
    expect([mode('a/b/c'), mode('a/b'), mode('a')]).toEqual(['640', '750', '750']);
  });

  test('every character that a path may have', () => {
    const target = 'ABCXYZabcxyz0189_-./-n/--..__';

    expect(upload([source('x'), target])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(content(target)).toBe('x');
  });

  test('names that a shell could mistake', () => {
    const odd = source('x', '-e "$(touch hacked)" * ;');

    expect(upload([odd, 'a/b/c'])).toMatchObject({ exitCode: 0 });
    expect(existsSync('hacked')).toBe(false);
  });

  test('what is there already stays', () => {
    upload([source('x'), 'a/b/c']);
    const { ino } = statSync(join(repository, 'a/b/c'));

    expect(upload([source('x'), 'a/b/c']).stdout).toBe('a/b/c: unchanged\n0 written, 1 unchanged, 0 failed\n');
    expect(statSync(join(repository, 'a/b/c')).ino).toBe(ino);
  });

  test('a wrong mode is put right', () => {
    upload([source('x'), 'a/b/c']);
    chmodSync(join(repository, 'a/b/c'), 0o644);

    expect(upload([source('x'), 'a/b/c']).stdout).toContain('a/b/c: written');
    expect(mode('a/b/c')).toBe('640');
  });

  test('a symbolic link is replaced, not followed', () => {
    const elsewhere = source('theirs', 'elsewhere');
    mkdirSync(join(repository, 'a/b'), { recursive: true });
    symlinkSync(elsewhere, join(repository, 'a/b/c'));

    expect(upload([source('ours'), 'a/b/c'])).toMatchObject({ exitCode: 0 });
    expect([content('a/b/c'), readFileSync(elsewhere, 'utf8')]).toEqual(['ours', 'theirs']);
  });

  test('one failing lets the others through, and the run fails', () => {
    mkdirSync(join(repository, 'dir/in/place'), { recursive: true });
    writeFileSync(join(repository, 'file'), '');
    const [good, empty] = [source('x'), source('', 'empty')];

    const { exitCode, stdout, stderr } = upload([
      ...[join(directory, 'none'), 'a/b/1'],
      ...[empty, 'a/b/2'],
      ...[good, 'dir/in/place'],
      ...[good, 'file/in/between'],
      ...[good, 'a/b/3'],
    ]);

    expect(exitCode).toBe(1);
    expect(stdout).toBe('a/b/3: written\n1 written, 0 unchanged, 4 failed\n');
    expect(stderr.split('\n')).toEqual([
      `a/b/1: FAILED: its source ${directory}/none is missing, empty or unreadable`,
      `a/b/2: FAILED: its source ${directory}/empty is missing, empty or unreadable`,
      'dir/in/place: FAILED: a directory of that name is in its place',
      expect.stringMatching(/^file\/in\/between: FAILED: mkdir: .*(File exists|Not a directory)$/),
      '',
    ]);
    expect(readdirSync(join(repository, 'dir/in/place'))).toEqual([]);
  });

  test('no volume', () => {
    rmSync(repository, { recursive: true });

    expect(upload([source('x'), 'a/b/c'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${repository}: FAILED: no volume is mounted here\n`,
    });
    mkdirSync(repository);
  });

  test('a directory that belongs to another', () => {
    chmodSync(repository, 0o555);
    const uid = ROOT ? STRANGER : process.getuid?.();

    const { exitCode, stderr } = upload([source('x'), 'a/b/c'], ROOT ? { uid: STRANGER } : {});

    chmodSync(repository, 0o755);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(
        `^a/b/c: FAILED: uid ${uid}, gid \\d+ may not write to ${repository}: mode dr-xr-xr-x\\S*, owner \\d+, group \\d+\\n$`,
      ),
    );
  });

  test('an old file that cannot be read is replaced', () => {
    mkdirSync(join(repository, 'a/b'), { recursive: true, mode: 0o777 });
    chmodSync(join(repository, 'a/b'), 0o777);
    writeFileSync(join(repository, 'a/b/c'), 'old', { mode: 0o000 });

    expect(upload([source('new'), 'a/b/c'], ROOT ? { uid: STRANGER } : {})).toMatchObject({ exitCode: 0 });
    chmodSync(join(repository, 'a/b/c'), 0o600);
    expect(content('a/b/c')).toBe('new');
  });

  test.each([
    ['ENOSPC', 'write error: No space left on device', 'the volume is full'],
    ['EDQUOT', 'write error: Disk quota exceeded', 'the volume is full'],
    ['EROFS', "can't create: Read-only file system", 'the volume is read-only'],
    ['EIO', 'write error: I/O error', 'write error: I/O error'],
  ])('%s while writing: the old file stays and nothing is left', (_, complaint, cause) => {
    upload([source('old'), 'a/b/c']);
    const functions = `cat() { printf half; printf '%s\\n' "${complaint}" >&2; return 1; }`;

    const { exitCode, stderr } = upload([source('new'), 'a/b/c', source('new'), 'a/b/d'], { functions });

    expect([exitCode, stderr]).toEqual([1, `a/b/c: FAILED: ${cause}\na/b/d: FAILED: ${cause}\n`]);
    expect(content('a/b/c')).toBe('old');
    expect(readdirSync(join(repository, 'a/b'))).toEqual(['c']);
  });

  test('a disk that loses bytes is noticed before the old file is gone', () => {
    upload([source('old'), 'a/b/c']);
    const functions = 'cat() { printf half; }';

    expect(upload([source('new'), 'a/b/c'], { functions })).toMatchObject({
      exitCode: 1,
      stderr: 'a/b/c: FAILED: what was written does not read back\n',
    });
    expect(content('a/b/c')).toBe('old');
  });

  test('a rename that does not last is noticed', () => {
    const functions = 'mv() { :; }';

    expect(upload([source('new'), 'a/b/c'], { functions })).toMatchObject({
      exitCode: 1,
      stderr: 'a/b/c: FAILED: another upload keeps writing the same file (what was written does not read back)\n',
    });
  });

  test('everything is forced to disk, the file before the rename and the directories after', () => {
    const log = join(directory, 'log');
    const functions = `
      mv() { printf 'mv %s\\n' "$4" >>${log}; command mv "$@"; }
      sync() { printf 'sync %s\\n' "$1" >>${log}; }`;

    upload([source('x'), 'a/b/c'], { functions });

    const lines = readFileSync(log, 'utf8')
      .replaceAll(repository, '')
      .replace(/\.cdk8s-coco\.\w{6}/, 'TEMP');
    expect(lines).toBe('sync /a/b/TEMP\nmv /a/b/c\nsync /a/b\nsync /a\nsync \n');
  });

  test('where sync takes no file, it writes everything', () => {
    const log = join(directory, 'log');
    const functions = `sync() { [ $# -eq 0 ] && printf 'all\\n' >>${log}; }`;

    expect(upload([source('x'), 'b'], { functions })).toMatchObject({ exitCode: 0 });
    expect(readFileSync(log, 'utf8')).toBe('all\nall\n');
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s in the middle: the old file stays, nothing is left',
    async (signal) => {
      upload([source('old'), 'a/b/c']);
      const waiting = join(directory, 'waiting');
      const functions = `chmod() { : >${waiting}; exec sleep 5; }`;
      const child = startScript('upload.sh', [source('new'), 'a/b/c'], { shell, env: env(), functions });
      const exit = once(child, 'exit');
      while (!existsSync(waiting) && child.exitCode === null) {
        await setTimeout(5);
      }

      process.kill(-(child.pid ?? 0), signal);
      const [exitCode] = await exit;

      expect(exitCode).toBeGreaterThan(128);
      expect(content('a/b/c')).toBe('old');
      expect(readdirSync(join(repository, 'a/b'))).toEqual(['c']);
    },
  );

  test('what a killed run left is removed, and nothing else', () => {
    upload([source('x'), 'a/b/c']);
    for (const name of ['.cdk8s-coco.AbCdEf', '.cdk8s-coco.keep-this', '.other']) {
      writeFileSync(join(repository, 'a/b', name), 'half');
    }

    upload([source('x'), 'a/b/c']);

    expect(readdirSync(join(repository, 'a/b')).sort()).toEqual(['.cdk8s-coco.keep-this', '.other', 'c']);
  });

  test('a staged file that another upload takes for a leftover is staged again', () => {
    const once = join(directory, 'once');
    const functions = `chmod() { [ -e ${once} ] || { : >${once}; rm -f "$2"; }; command chmod "$@"; }`;

    expect(upload([source('x'), 'a/b/c'], { functions })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(content('a/b/c')).toBe('x');
  });

  test('new files are never readable for others, even if another upload removes them while they are written', () => {
    const modes = join(directory, 'modes');
    const functions = `
      mktemp() { name=$(command mktemp "$@"); rm -f "$name"; printf '%s' "$name"; }
      chmod() { ls -l "$2" >>${modes}; return 1; }`;

    upload([source('x'), 'a/b/c'], { functions });

    expect(readFileSync(modes, 'utf8')).toMatch(/^-rw-------/);
  });
});
