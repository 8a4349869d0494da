import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('what %s names is there', (document) => {
  const named = [...read(document).matchAll(/`((?:src|test|bench|docs|scripts|imports)\/[^`<*\s]*)`/g)];
  const paths = named.map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

// Biome, which holds the direction of imports, sees neither `require` nor types that are written as import('…').
test('modules are imported by statements, but for commands that are loaded when asked for', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => join('src', name))
    .filter((path) => path.endsWith('.ts'));
  const hidden = files.filter((path) => /\b(?:require|import)\(\s*['"`]\./.test(read(path)));
  expect(hidden.sort()).toEqual(['src/cli/main.ts', 'src/cli/version.ts']);
  // Both are made of everything.
  const upward = files.filter((path) => /from '(?:\.\.\/)+(?:index|main)'/.test(read(path)));
  expect(upward).toEqual([]);
});
