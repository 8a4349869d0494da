import { parseDocument } from 'yaml';
import { describeProblem } from '../../src/input/problem';
import { yamlProblem } from '../../src/kubernetes/yaml-errors';

test.each([
  ['@hunter2', 'a value starts with a character that YAML reserves'],
  ['`hunter2`', 'a value starts with a character that YAML reserves'],
  ['"hunter2" hunter2', 'text stands where YAML allows none'],
  ["'hunter2' hunter2", 'text stands where YAML allows none'],
  ['|hunter2', 'text stands where YAML allows none'],
  ['>hunter2', 'text stands where YAML allows none'],
  ['"hunter2', 'a quote, bracket, comma or colon is missing'],
  ['a: hunter2', 'a value holds `: `'],
  ['"\\hunter2"', 'a backslash in double quotes'],
  ['!hunter2 x', 'a value starts with `!`'],
  ['&a &hunter2 x', 'a value has several anchors'],
  ['!a !hunter2 x', 'a value has several tags'],
])('%s is told without being shown', (value, expected) => {
  const { errors, warnings } = parseDocument(`password: ${value}`, { prettyErrors: false });
  const [error] = [...errors, ...warnings];
  const text = error && describeProblem(yamlProblem(error.code));
  expect(text).toContain(expected);
  expect(text).not.toContain('hunter2');
});
