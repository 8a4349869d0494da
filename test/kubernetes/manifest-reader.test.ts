import { readManifest } from '../../src/kubernetes/manifest-reader';

const HEAD = 'apiVersion: v1\nkind: X\n';
const readOne = (yaml: string) => readManifest(HEAD + yaml, 'file.yaml')[0]?.object;

describe('readManifest', () => {
  test('knows where each object begins, and drops empty documents', () => {
    const text = `# a comment\n---\n${HEAD}a: 1\n---\n# nothing\n---\n---\n${HEAD}a: 2\n...\n---\n`;
    expect(readManifest(text, 'dir/file.yaml')).toEqual([
      {
        object: { apiVersion: 'v1', kind: 'X', a: 1 },
        place: { file: 'dir/file.yaml', line: 3 },
        placeOf: expect.any(Function),
      },
      {
        object: { apiVersion: 'v1', kind: 'X', a: 2 },
        place: { file: 'dir/file.yaml', line: 10 },
        placeOf: expect.any(Function),
      },
    ]);
    expect(readManifest('', 'x')).toEqual([]);
  });

  test('keeps nulls, empty collections and the order of keys', () => {
    expect(JSON.stringify(readOne('z: null\ny1: {}\na: []\nb:\n'))).toBe(
      '{"apiVersion":"v1","kind":"X","z":null,"y1":{},"a":[],"b":null}',
    );
  });

  test.each<[string, unknown]>([
    ["'yes'", 'yes'],
    ['"0644"', '0644'],
    ['|\n  12\n', '12\n'],
    ['>-\n  a\n  b', 'a b'],
    ['!!str 0644', '0644'],
    ['! 12', '12'],
    ['!custom 12', '12'],
    ['!!int "0x10"', 16],
    ['!!float 3', 3],
    ['!!bool "yes"', true],
    ['!!null ""', null],
    ['!!binary aGVsbG8=', 'hello'],
    ['!!timestamp 2001-12-14', '2001-12-14'],
    ['!!set {a, b}', { a: null, b: null }],
    ['"\\x41\\u00e9\\t"', 'Aé\t'],
    ['{yes: 1, y: 2}', 'refused: the key "true" is there twice'],
    ['{010: a, 1.5: b, on: c}', { '8': 'a', '1.5': 'b', true: 'c' }],
    ['{12345678901234567: a}', { '12345678901234567': 'a' }],
    ['{"__proto__": 1}', JSON.parse('{"__proto__": 1}')],
    ['{a: 1, "a": 2}', 'refused: the key "a" is there twice'],
    ['{1: a, "1": b}', 'refused: the key "1" is there twice'],
    ['{~: a}', 'refused: a key is not text'],
    ['{1e21: a}', 'refused: a key is not text'],
    ['{? [a] : b}', 'refused: a key within [ ] or { } begins with "? "'],
    ['{1e3: a}', 'refused: a key is not text'],
    ['{0.1234567: a}', 'refused: a key is not text'],
    ['!!timestamp 2001-02-30', 'refused: a value is not of its tag'],
    ['!!float 9223372036854775808', 'refused: a value is not of its tag'],
    ['!!binary "aGVs bG8="', 'refused: a !!binary value is not base64 of text'],
    ['!!omap [a: 1]', 'refused: a value is not of its tag'],
    ['"\\/"', 'refused: double quotes hold an escape that kubectl does not know'],
    ['"\\ud83d\\ude00"', 'refused: double quotes hold an escape that kubectl does not know'],
    ['"a \\\n\n b"', 'refused: an escaped line break comes before an empty line'],
    ['"a\u0085b"', 'refused: a control character, a line separator of Unicode'],
    ['a\u2028b', 'refused: a control character, a line separator of Unicode'],
    ['[?a]', 'refused: a value within [ ] or { } begins with ":" or holds a "?"'],
    ['[a?b]', 'refused: a value within [ ] or { } begins with ":" or holds a "?"'],
    ['[:a]', 'refused: a value within [ ] or { } begins with ":" or holds a "?"'],
    ['{a:}', 'refused: a colon within [ ] or { } has no space behind it'],
    ['{"a":1}', { a: 1 }],
    ['{a\n : 1}', 'refused: a key and its colon are not on one line'],
    ['&a.b c', 'refused: the name of an anchor or alias'],
    ['[!!str, a]', 'refused: kubectl reads on where this tag ends'],
    ['|\n \ta', 'refused: a tab stands where kubectl takes spaces only'],
    ['>  ---\n', 'refused: something other than a comment stands behind | or > on its line'],
    ['|\n a\n \tb\n', 'a\n\tb\n'],
    ['|1\n  a\n  \n', 'refused: a block whose indentation is a number has a line of blanks'],
    ['|1\n  a\n', ' a\n'],
    ['|\n a', 'a\n'],
    ['\n-\ta', 'refused: a tab stands where kubectl takes spaces only'],
    ['\ta\t', 'a'],
    ['.inf', 'refused: Infinity is no number in JSON'],
    ['!!int 1.5', 'refused: a value is not of its tag'],
    ['!!binary "%"', 'refused: a !!binary value is not base64 of text'],
    ['!!binary "/w=="', 'refused: a !!binary value is not base64 of text'],
    ['[a, b', 'refused: a bracket opens here that is not closed'],
    ['*missing', 'refused: a value starts with `*`, which YAML takes as an alias'],
    ['&a {b: *a}', 'refused: an anchor contains itself'],
  ])('%j', (yaml, expected) => {
    if (typeof expected === 'string' && expected.startsWith('refused: ')) {
      expect(() => readOne(`v: ${yaml}\n`)).toThrow(
        new RegExp(`^file.yaml:\\d: ${expected.slice(9).replace(/[[\]!&*?{}]/g, '\\$&')}`),
      );
    } else {
      expect(readOne(`v: ${yaml}\n`)).toEqual({ apiVersion: 'v1', kind: 'X', v: expected });
    }
  });

  describe('aliases and merge keys', () => {
    test('are resolved, without sharing', () => {
      const object = readOne('a: &x {b: [1]}\nc: *x\nd: *x\ne: &x 7\nf: *x\n');
      expect(object).toMatchObject({ a: { b: [1] }, c: { b: [1] }, d: { b: [1] }, e: 7, f: 7 });
      expect(object?.c).not.toBe(object?.d);
    });

    test('a merge key may have its tag, as kyaml prints it', () => {
      expect(readOne('a: &a {x: 1}\nv: {!!merge <<: *a, z: 2}\n')).toMatchObject({ v: { x: 1, z: 2 } });
      expect(readOne('v: {"<<": {x: 1}}\n')).toMatchObject({ v: { '<<': { x: 1 } } });
    });

    // As kubectl: a merge key replaces what stands before it, and of several maps the first counts.
    test.each([
      ['{<<: {a: 2, b: 3}, a: 1}', { a: 1, b: 3 }],
      ['{a: 1, <<: {a: 2, b: 3}}', { a: 2, b: 3 }],
      ['{<<: [{a: 1}, {a: 2, c: 3}], d: 4}', { a: 1, c: 3, d: 4 }],
      ['{"<<": {a: 1}}', { '<<': { a: 1 } }],
      ['{!!merge <<: {a: 1}}', { a: 1 }],
      ['{! "<<": {a: 1}}', { a: 1 }],
      ['{!!str <<: {a: 1}}', { '<<': { a: 1 } }],
    ])('%s', (yaml, expected) => {
      expect(readOne(`v: ${yaml}\n`)?.v).toEqual(expected);
    });

    test.each(['3', 'null', '[{a: 1}, 3]', '[[{a: 1}]]', '&x [*x]'])('<<: %s is refused', (yaml) => {
      expect(() => readOne(`v: {<<: ${yaml}}\n`)).toThrow('file.yaml:3: a merge key (<<) does not have a map');
    });

    test('do not expand without end', () => {
      const laughs = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]\n`).join('');
      expect(() => readOne(`a0: &a0 lol\n${laughs}`)).toThrow('aliases expand to more than 100000 values');
    });
  });

  test('flattens lists, with the lines of their items', () => {
    const text = `apiVersion: v1
kind: List
metadata: {}
items:
- {apiVersion: v1, kind: A}
- apiVersion: v1
  kind: ThingList
  items:
  - apiVersion: v1
    kind: B
- apiVersion: example.com/v1
  kind: PriceList
  spec: {}
`;
    expect(readManifest(text, 'f')).toEqual([
      { object: { apiVersion: 'v1', kind: 'A' }, place: { file: 'f', line: 5 }, placeOf: expect.any(Function) },
      { object: { apiVersion: 'v1', kind: 'B' }, place: { file: 'f', line: 9 }, placeOf: expect.any(Function) },
      {
        object: { apiVersion: 'example.com/v1', kind: 'PriceList', spec: {} },
        place: { file: 'f', line: 11 },
        placeOf: expect.any(Function),
      },
    ]);
  });

  test.each([
    'hello',
    '- a',
    '{}',
    'kind: X',
    'apiVersion: v1',
    'apiVersion: 1\nkind: X',
    'apiVersion: v1\nkind: List\nitems: [a]',
  ])('refuses what is no Kubernetes object: %j', (text) => {
    expect(() => readManifest(text, 'f')).toThrow(/^f:\d: not a Kubernetes object/);
  });

  test('a second object without --- before it is told as that', () => {
    const other = `${HEAD}spec: {}\n`;
    expect(() => readManifest(other + other, 'f')).toThrow(
      /^f:4: the key "apiVersion" is there twice: [^\n]*; write a line with --- before it, if another object begins there$/,
    );
    expect(() => readManifest(`${HEAD}kind: Y\n`, 'f')).toThrow(/write a line with --- before it/);
  });

  test('collects the problems of all documents, and never quotes values', () => {
    const text = `${HEAD}a: [hunter2\n---\n${HEAD}b: {c: hunter2, c: hunter2}\n---\nhunter2\n`;
    expect(() => readManifest(text, 'f')).toThrow(
      /^f:\d+: a bracket opens here[^\n]*\nf:7: the key "c" is there twice[^\n]*\nf:9: not a Kubernetes object[^\n]*$/,
    );
    expect(() => readManifest(text, 'f')).not.toThrow(/hunter2/);
  });

  test.each([
    '*hunter2',
    '|hunter2',
    '>hunter2',
    '@hunter2',
    '"hunter2" hunter2',
    '"\\hunter2"',
    'a: hunter2',
    '!!hunter2 x',
    '!!int hunter2',
    '{hunter2: &hunter2 [*hunter2]}',
  ])('a password that is not valid YAML, %s, is refused without being shown', (password) => {
    const text = `apiVersion: v1\nkind: Secret\nstringData:\n  password: ${password}\n`;
    expect(() => readManifest(text, 'f')).toThrow(/^f:4: (?!.*hunter2)/);
  });

  test('refuses bottomless nesting', () => {
    expect(() => readOne(`v: ${'['.repeat(100_000)}`)).toThrow('f');
  });

  test('reads JSON', () => {
    expect(readManifest('{"apiVersion": "v1",\n\t"kind": "X", "a": "yes"}', 'f.json')).toEqual([
      {
        object: { apiVersion: 'v1', kind: 'X', a: 'yes' },
        place: { file: 'f.json', line: 1 },
        placeOf: expect.any(Function),
      },
    ]);
  });
});
