import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One of the POSIX shell scripts beside this file, as the upload's container runs it. */
export function readScript(name: 'upload.sh' | 'upload-api.sh'): string {
  return readFileSync(join(__dirname, name), 'utf8');
}
