import { readFileSync } from 'node:fs';
import { RULES } from '../../src/check/rules';
import { rulesDocument } from '../../src/check/rules-document';

test('docs/rules.md is that of the code; npm run rules writes it', () => {
  expect(readFileSync('docs/rules.md', 'utf8')).toBe(rulesDocument());
});

test('it has all rules, by name', () => {
  const names = RULES.map(({ name }) => name);
  expect([...rulesDocument().matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(names);
  expect([...names].sort()).toEqual(names);
});
