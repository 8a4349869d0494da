import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const COMMAND = join(__dirname, '../../bin/cdk8s-coco.js');

/** Runs the command line in a directory, in an empty environment. */
export function cli(cwd: string, args: readonly string[], input = '') {
  const { PATH = '', HOME = '' } = process.env;
  const options = { cwd, env: { PATH, HOME }, encoding: 'utf8', input } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], options);
  return { status, stdout, stderr };
}
