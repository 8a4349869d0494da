import fc from 'fast-check';

/** A value, and how it is written. */
type Node =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'block'; readonly header: string; readonly lines: readonly string[]; readonly indent: number }
  | { readonly kind: 'map'; readonly flow: boolean; readonly entries: readonly (readonly [string, Node])[] }
  | { readonly kind: 'list'; readonly flow: boolean; readonly indented: boolean; readonly items: readonly Node[] }
  | { readonly kind: 'with'; readonly property: string; readonly node: Node };

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '0644',
  '0o17',
  '0x1F',
  '0b101',
  '1_000',
  '1e3',
  '-.5',
  '.5_0',
  '1.0',
  '12:30',
  '1e400',
  '+7',
];
const BIG = ['9007199254740993', '9223372036854775808', '18446744073709551616', '12345678901234567890123'];
const WORDS = ['yes', 'No', 'on', 'y', 'null', '~', 'true', '2001-12-14', '2001-12-14 21:59:43', '='];
const PLAIN = ['a', 'b c', 'a#b', 'a:b', 'http://x:1/y', '-x', '?x', ':x', "it's", '1.2.3', 'x,y', 'é ü', '𝒳'];
const ODD = [
  '"\\q"',
  '"\\/"',
  '"\\ud83d\\ude00"',
  '.inf',
  '.NaN',
  '{{ .Values.a }}',
  '[a',
  '<<',
  'a: b',
  'a #b',
  '@a',
  '`a',
  '%a',
  '!a',
  '- a',
  '? a',
  '*none',
  '&',
  '|',
  '>',
  'a\tb',
  '\ta',
  'a\u0085b',
  'a\u2028b',
  '\ufeffa',
];
const QUOTED = [
  '""',
  "''",
  '"a\\tb"',
  '"\\x41\\u00e9\\U0001f600"',
  '"a\\nb"',
  "'it''s'",
  '"a\n  b"',
  "'a\n\n   b'",
  '"a \\\n   b"',
  '"#"',
  '"yes"',
  '"a\tb"',
  '"\u0085"',
  '"\\N\\_\\L\\P"',
  '"<<"',
  "'0644'",
];
const HEADERS = ['|', '>', '|-', '>-', '|+', '>+', '|', '>', '|-', '>-', '|2', '>1-', '|+3', '| # c'];
const LINES = [
  'a',
  'b c',
  '  d',
  '\te',
  'a: b',
  '# no comment',
  '',
  ' ',
  '   ',
  '\t',
  'é',
  '- x',
  'trailing  ',
  '---',
  '...',
];
const TAGS = [
  '!!str',
  '!!int',
  '!!float',
  '!!bool',
  '!!null',
  '!!binary',
  '!!timestamp',
  '!!map',
  '!!seq',
  '!!set',
  '!!omap',
  '!!merge',
  '!',
  '!custom',
  '!<tag:yaml.org,2002:str>',
  '!!x',
];
const KEYS = [
  'a',
  'b',
  'c',
  'name',
  '"q"',
  "'s'",
  '1',
  '0x10',
  '1.5',
  'yes',
  '"a b"',
  'a b',
  'é',
  'metadata',
  '!!str 1',
  '&k k',
  '*y',
  '1e3',
  '0.1',
  '12345678901234567',
  '__proto__',
  'x:y',
  '-',
];
const SNIPPETS = [
  ' ',
  '  ',
  '\t',
  '\n',
  '\n\n',
  ':',
  ': ',
  '- ',
  '#',
  ' #',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '&x ',
  '*x',
  '!',
  '|',
  '>',
  '?',
  '? ',
  '%',
  '@',
  '---',
  '\n---\n',
  '\n--- # c\n',
  '\n--- a\n',
  '\n...\n',
  '\r\n',
  '\r',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u00a0',
  '\\',
  '<<: *x\n',
  '\u0007',
  '\u007f',
  '~',
  'a',
  '0',
];

const scalar = fc
  .oneof(
    { weight: 40, arbitrary: fc.constantFrom(...PLAIN, ...NUMBERS, ...WORDS) },
    { weight: 20, arbitrary: fc.constantFrom(...QUOTED, ...BIG) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD) },
    { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
  )
  .map((text): Node => ({ kind: 'scalar', text }));

const block = fc
  .record({
    header: fc.constantFrom(...HEADERS),
    lines: fc.array(fc.constantFrom(...LINES), { maxLength: 4 }),
    indent: fc.constantFrom(2, 2, 2, 1, 3, 4),
  })
  .map((parts): Node => ({ kind: 'block', ...parts }));

const ODD_KEYS = ['null', '~', '', '[a]', '{a: b}', '? a', '<<', '*none'];

const key = fc.oneof(
  { weight: 80, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '"q"', '0x10', 'b c', 'é') },
  { weight: 20, arbitrary: fc.constantFrom(...KEYS) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_KEYS) },
);

