import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A root file system with nothing in it but BusyBox, statically linked, under all its names. */
function busyboxTree(directory: string): void {
  const bin = join(directory, 'bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(run('which', 'busybox'), join(bin, 'busybox'));
  for (const applet of run('busybox', '--list').split('\n')) {
    if (applet !== 'busybox') {
      symlinkSync('busybox', join(bin, applet));
    }
  }
}

/** Adds a program of this machine with the libraries that it is linked to. */
function addProgram(directory: string, program: string): void {
  const path = run('which', program);
  const libraries = [...run('ldd', path).matchAll(/(\/\S+) \(0x/g)].map(([, library]) => library ?? '');
  for (const file of [path, ...libraries]) {
    const target = join(directory, file);
    mkdirSync(join(target, '..'), { recursive: true });
    copyFileSync(run('readlink', '-f', file), target);
  }
}

/**
 * A tar of a small root file system, for `podman import`.
 *
 * @param programs of this machine to have beside BusyBox.
 */
export function rootFileSystem(tar: string, ...programs: string[]): void {
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-image-'));
  try {
    busyboxTree(directory);
    for (const program of programs) {
      addProgram(directory, program);
    }
    run('tar', '--create', '--file', tar, '--directory', directory, '.');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8' }).trim();
}
