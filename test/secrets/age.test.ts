import fc from 'fast-check';
import { InputError } from '../../src/input/problem';
import { ageDecrypt, ageEncrypt, parseAgeRecipient } from '../../src/secrets/age';
import { encodeBech32 } from '../../src/secrets/bech32';
import { ageKeys } from './age-keys';

const keys = ageKeys();
const recipient = parseAgeRecipient(keys.recipient);

test('what is encrypted opens with the private key, and with no other', () => {
  const other = ageKeys();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = ageEncrypt(bytes, recipient);
      expect(ageDecrypt(text, keys.privateKey).equals(Buffer.from(bytes))).toBe(true);
      expect(() => ageDecrypt(text, other.privateKey)).toThrow();
    }),
    { numRuns: 30 },
  );
});

test('a file is PEM of lines of at most 64 characters, and each time another', () => {
  const text = ageEncrypt(Buffer.alloc(32), recipient);
  expect(text).toMatch(
    /^-----BEGIN AGE ENCRYPTED FILE-----\n([\w+/]{64}\n)+[\w+/=]{1,64}\n-----END AGE ENCRYPTED FILE-----\n$/,
  );
  expect(ageEncrypt(Buffer.alloc(32), recipient)).not.toBe(text);
  expect(() => ageEncrypt(Buffer.alloc(65_537), recipient)).toThrow(RangeError);
});

test('a changed byte is noticed, in the header and in the content', () => {
  const text = ageEncrypt(Buffer.from('a key of thirty-two bytes, or so'), recipient);
  const lines = text.split('\n');
  const file = Buffer.from(lines.slice(1, -2).join(''), 'base64');
  for (let index = 0; index < file.length; index += 3) {
    const changed = Buffer.from(file);
    changed[index] = (changed[index] ?? 0) ^ 2;
    const armored = [lines[0], changed.toString('base64'), lines.at(-2), ''].join('\n');
    // The first line is not read.
    if (index >= 22) expect(() => ageDecrypt(armored, keys.privateKey)).toThrow();
  }
});

const message = (text: string) => {
  try {
    parseAgeRecipient(text);
  } catch (error) {
    if (error instanceof InputError) return error.message;
  }
  return undefined;
};

test.each([
  ['a wrong checksum', keys.recipient.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q')), 'its checksum is wrong'],
  ['too few bytes', encodeBech32('age', Buffer.alloc(31, 1)), 'its length'],
  ['capitals, which SOPS refuses', keys.recipient.toUpperCase(), 'is not a public key of age'],
  ['a point of low order', encodeBech32('age', Buffer.alloc(32)), 'is not a public key of age'],
  ['a plugin', 'age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t', 'have no plugin'],
  ['KMS', 'arn:aws:kms:eu-west-1:1:key/2', '"arn:aws:kms:eu-west-1:1:key/2" is not a public key of age'],
  ['PGP', 'FBC7 B9E2 A4F9 289A C0C1 D4FB 7C7A 1B2C 3D4E 5F60', 'of all that SOPS takes'],
  ['some other text, which is not shown', 'hunter2-hunter2', 'the text is not a public key of age'],
  ['a megabyte', `age1${'q'.repeat(1_000_000)}`, 'is not a public key of age'],
])('%s is refused', (_, text, expected) => {
  expect(message(text)).toContain(expected);
  expect(message(text)).not.toContain('hunter2');
});

test.each([
  ['as age-keygen writes it', keys.identity],
  ['in small letters, with a space', ` ${keys.identity.toLowerCase()}`],
  ['cut short', keys.identity.slice(0, -3)],
])('a private key is refused without a part of it: %s', (_, text) => {
  expect(message(text)).toContain('this is a private key of age');
  expect(message(text)?.toLowerCase()).not.toContain(text.trim().toLowerCase().slice(16, 24));
});
