import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { kubectlSafe } from '../../src/kubernetes/kubectl-safe';
import { readManifest } from '../../src/kubernetes/manifest-reader';

const print = (value: unknown) => Yaml.stringify(kubectlSafe(value));

describe('kubectlSafe', () => {
  // What cdk8s prints by itself, and kubectl would read as something else, or not at all.
  test.each([
    ['0o644', 'v: "0o644"\n'],
    ['0X1F', 'v: "0X1F"\n'],
    ['-0B11', 'v: "-0B11"\n'],
    ['1_', 'v: "1_"\n'],
    ['\u0085', 'v: !!binary |-\n  woU=\n'],
    ['a\u2028b', 'v: !!binary |-\n  YeKAqGI=\n'],
    ['\u007f', 'v: !!binary |-\n  fw==\n'],
    // Halves of characters, of a manifest in JSON: as Go reads them.
    ['a\ud800', 'v: a\ufffd\n'],
    ['\udc00\u2028', 'v: !!binary |-\n  77+94oCo\n'],
  ])('%j', (text, yaml) => {
    expect(print({ v: text })).toBe(yaml);
  });

  test.each([' \n', '\n\tx', '\t\na', '\n 0'])('%j is no block', (text) => {
    expect(print({ v: text })).toMatch(/^v: "/);
  });

  test.each([
    'yes',
    '0644',
    '1e3',
    '0o8',
    'plain',
    'two\nlines\n',
    '  indented\nmore',
    '',
    '~',
    '<<',
    'x'.repeat(500),
    'foo_bar',
  ])('leaves %j to cdk8s', (text) => {
    expect(kubectlSafe(text)).toBe(text);
  });

  test('leaves a value without such strings as it is', () => {
    const value = { a: [1, null, { b: 'yes' }], c: true };
    expect(kubectlSafe(value)).toBe(value);
  });

  test('keys are treated likewise', () => {
    expect(print({ a: { '0o7': { b: 1 }, c: [2] } })).toBe('a: !!map\n  "0o7":\n    b: 1\n  c:\n    - 2\n');
    expect(print({ '<<': 1 })).toBe('!!map\n!!binary "PDw=": 1\n');
  });

  test('what is printed reads as the same', () => {
    const unit = fc.constantFrom(...'0178_-+.eExXoObB:ayn~="\'#|>% \n\t\r\\{}é😀\u0085\u2028\u007f\ufeff\u0007');
    const text = fc.string({ unit, maxLength: 8 });
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('value'), { maxLength: 3 }),
      map: fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(tree.value, (value) => {
        const object = { apiVersion: 'v1', kind: 'X', value };
        expect(readManifest(print(object), 'f')[0]?.object).toEqual(object);
      }),
      { numRuns: 1000 },
    );
  });
});
