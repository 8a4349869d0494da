import fc from 'fast-check';
import { parseToml, tomlFile, tomlLines, tomlString } from '../../src/guest/toml-text';

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

  test('lines leave out what is undefined', () => {
    expect(tomlLines({ a: '1', b: undefined, c: '"x"' })).toBe('a = 1\nc = "x"\n');
  });
});