const merge = fc.tuple(
  fc.constantFrom('<<', '<<', '!!merge <<', '"<<"', '!!str <<'),
  fc.constantFrom('*x', '[*x]', '[*x, {p: 2}]', '{q: 3}', '*y', 'a').map((text): Node => ({ kind: 'scalar', text })),
);

const entries = (value: fc.Arbitrary<Node>, minLength: number) =>
  fc.uniqueArray(fc.oneof({ weight: 20, arbitrary: fc.tuple(key, value) }, { weight: 1, arbitrary: merge }), {
    minLength,
    maxLength: 4,
    selector: ([name]) => name,
  });

const { node } = fc.letrec<{ node: Node }>((tie) => {
  const map = fc
    .record({ flow: fc.boolean(), entries: entries(tie('node'), 0) })
    .map((parts): Node => ({ kind: 'map', ...parts }));
  const list = fc
    .record({ flow: fc.boolean(), indented: fc.boolean(), items: fc.array(tie('node'), { maxLength: 4 }) })
    .map((parts): Node => ({ kind: 'list', ...parts }));
  const property = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('&x', '&y', '&z') },
    { weight: 1, arbitrary: fc.constantFrom(...TAGS, '&x !!str', '!!map &y') },
  );
  const alias = fc.constantFrom('*x', '*x', '*y').map((text): Node => ({ kind: 'scalar', text }));
  const withProperty = fc.record({ property, node: tie('node') }).map((parts): Node => ({ kind: 'with', ...parts }));
  return {
    node: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 5, arbitrary: scalar },
      { weight: 1, arbitrary: block },
      { weight: 3, arbitrary: map },
      { weight: 2, arbitrary: list },
      { weight: 1, arbitrary: withProperty },
      { weight: 1, arbitrary: fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 2, arbitrary: alias }) },
    ),
  };
});

/** What follows the `:` or `-` of a line at an indentation. */
function print(node: Node, indent: number): string {
  const pad = ' '.repeat(indent + 2);
  switch (node.kind) {
    case 'scalar':
      return ` ${node.text}`;
    case 'with':
      return ` ${node.property}${print(node.node, indent)}`;
    case 'block':
      return ` ${[node.header, ...node.lines.map((line) => ' '.repeat(indent + node.indent) + line)].join('\n')}`;
    case 'map':
      if (node.flow || node.entries.length === 0) return ` ${flow(node)}`;
      return node.entries.map(([name, child]) => `\n${pad}${name}:${print(child, indent + 2)}`).join('');
    case 'list': {
      if (node.flow || node.items.length === 0) return ` ${flow(node)}`;
      const dash = node.indented ? indent + 2 : indent;
      return node.items.map((child) => `\n${' '.repeat(dash)}-${print(child, dash)}`).join('');
    }
  }
}

function flow(node: Node): string {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'with':
      return `${node.property} ${flow(node.node)}`;
    case 'block':
      return node.lines.join(' ');
    case 'map':
      return `{${node.entries.map(([name, child]) => `${name}: ${flow(child)}`).join(', ')}}`;
    case 'list':
      return `[${node.items.map(flow).join(', ')}]`;
  }
}

const body = entries(node, 1).map((pairs) => pairs.map(([name, child]) => `${name}:${print(child, 0)}\n`).join(''));

/** A small change to a text. */
interface Edit {
  /** In ten thousandths of the text. */
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.noBias(fc.nat(9_999)),
  remove: fc.constantFrom(0, 0, 0, 1, 1, 2, 5),
  insert: fc.oneof(fc.constantFrom('', ...SNIPPETS), fc.string({ unit: 'binary', maxLength: 2 })),
});

function edited(text: string, { at, remove, insert }: Edit): string {
  const characters = [...text];
  characters.splice(Math.floor((at / 10_000) * characters.length), remove, insert);
  return characters.join('');
}

const edits = fc.oneof(fc.constant<Edit[]>([]), fc.array(edit, { minLength: 1, maxLength: 2 }));

/** A text with some slips of the hand. */
function withSlips(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, edits).map(([original, slips]) => slips.reduce(edited, original));
}

const HEAD = 'apiVersion: v1\nkind: X\n';
/** So that aliases have what they refer to. */
const ANCHORS = 'base: &x {p: 1, q: [2]}\ntext: &y word\n';

/** Manifest files with everything of YAML that people write, and much that they do not. */
export const manifestFile = fc
  .tuple(
    withSlips(body),
    fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: withSlips(body) }),
  )
  .map(([first, second]) => HEAD + ANCHORS + first + (second === undefined ? '' : `---\n${HEAD}${ANCHORS}${second}`))
  // Halves of characters become what reading a file makes of them.
  .map((text) => Buffer.from(text).toString());
