import { KataVersion } from '../../src/guest/kata-version';

describe('KataVersion', () => {
  test.each(['3.28', '3.28.0', 'v3.28', '3.28.12'])('reads %s', (text) => {
    expect(String(KataVersion.parse(text))).toBe('3.28');
  });

  test.each(['', '3', '3.', 'three', '3.28-rc0', '3.28.0.0', ' 3.28', '3.1000', '9'.repeat(1_000_000)])(
    'refuses %.20j',
    (text) => {
      expect(() => KataVersion.parse(text)).toThrow('is not a version of Kata Containers');
    },
  );

  test('compares numbers, not letters', () => {
    const version = KataVersion.parse('3.9');
    expect(version.isBefore('3.10')).toBe(true);
    expect(version.isBefore('3.9')).toBe(false);
    expect(version.isBefore('2.20')).toBe(false);
    expect(version.isBefore('4.0')).toBe(true);
  });

  test('is among releases from the first on, and before the last', () => {
    const version = KataVersion.parse('3.28');
    expect(version.isIn({})).toBe(true);
    expect(version.isIn({ since: '3.28' })).toBe(true);
    expect(version.isIn({ since: '3.29' })).toBe(false);
    expect(version.isIn({ since: '3.20', before: '3.28' })).toBe(false);
    expect(version.isIn({ before: '4.0' })).toBe(true);
  });
});
