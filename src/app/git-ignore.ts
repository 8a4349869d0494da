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
  const patterns = own.split(/\r?\n/).map((line) => line.trim());
  const missing = secretNames(files).filter((name) => !isIgnored(name, patterns));
  if (missing.length === 0) return undefined;
  return {
    rule: 'secret-not-ignored',
    severity: 'warning',
    what: `the .gitignore in the output directory does not name ${missing.join(', ')}`,
    why: 'git add would take the passwords in it',
    fix: `write ${missing.map((name) => `/${name}`).join(', ')} there, each on a line of its own`,
  };
}

/** Whether Git ignores a file by patterns beside it: the last that fits decides. */
function isIgnored(name: string, patterns: readonly string[]): boolean {
  const last = patterns.findLast((pattern) => fits(name, pattern.replace(/^!/, '').replace(/^\//, '')));
  return last !== undefined && !last.startsWith('!');
}

/** Whether a name is what a pattern of letters and `*` says; other patterns are passed over. */
function fits(name: string, pattern: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  if (!name.startsWith(start)) return false;
  const end = rest.pop() ?? '';
  let from = start.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return name.endsWith(end) && name.length - end.length >= from;
}

function secretNames(files: readonly OutputFile[]): string[] {
  return files.filter(({ secret }) => secret).map(({ name }) => name);
}
