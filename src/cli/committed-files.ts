import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Source } from '../check/source';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';

const MAX_BYTES = 1024 ** 3;

/**
 * The manifests that a commit has in a directory; none where it had no such directory.
 *
 * @throws InputError where the directory does not exist, is in no Git repository, or there is no such commit.
 */
export function committedFiles(directory: string, revision: string): Source[] {
  if (!existsSync(directory)) {
    throw new InputError({
      rule: 'missing-file',
      what: `the output directory ${quote(directory)} does not exist`,
      fix: 'run cdk8s-coco synth first, or name it with --output',
    });
  }
  const commit = commitOf(directory, revision);
  const names = git(directory, ['ls-tree', '--name-only', '-z', commit, './']).split('\0');
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ file: name, text: git(directory, ['show', `${commit}:./${name}`]) }));
}

function commitOf(directory: string, revision: string): string {
  git(directory, ['rev-parse', '--is-inside-work-tree']);
  try {
    return git(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).trim();
  } catch (error) {
    throw error instanceof InputError ? new InputError(noCommit(revision)) : error;
  }
}

function noCommit(revision: string) {
  return {
    rule: 'git',
    what: `Git has no commit ${quote(revision)}`,
    why: 'there is nothing to compare the output with',
    fix:
      revision === 'HEAD'
        ? 'commit the output first'
        : 'name a branch, a tag or a commit with --base; git fetch may bring it',
  };
}

function git(cwd: string, args: readonly string[]): string {
  try {
    return execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: MAX_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    throw new InputError(code === 'ENOENT' ? NO_GIT : refused(String(stderr ?? '')));
  }
}

const NO_GIT = {
  rule: 'git',
  what: 'git is not installed',
  why: 'it has the output to compare with',
  fix: 'install git',
} as const;

function refused(stderr: string) {
  const [line = ''] = stderr.trim().split('\n');
  const isElsewhere = line.includes('not a git repository');
  return {
    rule: 'git',
    what: isElsewhere ? 'the output directory is in no Git repository' : `git says ${quote(line)}`,
    ...(isElsewhere && {
      why: 'the output is compared with what a commit has of it',
      fix: 'run git init and commit the output, or name the directory of a clone with --output',
    }),
  };
}
