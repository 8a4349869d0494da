import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A POSIX shell and the tools that go with it. */
export interface Shell {
  readonly name: string;
  readonly command: string;
  /** `PATH` under which the shell finds its tools. */
  readonly path: string;
}

const applets = mkdtempSync(join(tmpdir(), 'cdk8s-coco-applets-'));
afterAll(() => rmSync(applets, { recursive: true }));

/**
 * The shells that the upload's scripts must run under: BusyBox with nothing but its own applets, as in the uploader image,
 * and dash with the GNU tools. A missing one is left out with a message, and
 * the machine's own shell serves where both are: the unit tests need nothing but Node.js.
 */
export const SHELLS: readonly Shell[] = shells();

function shells(): Shell[] {
  const found = [busybox(), dash()].filter((shell) => shell !== undefined);
  return found.length > 0 ? found : [{ name: 'sh', command: 'sh', path: process.env.PATH ?? '' }];
}

function busybox(): Shell | undefined {
  if (!isInstalled('busybox')) {
    return missing('busybox');
  }
  execFileSync('busybox', ['--install', '-s', applets]);
  chmodSync(applets, 0o755);
  return { name: 'busybox sh', command: join(applets, 'sh'), path: applets };
}

function dash(): Shell | undefined {
  return isInstalled('dash') ? { name: 'dash', command: 'dash', path: process.env.PATH ?? '' } : missing('dash');
}

function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', command]).status === 0;
}

function missing(command: string): undefined {
  console.warn(
    `${command} is not installed, so the upload's scripts are not tested under it (apt-get install ${command})`,
  );
}
