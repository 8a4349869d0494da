import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readScript } from '../../../src/kbs/upload/script';
import type { Shell } from '../../shells';

export interface ScriptRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ScriptOptions {
  readonly shell: Shell;
  readonly env: Readonly<Record<string, string>>;
  /** User and group to run as, where the test runs as root. */
  readonly uid?: number;
  /** Directories to find commands in before the shell's own. */
  readonly path?: string;
  /** Shell functions that stand in for commands. (BusyBox prefers its applets to what is found in `PATH`.) */
  readonly functions?: string;
}

type ScriptName = Parameters<typeof readScript>[0];

/** Runs a script as the Job's container does: inline, with everything variable in its arguments and environment. */
export function runScript(script: ScriptName, args: readonly string[], options: ScriptOptions): ScriptRun {
  const { status, stdout, stderr } = spawnSync(options.shell.command, commandLine(script, args, options), {
    encoding: 'utf8',
    ...settings(options),
  });
  return { exitCode: status, stdout, stderr };
}

/** Starts a script in a process group of its own. */
export function startScript(script: ScriptName, args: readonly string[], options: ScriptOptions): ChildProcess {
  return spawn(options.shell.command, commandLine(script, args, options), {
    stdio: 'ignore',
    detached: true,
    ...settings(options),
  });
}

function commandLine(script: ScriptName, args: readonly string[], { functions = '' }: ScriptOptions): string[] {
  return ['-c', `${functions}\n${readScript(script)}`, 'upload', ...args];
}

function settings({ shell, env, uid, path }: ScriptOptions) {
  const PATH = path === undefined ? shell.path : `${path}:${shell.path}`;
  return { env: { ...env, PATH }, uid, gid: uid };
}
