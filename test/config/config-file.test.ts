import { ConfigFile } from '../../src/config/config-file';
import { describePlace, InputError, within } from '../../src/input/problem';
import { temporaryDirectory } from '../temporary-directory';

const { write } = temporaryDirectory();

const text = `kbs:
  address: \${ADDRESS:-kbs:8080}
credentials:
  - registry: a.example
    password: \${PASSWORD}
  - &other
    registry: b.example
  - *other
`;

/** What is wrong with a file, in its syntax or in what it holds. */
function messageOf(action: () => ConfigFile): string {
  try {
    const file = action();
    const { problems } = file.values({});
    InputError.throwIfAny(
      problems.map(({ path, line = file.line(path), ...problem }) => within({ ...file.locate(path), line }, problem)),
    );
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}

test('expressions are replaced, aliases resolved', () => {
  const { value, problems } = ConfigFile.parse('coco.yaml', text).values({ PASSWORD: 'a: *b ${X}', ADDRESS: '' });
  expect(problems).toEqual([]);
  expect(value).toEqual({
    kbs: { address: 'kbs:8080' },
    credentials: [
      { registry: 'a.example', password: 'a: *b ${X}' },
      { registry: 'b.example' },
      { registry: 'b.example' },
    ],
  });
});

test('an expression in brackets without quotes is told once, with what to write', () => {
  const flow = 'a:\n  - { user: u, password: ${PASSWORD} }\n  - { user: v }\nb: c\n';
  expect(messageOf(() => ConfigFile.parse('coco.yaml', flow))).toMatch(
    /^coco\.yaml:[23]: an expression stands in brackets without quotes.*write "\$\{NAME\}" in quotes within \{ \} and \[ \]$/,
  );
});

test('merge keys are merged', () => {
  const file = ConfigFile.parse('coco.yaml', 'a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }');
  expect(file.values({}).value).toMatchObject({ b: { x: 1, y: 3 } });
});

test('aliases of aliases of aliases are refused', () => {
  const bomb = [
    'a0: &a0 [x]',
    ...[1, 2, 3, 4, 5].map(
      (n) =>
        `a${n}: &a${n} [${Array(9)
          .fill(`*a${n - 1}`)
          .join()}]`,
    ),
  ];
  expect(messageOf(() => ConfigFile.parse('coco.yaml', bomb.join('\n')))).toContain('too much');
});

test('a text from the environment stays a text', () => {
  const file = ConfigFile.parse('coco.yaml', 'a: ${N}\nb: ${Y}\nc: 1\nd: null');
  expect(file.values({ N: '0123', Y: 'null' }).value).toEqual({ a: '0123', b: 'null', c: 1, d: null });
});

test('an unset variable is told with its path, and the file can be read again', () => {
  const file = ConfigFile.parse('coco.yaml', text);
  expect(file.values({}).problems).toMatchObject([
    { path: ['credentials', 0, 'password'], what: 'the environment variable PASSWORD is not set' },
  ]);
  expect(file.values({ PASSWORD: 'x' }).problems).toEqual([]);
});

test.each([
  [['kbs', 'address'], 'coco.yaml:2: kbs.address'],
  [['kbs', 'authFile'], 'coco.yaml:1: kbs.authFile'],
  [['credentials', 0, 'password'], 'coco.yaml:5: credentials[0].password'],
  [['credentials', 0, 'username'], 'coco.yaml:4: credentials[0].username'],
  [['credentials', 1, 'registry'], 'coco.yaml:7: credentials[1].registry'],
  [['credentials', 9], 'coco.yaml:3: credentials[9]'],
  [[], 'coco.yaml'],
])('%j stands at %s', (path, expected) => {
  expect(describePlace(ConfigFile.parse('coco.yaml', text).locate(path))).toBe(expected);
});

test.each([
  ['', 'coco.yaml: the file holds no mapping'],
  ['- a', 'coco.yaml: the file holds no mapping'],
  ['a: 1\na: 2', 'coco.yaml:2: a: the key stands twice'],
  ['a:\n\tb: 1', 'coco.yaml:2: a tab indents'],
  ['a: b\n---\nc: d', 'coco.yaml:2: the file holds several documents'],
  ['a: [1', 'coco.yaml:1: '],
  ['a: "x\\ud800y"', 'coco.yaml:1: a: an escape from \\ud800 to \\udfff stands for half of a character'],
  ['a:\n  "\\udc00": 1', 'coco.yaml:2: a: an escape from \\ud800 to \\udfff stands for half of a character'],
])('%j is refused', (content, expected) => {
  expect(messageOf(() => ConfigFile.parse('coco.yaml', content))).toContain(expected);
});

test.each([
  '*hunter2',
  '@hunter2',
  '`hunter2`',
  '!hunter2 x',
  '%hunter2',
  '"hunter2" hunter2',
  '"hunter2',
  'a: hunter2',
  '"\\hunter2"',
])('a password that is not valid YAML, %s, is refused without showing it', (password) => {
  const message = messageOf(() => ConfigFile.parse('coco.yaml', `password: ${password}`));
  expect(message).toMatch(/^coco.yaml:1: .*; write /);
  expect(message).not.toContain('hunter2');
});

test('both halves of a character are the character', () => {
  expect(ConfigFile.parse('coco.yaml', 'a: "\\ud83d\\ude00"').values({}).value).toEqual({ a: '😀' });
});

test('a file that is not UTF-8 is refused, since a password in it would change', () => {
  const name = write('latin1.yaml', Buffer.from('password: p\xe9', 'latin1'));
  expect(messageOf(() => ConfigFile.read(name))).toContain('the file is not UTF-8 text');
});

test('a byte order mark and Windows line ends do no harm', () => {
  const name = write('windows.yaml', '\ufeffa: b\r\nc: d\r\n');
  expect(ConfigFile.read(name).values({}).value).toEqual({ a: 'b', c: 'd' });
});

test('a missing file is named', () => {
  expect(messageOf(() => ConfigFile.read('absent/coco.yaml'))).toContain('absent/coco.yaml: the file does not exist');
});

test("numbers in a workload's spec are those of kubectl, elsewhere those of YAML 1.2", () => {
  const spec = 'spec: { a: 0644, b: 0o644, c: "0644", d: -017, e: 0888, f: 0 }';
  const file = ConfigFile.parse('coco.yaml', `workloads:\n  - replicas: 010\n    ${spec}`);
  expect(file.values({}).value).toEqual({
    workloads: [{ replicas: 10, spec: { a: 420, b: 420, c: '0644', d: -15, e: 888, f: 0 } }],
  });
});
