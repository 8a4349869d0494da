import { checkSources } from '../../src/check/check-sources';

const check = (text: string) => checkSources([{ file: 'auth.json', text }]).findings;
const entries = (count: number, value: string) =>
  `{"auths":{${Array.from({ length: count }, (_, n) => `"r.example/t${n}":${value}`).join(',')}}}`;
const GUARD_MS = 60_000;

test.each([
  ['more entries than a mapping of YAML may have', entries(30_000, '{}')],
  ['one key again and again', `{"auths":{${'"a":{},'.repeat(30_000)}"a":{}}}`],
  ['wrong entries', entries(5_000, '{"auth":"!"}')],
])(
  'of %s, a hundred mistakes are told',
  (_, text) => {
    const found = check(text).filter(({ rule }) => rule === 'auth-file');
    expect(found.length).toBeGreaterThanOrEqual(100);
    expect(found.length).toBeLessThanOrEqual(102);
    expect(found.at(-1)?.what).toContain('the entries from here on were not looked at');
    expect(found.every(({ places }) => places[0]?.file === 'auth.json' && (places[0]?.line ?? 0) >= 1)).toBe(true);
  },
  GUARD_MS,
);

test('exactly a hundred mistakes are told without a word about more', () => {
  const found = check(entries(100, '{}')).filter(({ rule }) => rule === 'auth-file');
  expect(found.filter(({ what }) => what.startsWith('key "r.example/t'))).toHaveLength(100);
  expect(found.some(({ what }) => what.includes('not looked at'))).toBe(false);
});

test(
  '30,000 entries that are right are taken',
  () => {
    const text = entries(30_000, '{"auth":"dTpw"}');
    expect(check(text).filter(({ severity }) => severity === 'error')).toEqual([]);
  },
  GUARD_MS,
);
