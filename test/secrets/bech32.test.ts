import fc from 'fast-check';
import { decodeBech32, encodeBech32 } from '../../src/secrets/bech32';

const prefix = fc.stringMatching(/^[a-z-]{1,20}$/);

test('what is written is read back, in small letters and in capitals', () => {
  fc.assert(
    fc.property(prefix, fc.uint8Array({ maxLength: 40 }), (name, bytes) => {
      const text = encodeBech32(name, bytes);
      const expected = { prefix: name, bytes: Buffer.from(bytes) };
      expect([decodeBech32(text), decodeBech32(text.toUpperCase())]).toEqual([expected, expected]);
    }),
  );
});

test('one wrong character is noticed, wherever it is', () => {
  const text = encodeBech32('age', Buffer.alloc(32, 7));
  for (let index = 0; index < text.length; index++) {
    const other = text[index] === 'q' ? 'p' : 'q';
    expect(decodeBech32(`${text.slice(0, index)}${other}${text.slice(index + 1)}`)).toBeUndefined();
  }
});

// The first three are of BIP 173.
test.each([
  ['A12UEL5L', 'a'],
  ['an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs', /^an83/],
  ['?1ezyfcl', '?'],
])('%s is read', (text, expected) => {
  expect(decodeBech32(text)?.prefix).toMatch(expected);
});

test.each([
  ['mixed letters', 'A12uEL5L'],
  ['no prefix', '1pzry9x0s0muk'],
  ['no separator', 'pzry9x0s0muk'],
  ['a character that is none', 'x1b4n0q5v'],
  ['a checksum that is too short', 'li1dgmt3'],
  ['a wrong checksum', 'A1G7SGD8'],
  ['a megabyte', `age1${'q'.repeat(1_000_000)}`],
  ['nothing', ''],
])('%s is refused', (_, text) => {
  expect(decodeBech32(text)).toBeUndefined();
});
