import { describeProblem, InputError } from '../../src/input/input-error';

test.each([
  [{ what: 'w' }, 'w'],
  [{ what: 'w', why: 'y' }, 'w: y'],
  [{ what: 'w', instead: 'i' }, 'w; write i'],
  [{ at: 'coco.yaml:3', what: 'w', why: 'y', instead: 'i' }, 'coco.yaml:3: w: y; write i'],
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
  const error = new InputError({ what: 'a' }, { what: 'b' }).map((problem) => ({ ...problem, at: 'here' }));
  expect(error).toBeInstanceOf(InputError);
  expect(error.message).toBe('here: a\nhere: b');
});
