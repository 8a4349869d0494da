import { InputError, within } from '../../src/input/problem';
import { ProblemCollector } from '../../src/input/problem-collector';

function fail(...whats: [string, ...string[]]): never {
  const [first, ...rest] = whats.map((what) => ({ what }));
  throw new InputError(first ?? { what: '' }, ...rest);
}

test('mistakes are gathered, and told where somebody knows more of them', () => {
  const collector = new ProblemCollector();
  expect(collector.collect(() => 1)).toBe(1);
  expect(() => collector.throwIfAny()).not.toThrow();
  expect(collector.collect(() => fail('a', 'b'))).toBeUndefined();
  expect(
    collector.collect(
      () => fail('c'),
      (problem) => within({ subject: 'here' }, problem),
    ),
  ).toBeUndefined();
  expect(() => collector.throwIfAny()).toThrow(/^a\nb\nhere: c$/);
});

test('a defect is no mistake of the user', () => {
  const collector = new ProblemCollector();
  const defect = () =>
    collector.collect(() => {
      throw new TypeError('defect');
    });
  expect(defect).toThrow(TypeError);
  expect(collector.problems).toEqual([]);
});
