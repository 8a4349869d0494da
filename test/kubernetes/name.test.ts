import { labelProblem, subdomainProblem } from '../../src/kubernetes/name';

test('a name may have to be shorter, and the message says so', () => {
  expect(labelProblem('a'.repeat(52), 52)).toBeUndefined();
  expect(labelProblem('a'.repeat(53), 52)?.fix).toMatch(/^write at most 52 lower-case letters/);
});

test('a name is shown fit for a terminal, and without a password', () => {
  expect(subdomainProblem('bob:hunter2@host\n')?.what).toBe('"…@host\\u000a" is not a name that Kubernetes takes');
});

test.each([
  // name, a label?, a subdomain?
  ['a', true, true],
  ['web-1', true, true],
  ['0', true, true],
  ['a.b', false, true],
  ['a'.repeat(63), true, true],
  ['a'.repeat(64), false, true],
  [`${'a'.repeat(63)}.${'b'.repeat(63)}`, false, true],
  [Array(5).fill('a'.repeat(63)).join('.'), false, false],
  ['', false, false],
  ['A', false, false],
  ['a_b', false, false],
  ['-a', false, false],
  ['a-', false, false],
  ['a..b', false, false],
  ['.a', false, false],
  ['a\n', false, false],
  ['ä', false, false],
])('%j: label %p, subdomain %p', (name, label, subdomain) => {
  expect(labelProblem(name) === undefined).toBe(label);
  expect(subdomainProblem(name) === undefined).toBe(subdomain);
});
