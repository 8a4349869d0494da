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

  test('a file that is none is refused, without a word of it', () => {
    expect(parseTomlFile('a = 1', 'it')).toEqual({ a: 1 });
    expect(() => parseTomlFile('a = 1\npassword = hunter2', 'it')).toThrow(/^it is not TOML \(line 2\)(?!.*hunter2)/);
  });
});
