import { describeProblem, InputError } from '../../src/input/problem';
import { readManifest } from '../../src/kubernetes/manifest-reader';

/** Enough for every limit; `npm run bench hostile` measures a megabyte of each. */
const LENGTH = 500_000;
/** Only so that a reader that hangs does not keep everybody waiting. */
const GUARD_MS = 60_000;

const long = (text: string) => text.repeat(LENGTH / text.length);

const problemsOf = (text: string): string[] => {
  try {
    readManifest(text, 'm.yaml');
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(describeProblem);
    throw error;
  }
  return [];
};

test.each<[string, string, string]>([
  ['closing brackets', long(']'), 'a bracket closes here that does not open'],
  ['closing braces', long('} '), 'a bracket closes here that does not open'],
  ['open brackets', long('['), 'nested too deeply'],
  ['open braces', long('{a: '), 'nested too deeply'],
  ['lists in lists', long('- '), 'nested too deeply'],
  [
    'mappings in mappings',
    Array.from({ length: 1_400 }, (_, n) => `${' '.repeat(n)}a:\n`).join(''),
    'nested too deeply',
  ],
  ['explicit keys', long('? '), 'nested too deeply'],
  ['anchors', long('&a '), 'thousands of comments, blank lines, anchors or tags'],
  ['tags', long('!a '), 'thousands of comments, blank lines, anchors or tags'],
  ['thousands of anchors', '&a '.repeat(10_000), 'a value has several anchors'],
  ['thousands of tags', '!a '.repeat(10_000), 'a value has several tags'],
  ['comments in a mapping', `a:\n${long('  # a\n')}  b: c\n`, 'thousands of comments'],
  ['blank lines in a list', `a:\n- b\n${long('\n')}- c\n`, 'thousands of comments'],
  ['aliases', long('*a '), 'text stands where YAML allows none'],
  ['escapes that are open', long('"\\x41'), 'text stands where YAML allows none'],
  ['unknown escapes', `a: "${long('\\q')}"`, 'a backslash in double quotes'],
  ['one key again and again', 'a: b\n'.repeat(20_000), 'the key "a" is there twice'],
  ['letters of many small lists', long('- [a,a,a,a,a,a,a,a,a,a,a,a,a,a]\n'), 'hardly more than brackets'],
  ['too many keys', Array.from({ length: 26_000 }, (_, n) => `key-${n}: value\n`).join(''), 'more than 25000 members'],
  ['documents', long('---\n'), 'more than 50000 documents'],
  ['comments', long('# a\n'), 'more than 50000 documents'],
  ['documents with a mistake', long('a\n b: c\n---\n'), 'yaml'],
])(
  'a file of %s is refused',
  (_, text, expected) => {
    const problems = problemsOf(text);
    expect(problems[0]).toContain(expected);
    expect(problems.length).toBeLessThanOrEqual(100);
  },
  GUARD_MS,
);

test(
  'labels that are no texts are told, the first of them',
  () => {
    const labels = Array.from({ length: 2_000 }, (_, n) => `    k${n}: 1\n`).join('');
    const problems = problemsOf(`apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n${labels}`);
    expect(problems).toHaveLength(100);
    expect(problems[99]).toContain('m.yaml:104: "k99" in the metadata is no text');
  },
  GUARD_MS,
);

test(
  'a file of 10,000 workloads is read',
  () => {
    const pod = (n: number) => `---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p${n}\n`;
    const text = Array.from({ length: 10_000 }, (_, n) => pod(n)).join('');
    const objects = readManifest(text, 'm.yaml');
    expect(objects).toHaveLength(10_000);
    expect(objects.at(-1)?.placeOf(['metadata', 'name'])).toEqual({ file: 'm.yaml', line: 9_999 * 5 + 5 });
  },
  GUARD_MS,
);

test('what 400 levels hold is read', () => {
  const text = `apiVersion: v1\nkind: X\nspec: ${'['.repeat(400)}${']'.repeat(400)}\n`;
  expect(readManifest(text, 'm.yaml')).toHaveLength(1);
});
