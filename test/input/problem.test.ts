import { describeProblem, InputError, within } from '../../src/input/problem';

test.each([
  [{ what: 'w' }, 'w'],
  [{ what: 'w', why: 'y' }, 'w: y'],
  [{ what: 'w', fix: 'write i' }, 'w; write i'],
  [{ places: [{ file: 'coco.yaml', line: 3 }], what: 'w', why: 'y', fix: 'write i' }, 'coco.yaml:3: w: y; write i'],
  [{ places: [{ file: 'f', line: 1, subject: 's' }, { file: 'g' }, { subject: 't' }], what: 'w' }, 'f:1: s: g: t: w'],
])('%j reads as %j', (problem, expected) => {
  expect(describeProblem(problem)).toBe(expected);
});

test('an InputError tells all its problems, a line each', () => {
  const error = new InputError({ what: 'first' }, { what: 'second', why: 'because' });
  expect(error.message).toBe('first\nsecond: because');
  expect(error.problems).toHaveLength(2);
});

test('problems are thrown if there are any', () => {
  expect(() => InputError.throwIfAny([])).not.toThrow();
  expect(() => InputError.throwIfAny([{ what: 'first' }, { what: 'second' }])).toThrow(/^first\nsecond$/);
});

test('an InputError can be told otherwise', () => {
  const error = new InputError({ what: 'a' }, { what: 'b' }).map((problem) => within({ subject: 'here' }, problem));
  expect(error).toBeInstanceOf(InputError);
  expect(error.message).toBe('here: a\nhere: b');
});
