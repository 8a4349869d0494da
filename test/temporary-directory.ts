import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory for the files of one test file, removed when its tests have run. */
export function temporaryDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-test-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  return {
    directory,
    /** Writes a file and returns its path. */
    write(name: string, content: string | Uint8Array): string {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  };
}
