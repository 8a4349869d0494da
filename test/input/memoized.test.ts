import { memoized } from '../../src/input/memoized';

test('makes each result once', () => {
  const make = jest.fn((text: string) => ({ text }));
  const known = memoized(make, (text) => text.toLowerCase());
  expect(known('A')).toBe(known('a'));
  expect(known('__proto__')).toEqual({ text: '__proto__' });
  expect(make.mock.calls).toEqual([['A'], ['__proto__']]);
});
