import { spawnSync } from 'node:child_process';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';

/** Long enough to unlock a password store. */
const TIMEOUT_MS = 60_000;
const LONGEST_BYTES = 1024 * 1024;

/**
 * What a command prints, such as `['pass', 'show', 'registry/robot']`. No shell is run, and nothing is shown of what the
 * command prints: its standard input is closed and its messages are dropped.
 *
 * @param directory in which it runs
 * @throws InputError where it cannot be started, fails, takes longer than a minute, or prints no UTF-8 text.
 */
export function passwordFrom([program = '', ...args]: readonly string[], directory: string): string {
  if ([program, ...args].some((text) => text.includes('\0')))
    throw failure(program, undefined, 'a NUL character in it');
  const { status, signal, stdout, error } = spawnSync(program, args, {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    maxBuffer: LONGEST_BYTES,
  });
  if (error || status !== 0) {
    throw failure(program, (error as NodeJS.ErrnoException | undefined)?.code, status ?? signal);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(stdout);
  } catch {
    throw failure(program, undefined, 'no text');
  }
}

function failure(program: string, code: string | undefined, ended: unknown): InputError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'is not found',
    EACCES: 'cannot be run',
    ETIMEDOUT: `took longer than ${TIMEOUT_MS / 1000} s`,
    ENOBUFS: 'prints more than a password',
  };
  const reason =
    reasons[code ?? ''] ?? (ended === 'no text' ? 'prints no UTF-8 text' : `failed (${code ?? String(ended)})`);
  return new InputError({
    rule: 'password-command',
    what: `the command ${quote(program)} ${reason}`,
    why: 'there is no password without it',
    fix: 'write the program and its arguments as a list, and run it by itself to see what it says',
  });
}
