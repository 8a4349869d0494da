import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigFile } from '../../src/config/config-file';
import { InputError } from '../../src/input/problem';
import { readManifest } from '../../src/kubernetes/manifest-reader';
import { readPlain } from '../../src/kubernetes/plain-reader';

const ROOT = join(__dirname, '../..');
const HEAD = 'apiVersion: v1\nkind: List\n';

function isPlain(text: string): boolean {
  return readPlain(
    text,
    (source) => source,
    () => {},
  );
}

/** The same, but that a tab in a comment leaves it to the YAML library. */
function forLibrary(text: string): string {
  return `${text}${text.endsWith('\n') ? '' : '\n'}#\t\n`;
}

/** What is read from a text as `coco.yaml` and as a manifest, with the places; or the problems. */
function readingsOf(text: string): unknown[] {
  return [text, HEAD + text].flatMap((one) => [outcomeOf(() => configOf(one)), outcomeOf(() => objectsOf(one))]);
}

function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

function configOf(text: string) {
  const file = ConfigFile.parse('coco.yaml', text);
  const { value, problems } = file.values({}, () => true);
  // The library gives a text the comments of the lines below it, too.
  const texts = file.texts().map(({ comment, ...written }) => ({ ...written, line: file.line(written.path) }));
  return { value, keys: JSON.stringify(value), problems, texts };
}

function objectsOf(text: string) {
  return readManifest(text, 'a.yaml').map(({ object, place, placeOf }) => {
    const keys = JSON.stringify(object, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
    return { object, keys, place, inner: placeOf(['a', 'b']) };
  });
}

/** Pieces of YAML, some of which are not plain. */
const PIECES = [
  ...['\n', '\n  ', '\n   ', '\n    ', '\n- ', '\n  - ', '\n---\n', '\n...\n', '---', ' ', '  ', '\t', '\r\n'],
  ...[
    '#',
    ' #',
    ' # c',
    '\n#c\n',
    '\n  # c',
    'a: ',
    'b:',
    'c: 1',
    'd: x',
    '"e": ',
    "'f': ",
    'y: ',
    '<<: ',
    '__proto__: ',
  ],
  ...['- ', '-', '- - ', '- a: ', '? ', ': ', ':', ',', ', ', '[', ']', '{', '}', '[a, b]', '{ a: b }', '[]', '{}'],
  ...['|\n', '|-\n', '|+\n', '|2\n', '>\n', '"x"', "'y'", '"', "'", '\\', '\\n', '&a ', '*a', '!t ', '!!str '],
  ...['true', 'Null', '~', 'no', '0644', '0x1f', '1.5', '1e3', '.inf', '-1', '-.inf', '12:30', '1_000', '2026-11-25'],
  ...[
    '${X}',
    '${X:-y}',
    'a:b',
    'http://h/p',
    './a',
    '--flag=1',
    'a#b',
    "it's",
    '=',
    '%',
    '@',
    '`',
    'é',
    '“q”',
    '\u00a0',
  ],
];
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => `a: b${pieces.join('')}`);

const text = fc.constantFrom(
  '',
  'a',
  'nginx:1',
  'yes',
  '1',
  'a b',
  'x: y',
  'x #y',
  'l1\nl2\n',
  'l1\n\n  l2',
  ' a',
  "it's",
);
const scalar = fc.oneof(text, fc.string({ maxLength: 6 }), fc.integer(), fc.double(), fc.constantFrom(true, null));
const key = fc.constantFrom('a', 'b', 'name', 'items', 'metadata', 'kind', 'on', 'a.b/c', '', '1', 'x y');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));
const style = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20),
  defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
  collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
});
const printed = fc
  .tuple(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }), style)
  .map(([map, options]) => stringify(map, options));
const change = fc.tuple(fc.nat(), fc.nat(2), fc.constantFrom(...PIECES));
const changed = fc
  .tuple(printed, fc.array(change, { minLength: 1, maxLength: 2 }))
  .map(([start, changes]) => changes.reduce(replaced, start));

function replaced(text: string, [position, length, piece]: [number, number, string]): string {
  const start = position % (text.length + 1);
  return text.slice(0, start) + piece + text.slice(start + length);
}

test.each([
  ['pieces of YAML', soup],
  ['what the library prints', printed],
  ['the same with changes', changed],
])('what it reads is what the library reads: %s', (_, texts) => {
  let read = 0;
  fc.assert(
    fc.property(texts, (one) => {
      if (!isPlain(one)) return;
      read++;
      expect(readingsOf(one)).toEqual(readingsOf(forLibrary(one)));
    }),
    { numRuns: 800 },
  );
  expect(read).toBeGreaterThan(10);
});

test.each([
  'a: |\n  x\n\n   y \n\n\nb: |-\n  z\n\n# c\nd: 1',
  'a:\n- b: [c, "d", { e: f, g: [] }] # h\n  i: {}\n-  j\nk: # l\n  m:\n',
  '# a\n---\na: ${B:-c d} \n\nb: "# e"\nf: 0644\ng: a\'b\n---\nh: -1',
])('reads plainly: %j', (one) => {
  expect(isPlain(one)).toBe(true);
  expect(readingsOf(one)).toEqual(readingsOf(forLibrary(one)));
});

test('the examples are plain', () => {
  const files = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' });
  const examples = files.filter((name) => name.endsWith('coco.yaml')).map((name) => join('examples', name));
  const others = ['coco.yaml', ...examples].filter((name) => !isPlain(readFileSync(join(ROOT, name), 'utf8')));
  expect(others).toEqual([]);
});

test.each([
  'a: b\n  c', // goes on
  'a: "b\n  c"',
  'a: 1\na: 2',
  '__proto__: 1',
  'a: &b 1',
  'a: "\\n"',
  "a: 'it''s'",
  'a: >\n  b\n',
  '? a\n: b',
  'a: { b: 1,\n  c: 2 }',
  'a:\tb',
  'a: b: c',
  'a: [b: c]',
  'a: [b #c]',
  'a: [b?]',
  'a: [, b]',
  'a: b\n  ---\nc: d',
  'a: "b"#c',
  'a: .inf',
  '- a',
])('leaves to the library: %j', (one) => {
  expect(isPlain(one)).toBe(false);
});

test('leaves to the library what is too deep or too long', () => {
  expect(isPlain(`a: ${'['.repeat(40)}${']'.repeat(40)}`)).toBe(true);
  expect(isPlain(`a: ${'['.repeat(60)}${']'.repeat(60)}`)).toBe(false);
  expect(isPlain(`a: [${'b, '.repeat(25_000)}b]`)).toBe(false);
  expect(isPlain(`a: b\n${'#\n'.repeat(25_001)}`)).toBe(false);
});

test('knows the comment on the line of a text, and of no other', () => {
  const file = ConfigFile.parse('coco.yaml', 'a: b #c\n  # d\ne: "f" # g\nh: i#j\n# k\n');
  expect(file.texts().map(({ text, plain, comment }) => [text, plain, comment])).toEqual([
    ['b', true, 'c'],
    ['f', false, ' g'],
    ['i#j', true, undefined],
  ]);
});
