import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** More names than any repository has. */
const MAX_BUFFER = 256 * 1024 * 1024;

/**
 * The files in a directory and below it that Git has, as paths that begin with the directory; none where there is no Git,
 * or no repository.
 */
export function trackedFiles(directory: string): ReadonlySet<string> {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: MAX_BUFFER,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const names = status === 0 ? stdout.split('\0').filter(Boolean) : [];
  return new Set(names.map((name) => join(directory, name)));
}
