import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const ALWAYS = ['bin', 'imports', 'scripts', 'cdk8s.yaml', 'package.json', 'tsconfig.json'];

/** Makes a directory in which `npm run synth` works, with this project's dependencies and the given files of it. */
export function copyProject(directory: string, files: readonly string[]): void {
  mkdirSync(directory, { recursive: true });
  for (const file of [...ALWAYS, ...files]) cpSync(join(ROOT, file), join(directory, file), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
}
