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
  const commit = git(directory, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]).trim();
  const names = git(directory, ['ls-tree', '--name-only', '-z', commit, './']).split('\0');
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ file: name, text: git(directory, ['show', `${commit}:./${name}`]) }));
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
    throw new InputError(code === 'ENOENT' ? NO_GIT : refused(args, String(stderr ?? '')));
  }
}

const NO_GIT = {
  rule: 'git',
  what: 'git is not installed',
  why: 'it has the output to compare with',
  fix: 'install git',
} as const;

function refused([command]: readonly string[], stderr: string) {
  const [line] = stderr.trim().split('\n');
  return {
    rule: 'git',
    what: line ? `git says ${quote(line)}` : 'Git has no commit of the name that --base gives',
    fix: command === 'rev-parse' ? 'name a branch, a tag or a commit with --base; git fetch may bring it' : undefined,
  };
}
