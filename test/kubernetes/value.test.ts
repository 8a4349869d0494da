import {
  labelKeyProblem,
  labelProblems,
  labelValueProblem,
  quantityProblem,
  secretKeyProblem,
} from '../../src/kubernetes/value';

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

// apimachinery, pkg/api/resource: ParseQuantity.
test.each([
  ['0', true],
  ['1', true],
  ['100Mi', true],
  ['1.5Gi', true],
  ['250m', true],
  ['5u', true],
  ['7n', true],
  ['2k', true],
  ['3E', true],
  ['3Ei', true],
  ['1e3', true],
  ['1E3', true],
  ['1.5e-2', true],
  ['1e+6', true],
  ['.5', true],
  ['1.', true],
  ['1.Gi', true],
  ['-1', true],
  ['+1', true],
  ['', false],
  ['.', false],
  ['Gi', false],
  ['100 Mi', false],
  ['100MB', false],
  ['100mi', false],
  ['2K', false],
  ['2ki', false],
  ['1e', false],
  ['1e1.5', false],
  ['1e3Mi', false],
  ['1,5Gi', false],
  ['1.2.3', false],
  ['0x10', false],
  ['1Mi\n', false],
])('quantity %j: %p', (text, valid) => {
  expect(quantityProblem(text) === undefined).toBe(valid);
});
