import type { Problem } from '../input/problem';
import { withMark } from './mark';
import type { OutputFile } from './render';

const NAME = '.gitignore';

/** The file beside others that keeps the secret ones out of Git; undefined where none is secret. */
export function gitIgnore(files: readonly OutputFile[]): OutputFile | undefined {
  const names = secretNames(files);
  if (names.length === 0) return undefined;
  return { name: NAME, text: withMark(NAME, names.map((name) => `/${name}\n`).join('')), secret: false };
}

/** What to say where the user has a `.gitignore` there already, which is his; undefined where it has what it needs. */
export function gitIgnoreWarning(own: string, files: readonly OutputFile[]): Problem | undefined {
  const lines = own.split(/\r?\n/).map((line) => line.trim());
  const missing = secretNames(files).filter(
    (name) => !lines.some((line) => COVERING.has(line) || line === name || line === `/${name}`),
  );
  if (missing.length === 0) return undefined;
  return {
    rule: 'secret-not-ignored',
    severity: 'warning',
    what: `the .gitignore in the output directory does not name ${missing.join(', ')}`,
    why: 'git add would take the passwords in it',
    fix: `write ${missing.map((name) => `/${name}`).join(', ')} there, each on a line of its own`,
  };
}

/** Patterns that everything with secrets falls under. */
const COVERING = new Set(['*', '/*', '*.yaml', '*.k8s.yaml', '10-secrets-*', '10-secrets-*.k8s.yaml']);

function secretNames(files: readonly OutputFile[]): string[] {
  return files.filter(({ secret }) => secret).map(({ name }) => name);
}
