import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, NO_FILE, readContent, unreadableReason } from '../input/file-content';
import { InputError, type Problem } from '../input/problem';
import { gitIgnore, gitIgnoreWarning } from './git-ignore';
import { hasMark } from './mark';
import type { OutputFile } from './render';
import type { SealsFile } from './secret-backend';

/** What was written, and what the user should know of it. */
export interface Written {
  /** Names of the files, sorted. */
  readonly names: readonly string[];
  readonly warnings: readonly Problem[];
}

/**
 * Makes a directory hold these files, a `.gitignore` for the secret ones, and of what was there before everything that is
 * not ours.
 *
 * All files are written to a directory within it first, and then renamed into place, which works in a mounted or
 * symlinked directory too. Each file is there whole at any time; where one cannot be replaced, all are put back.
 *
 * @param directory made where it is missing
 * @throws InputError where it cannot be written, or something else stands where a file has to go.
 */
export function writeFiles(directory: string, files: readonly OutputFile[]): Written {
  try {
    makeDirectory(directory);
    removeLeftovers(directory);
    return new Replacement(directory, files).run();
  } catch (error) {
    throw error instanceof InputError ? error : unwritable(directory, error as NodeJS.ErrnoException);
  }
}

/** Writes the seals whole or not at all, and only where they changed. */
export function writeSeals({ path, text }: SealsFile): void {
  try {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    throw unwritable(path, error as NodeJS.ErrnoException);
  }
}

/** A directory for files that are not in place yet; of each process its own. */
const STAGING = /^\.cdk8s-coco-(\d+)$/;
const GIT_IGNORE = '.gitignore';

class Replacement {
  private readonly staging: string;
  private readonly after: string;
  private readonly before: string;
  /** Undoes what was done, the last step first. */
  private readonly undo: (() => void)[] = [];

  public constructor(
    private readonly directory: string,
    private readonly files: readonly OutputFile[],
  ) {
    this.staging = join(directory, `.cdk8s-coco-${process.pid}`);
    this.after = join(this.staging, 'after');
    this.before = join(this.staging, 'before');
  }

  public run(): Written {
    const { files, warnings } = this.withGitIgnore();
    const changed = files.filter((file) => !this.isInPlace(file));
    const names = files.map(({ name }) => name);
    const stale = readdirSync(this.directory).filter((name) => !names.includes(name) && this.isOurs(name));
    if (changed.length + stale.length === 0) return { names, warnings };
    try {
      this.stage(changed);
      // Whenever the process is killed, what is secret is ignored by Git: it goes before its .gitignore does, and comes after.
      for (const name of stale.filter((name) => name !== GIT_IGNORE)) this.remove(name);
      for (const { name } of changed) this.putInPlace(name);
      if (stale.includes(GIT_IGNORE)) this.remove(GIT_IGNORE);
    } catch (error) {
      for (const step of this.undo.reverse()) step();
      throw error;
    } finally {
      rmSync(this.staging, { recursive: true, force: true });
    }
    return { names, warnings };
  }

  private withGitIgnore(): { files: OutputFile[]; warnings: Problem[] } {
    const ours = gitIgnore(this.files);
    const before = this.textOf(GIT_IGNORE);
    if (!ours || before === undefined || hasMark(before)) {
      return { files: [...this.files, ...(ours ? [ours] : [])].sort(byName), warnings: [] };
    }
    const warning = gitIgnoreWarning(before, this.files);
    return { files: [...this.files], warnings: warning ? [warning] : [] };
  }

