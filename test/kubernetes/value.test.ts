import { labelKeyProblem, labelProblems, labelValueProblem, secretKeyProblem } from '../../src/kubernetes/value';

// apimachinery, pkg/util/validation: IsConfigMapKey.
test.each([
  ['auth.json', true],
  ['.dockerconfigjson', true],
  ['KBS_ADMIN-TOKEN', true],
  ['-', true],
  ['...a', false],
  ['a'.repeat(253), true],
  ['a'.repeat(254), false],
  ['', false],
  ['.', false],
  ['..', false],
  ['..data', false],
  ['a b', false],
  ['a/b', false],
  ['a\n', false],
  ['ä', false],
])('key of a Secret %j: %p', (key, valid) => {
  expect(secretKeyProblem(key) === undefined).toBe(valid);
});

// IsQualifiedName.
test.each([
  ['app', true],
  ['App_1.2-x', true],
  ['kubernetes.io/hostname', true],
  ['a'.repeat(63), true],
  [`${'a.'.repeat(126)}a/${'b'.repeat(63)}`, true],
  ['a'.repeat(64), false],
  [`${'a.'.repeat(127)}/b`, false],
  ['', false],
  ['/app', false],
  ['example.com/', false],
  ['Example.com/app', false],
  ['a/b/c', false],
  ['-app', false],
  ['app-', false],
  ['.app', false],
  ['a b', false],
  ['a\n', false],
])('key of a label %j: %p', (key, valid) => {
  expect(labelKeyProblem(key) === undefined).toBe(valid);
});

// IsValidLabelValue.
test.each([
  ['', true],
  ['kbs', true],
  ['Team_A.1-b', true],
  ['1', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['a/b', false],
  ['a b', false],
  ['-a', false],
  ['a_', false],
  ['a\n', false],
])('value of a label %j: %p', (value, valid) => {
  expect(labelValueProblem(value) === undefined).toBe(valid);
});

test('all labels are told at once, under the name of the option', () => {
  expect(labelProblems('podLabels', { 'a b': 'x', app: 'c d', good: 'yes' })).toEqual([
    expect.objectContaining({ what: 'podLabels: "a b" is not a key that a label can have' }),
    expect.objectContaining({ what: 'podLabels: "c d" is not a value that a label can have' }),
  ]);
  expect(labelProblems('podLabels', undefined)).toEqual([]);
});
