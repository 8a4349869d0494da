import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputFile } from './render';

/** Writes files into a directory, which is made where it is missing. */
export function writeFiles(directory: string, files: readonly OutputFile[]): void {
  mkdirSync(directory, { recursive: true });
  for (const { name, text, secret } of files) {
    writeFileSync(join(directory, name), text, { mode: secret ? 0o600 : 0o666 });
  }
}