  /** @throws InputError where a directory, or a file of the user's, stands in its place. */
  private isInPlace({ name, text, secret }: OutputFile): boolean {
    const path = join(this.directory, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return false;
    const before = this.textOf(name);
    if (before === undefined || !(hasMark(before) || isOfFirstVersion(name, before))) throw inTheWay(path);
    return before === text && stat.isFile() && (!secret || (stat.mode & 0o077) === 0);
  }

  private isOurs(name: string): boolean {
    const text = this.textOf(name);
    return text !== undefined && hasMark(text);
  }

  /** Of a file, also of one that a link leads to. */
  private textOf(name: string): string | undefined {
    const path = join(this.directory, name);
    try {
      return readContent(path).toString();
    } catch (error) {
      if (['ENOENT', 'EISDIR', 'ELOOP', NO_FILE].includes(codeOf(error))) return undefined;
      throw new InputError({
        rule: 'output-not-writable',
        what: `${path} ${unreadableReason(error)}`,
        why: 'only files that cdk8s-coco wrote are replaced, and their first line says so',
        fix: 'run chmod or chown, remove it, or name another directory with --output',
      });
    }
  }

  private stage(files: readonly OutputFile[]): void {
    mkdirSync(this.staging, { mode: 0o700 });
    // A run that is killed leaves the directory behind.
    writeFileSync(join(this.staging, GIT_IGNORE), '*\n');
    mkdirSync(this.after);
    mkdirSync(this.before);
    for (const { name, text, secret } of files) {
      writeFileSync(join(this.after, name), text, { mode: secret ? 0o600 : 0o666 });
    }
  }

  private putInPlace(name: string): void {
    const path = join(this.directory, name);
    const before = join(this.before, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat) keep(path, before, stat);
    renameSync(join(this.after, name), path);
    this.undo.push(() => (stat ? renameSync(before, path) : rmSync(path)));
  }

  private remove(name: string): void {
    const path = join(this.directory, name);
    const before = join(this.before, name);
    renameSync(path, before);
    this.undo.push(() => renameSync(before, path));
  }
}

/** Gives a file a second name, so that it can be put back as it was: its time and whatever links to it included. */
function keep(path: string, name: string, { mode, atime, mtime }: Stats): void {
  try {
    linkSync(path, name);
  } catch {
    // Not every file system has a second name for a file, nor for one of another owner.
    copyFileSync(path, name);
    chmodSync(name, mode);
    utimesSync(name, atime, mtime);
  }
}

function byName({ name: a }: OutputFile, { name: b }: OutputFile): number {
  return a < b ? -1 : 1;
}

/** With those around it. Node.js' own has no end where a directory can have no other in it, as /proc (Node.js 20). */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeDirectory(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run was faster.
    if (!existsSync(path)) throw error;
  }
}

/** What runs that were killed left behind, secrets among it. */
function removeLeftovers(directory: string): void {
  for (const name of readdirSync(directory)) {
    const pid = STAGING.exec(name)?.[1];
    if (pid && (Number(pid) === process.pid || !isRunning(Number(pid)))) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function inTheWay(path: string): InputError {
  return new InputError({
    rule: 'foreign-file-in-the-way',
    what: `${path} is in the way: it was not written by cdk8s-coco`,
    fix: 'move it away, or name another directory with --output',
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the file system is full',
  EDQUOT: 'your quota is used up',
  EFBIG: 'a file would be larger than the process may write',
  EBUSY: 'a file in it is a mount of its own',
  EIO: 'the disk does not answer as it should',
  ENAMETOOLONG: 'the name is too long',
  EEXIST: 'a link leads nowhere',
  ENOTDIR: 'it is no directory',
  ENOENT: 'no directory can be made there',
};

function unwritable(directory: string, error: NodeJS.ErrnoException): unknown {
  const { code, syscall } = error;
  if (!code || syscall === undefined) return error;
  const what = `the output directory ${directory} cannot be written`;
  // What was there a moment before.
  if (code === 'ENOENT' && syscall !== 'mkdir') {
    return new InputError({
      rule: 'output-not-writable',
      what,
      why: 'something else writes there, too',
      fix: 'run it again',
    });
  }
  return new InputError({
    rule: 'output-not-writable',
    what: `${what}: ${REASONS[code] ?? code}`,
    fix: 'name another one with --output',
  });
}

/** Up to version 0.1.0 our files had no mark, but names of one form and the label of every object of ours. */
function isOfFirstVersion(name: string, text: string): boolean {
  return /^\d\d-.+\.k8s\.yaml$/.test(name) && text.includes('app.kubernetes.io/managed-by: cdk8s-coco');
}
