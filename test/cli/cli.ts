import { main } from '../../src/cli/main';

/** Runs the command line in a directory, within this process; in an empty environment, where none is given. */
export function cli(cwd: string, args: readonly string[], stdin = '', env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const status = main(args, {
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      env,
      stdin: () => stdin,
    });
    return { status, stdout: out.join(''), stderr: err.join('') };
  } finally {
    process.chdir(before);
  }
}
