import fc from 'fast-check';
import { parseToml, parseTomlFile, tomlFile, tomlString } from '../../src/guest/toml-text';

const awkward = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('"', "'", '\\', '\n', '\r', '\t', '\u0000', '\u0007', '\u0085', ' ', 'a', '#', '='),
  }),
);

describe('TOML text', () => {
  test.each([
    ['plain', '"plain"'],
    ['a "b" \\c\td', '"a \\"b\\" \\\\c\\td"'],
    ['two\nlines\n', '"""\ntwo\nlines\n"""'],
    ['"""\n""', '"""\n\\"""\n"\\""""'],
    ['\u0007\r\n', '"""\n\\u0007\\u000d\n"""'],
  ])('the string %j', (text, toml) => {
    expect(tomlString(text)).toBe(toml);
    expect(parseToml(`x = ${toml}`)).toEqual({ x: text });
  });

  test('a file is a literal block where it can be one', () => {
    expect(tomlFile('a = "b\\n"\n')).toBe(`'''\na = "b\\n"\n'''`);
    expect(tomlFile("x'''y\n")).toBe(`"""\nx'''y\n"""`);
    expect(tomlFile("ends'")).toBe(`"ends'"`);
  });

  test('any text comes back', () => {
    fc.assert(
      fc.property(awkward, (text) => {
        expect(parseToml(`x = ${tomlString(text)}\ny = ${tomlFile(text)}\n`)).toEqual({ x: text, y: text });
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['a table in tables', `${'a.'.repeat(99)}a = 1`, `${'a.'.repeat(101)}a = 1`, 'is nested more than 100 levels'],
    [
      'a list in lists',
      `a = ${'['.repeat(98)}${']'.repeat(98)}`,
      `a = ${'['.repeat(150)}${']'.repeat(150)}`,
      'is nested',
    ],
    ['values', `a = [${'1,'.repeat(19_900)}]`, `a = [${'1,'.repeat(20_001)}]`, 'holds more than 20000 values'],
    ['tables', '[[a]]\n'.repeat(9_000), '[[a]]\n'.repeat(21_000), 'holds more than 20000 values'],
  ])('%s: as many as honest files have are read, more are refused', (_, few, many, what) => {
    expect(parseTomlFile(few, 'it')).toHaveProperty('a');
    expect(() => parseTomlFile(many, 'it')).toThrow(`it ${what}`);
  });

  test('tables that nobody could walk through are refused in any document', () => {
    expect(() => parseToml(`${'a.'.repeat(50_000)}a = 1`)).toThrow('more than 100 levels');
  });

  test('a file that is none is refused, without a word of it', () => {
    expect(parseTomlFile('a = 1', 'it')).toEqual({ a: 1 });
    expect(() => parseTomlFile('a = 1\npassword = hunter2', 'it')).toThrow(/^it is not TOML \(line 2\)(?!.*hunter2)/);
  });
});
