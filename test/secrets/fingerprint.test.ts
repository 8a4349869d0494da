import crypto, { createHash } from 'node:crypto';
import { fingerprint } from '../../src/secrets/fingerprint';

test('equal content has equal fingerprints, other content other ones', () => {
  expect(fingerprint('content')).toBe(fingerprint(Buffer.from('content')));
  expect(fingerprint('content')).not.toBe(fingerprint('content '));
});

test('a fingerprint is fit for an object name', () => {
  expect(fingerprint('x')).toMatch(/^[0-9a-f]{10}$/);
});

test.each(['md5', 'sha1', 'sha256', 'sha512'])(
  'it is not a plain %s, which guesses could be tested against',
  (hash) => {
    const plain = createHash(hash).update('x').digest('hex');
    expect(plain).not.toContain(fingerprint('x'));
  },
);

test('equal content costs the slow function once', () => {
  const slow = jest.spyOn(crypto, 'scryptSync');
  const names = ['once', Buffer.from('once'), 'once'].map(fingerprint);
  expect(new Set(names).size).toBe(1);
  expect(slow).toHaveBeenCalledTimes(1);
});
