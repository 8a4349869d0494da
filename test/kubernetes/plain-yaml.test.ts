import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { Scalar } from 'yaml';
import { plainYaml } from '../../src/kubernetes/plain-yaml';

const AWKWARD = [
  ...[
    '',
    ' ',
    '~',
    'y',
    'No',
    'ON',
    'null',
    'true',
    '.inf',
    '.nan',
    '-',
    '---',
    '...',
    '- a',
    '? a',
    '<<',
    '=',
    '!a',
    '%a',
  ],
  ...['1', '-1', '1.5', '1e3', '0o17', '017', '0x1F', '1:30', '1_000', '2026-11-25', '2026-11-25T10:00:00Z', '100Mi'],
  ...['a: b', 'a:', 'a :b', 'a #b', 'a#b', '#a', ' a', 'a ', 'a  b', 'a\tb', 'a\nb', '\n', 'a\rb', '"a"', "it's", '@a'],
  ...['a, b', '[a', '{a', 'a]', '*a', '&a', '|', '>', '`a`', '\u00e9', '\u2028', '\u0085', '\ufeff', '\ud83d\ude00'],
  ...[
    '172.18.0.3:31731',
    'my-registry.local/repository/image:latest',
    'kbs:///default/containers/auth',
    'a=b c=http://d',
  ],
  'x'.repeat(200),
  'word '.repeat(60).trim(),
];
const text = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.stringMatching(/^[A-Za-z0-9 ./:@=+#-]{0,12}$/),
);
const key = fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9./-]{0,8}$/), fc.constantFrom(...AWKWARD));
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 0, 1e21, 420));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, text, number, fc.boolean(), fc.constant(null), tie('array'), tie('object')),
  array: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));

test('what it prints is what cdk8s prints', () => {
  let printed = 0;
  fc.assert(
    fc.property(value, (one) => {
      const plain = plainYaml(one);
      if (plain === undefined) return;
      printed++;
      expect(plain).toBe(Yaml.stringify(one));
    }),
    { numRuns: 3000 },
  );
  expect(printed).toBeGreaterThan(1000);
});

test.each(AWKWARD)('the text %j, in every position', (one) => {
  const all = { a: one, b: [one, [one], { c: one }], [`k${one}`]: one };
  expect(plainYaml(all) ?? Yaml.stringify(all)).toBe(Yaml.stringify(all));
});

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', annotations: {}, labels: { 'app.kubernetes.io/name': 'a' } },
  spec: { containers: [{ name: 'a', image: 'r.example:5000/a:1', command: ['sleep', 'infinity'], ports: [] }] },
};

test('an ordinary object is printed', () => {
  expect(plainYaml(POD)).toBe(Yaml.stringify(POD));
});

const twice = { a: 'b' };
test.each([
  ['text of several lines', { a: 'b\nc' }],
  ['an object that stands there twice', { a: twice, b: twice }],
  ['a YAML node', { a: new Scalar('b') }],
  ['undefined', { a: undefined }],
  ['a date', { a: new Date(0) }],
  ['a fraction', { a: 0.5 }],
])('%s is left to the library', (_, object) => {
  expect(plainYaml(object)).toBeUndefined();
});
