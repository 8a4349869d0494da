import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { requireTools } from './tools';

const SOURCES = /^go\.(mod|sum)$|\.go$/;

/** Long enough to build Kubernetes on two cores. */
export const BUILDING_MS = 30 * 60_000;

/**
 * The commands of a Go module of these tests: its `tool`s, or its own. They are built once and kept outside the checkout, in
 * `$XDG_CACHE_HOME/cdk8s-coco`, until the module, the flags or the compiler change.
 *
 * @param module directory of go.mod and go.sum
 * @param flags of `go build`, with what to build as the last
 * @returns the directory that holds them.
 * @throws where Go is missing, or what it says when it cannot build.
 */
export function goCommands(module: string, ...flags: string[]): string {
  requireTools('go');
  const go = (...args: string[]) => execFileSync('go', args, { cwd: module, encoding: 'utf8' });
  const hash = createHash('sha256').update(JSON.stringify([go('env', 'GOVERSION', 'GOOS', 'GOARCH'), flags]));
  for (const file of readdirSync(module).filter((name) => SOURCES.test(name))) {
    hash.update(`\0${file}\0`).update(readFileSync(join(module, file)));
  }
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-coco');
  const directory = join(cache, `${basename(module)}-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(directory)) {
    mkdirSync(cache, { recursive: true });
    const building = mkdtempSync(join(cache, 'building-'));
    try {
      go('build', '-trimpath', '-buildvcs=false', '-o', `${building}/`, ...flags);
      moveInto(directory, building);
    } finally {
      rmSync(building, { recursive: true, force: true });
    }
  }
  return directory;
}

/** Somebody else may have built the same meanwhile. */
function moveInto(directory: string, building: string): void {
  mkdirSync(dirname(directory), { recursive: true });
  try {
    renameSync(building, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}
