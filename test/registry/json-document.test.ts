import fc from 'fast-check';
import { duplicateNames, isJsonObject, JsonError, type JsonValue, parseJson } from '../../src/registry/json-document';

describe('parseJson', () => {
  test('agrees with JSON.parse on values', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(plain(parseJson(text).value)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('agrees with JSON.parse on what is JSON', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      'true',
      'nul',
      ' ',
      '\n',
      '"',
      '\\',
      '.5',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        expect(isAccepted(() => whole(text))).toBe(isAccepted(() => JSON.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['at the top', '{"a":1,"a":2}', [['a']]],
    ['written differently', '{"a":1,"\\u0061":2}', [['a']]],
    ['below', '{"a":{"b":1,"c":2,"b":3},"c":{}}', [['a', 'b']]],
    ['in an array', '[{"b":1,"b":2}]', [['', 'b']]],
    ['three times', '{"a":1,"a":2,"a":3}', [['a'], ['a']]],
    ['not', '{"a":{"a":1},"b":{"a":1}}', []],
  ])('finds duplicate keys: %s', (_, text, duplicates) => {
    expect(duplicateNames(parseJson(text).value)).toEqual(duplicates);
  });

  test('takes __proto__ as a key like any other', () => {
    const { value } = parseJson('{"__proto__":{"polluted":true}}');
    expect(isJsonObject(value) && value.list.map(([name]) => name)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  test.each([
    ['the place', '{\n  "auths": hunter2\n}', 'is not JSON (line 2, column 12)'],
    ['a missing comma', '{"a":"hunter2" "b":1}', 'lacks a "}" (line 1, column 16)'],
    ['a missing colon', '{"a" "hunter2"}', 'lacks a ":"'],
    ['a missing key', '{"a":1,}', 'lacks a key in double quotes'],
    ['an unfinished text', '{"a":"hunter2', 'is not JSON'],
    ['the end', '{"a":', 'is not JSON (line 1, column 6)'],
    ['more after the end', '{} hunter2', 'has more text after its end (line 1, column 4)'],
    ['a raw control character', '{"hunter2":"\n"}', 'is not JSON'],
  ])('tells %s, and nothing of the text', (_, text, message) => {
    const error = failure(text);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('hunter2');
  });

  test.each(['[', '{"a":'])('refuses a million levels of %s', (open) => {
    expect(failure(open.repeat(1_000_000)).message).toContain('is nested deeper than 10000');
  });

  test('reads a long text, and many short ones', () => {
    expect(parseJson(JSON.stringify('x\\"'.repeat(1_000_000))).value).toHaveLength(3_000_000);
    expect(parseJson(`[${'"\\u0061",'.repeat(200_000)}0]`).value).toHaveLength(200_001);
  });
});

function plain(value: JsonValue): unknown {
  if (isJsonObject(value)) return Object.fromEntries(value.list.map(([key, member]) => [key, plain(member)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function whole(text: string): void {
  const { rest } = parseJson(text);
  if (rest) throw rest;
}

function isAccepted(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

function failure(text: string): JsonError {
  try {
    whole(text);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
