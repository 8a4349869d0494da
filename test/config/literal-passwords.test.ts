import { ConfigFile } from '../../src/config/config-file';
import { literalPasswords } from '../../src/config/literal-passwords';

/** What is said of the passwords of a file. */
function warningsOf(text: string, environment: Record<string, string> = {}) {
  const file = ConfigFile.parse('coco.yaml', text);
  return literalPasswords(file.texts(), environment, (path) => file.line(path));
}

const ENVIRONMENT = { SET: 'hunter2', EMPTY: '' };

test.each([
  ['hunter2', true],
  ["'hunter2'", true],
  ['"a$b"', true],
  ["'$${SET}'", true],
  ['${SET}', false],
  ['user-${SET}', false],
  ['${UNSET}', false],
  ['${EMPTY}', false],
  ['${SET:-other}', false],
  ['${UNSET:-hunter2}', true],
  ['${EMPTY:-hunter2}', true],
  ['${UNSET:-}', false],
  ['${UNSET:-MyRegistryPassword}', false],
  ['MyRegistryPassword', false],
  ['changeme', false],
  ['$NAME', false],
  ['"{{ .Values.password }}"', false],
  ['""', false],
])('password: %s stands in the file itself: %s', (text, told) => {
  const warnings = warningsOf(`credentials:\n  - password: ${text}\n`, ENVIRONMENT);
  expect(warnings.map(({ rule }) => rule)).toEqual(told ? ['literal-password'] : []);
  expect(JSON.stringify(warnings)).not.toContain('hunter2');
});

test.each([
  'credentials: [{ passwordFile: hunter2 }]',
  'credentials: [{ passwordCommand: [hunter2] }]',
  'credentials: [{ remote: { key: k, username: u, password: hunter2 } }]',
  'workloads: [{ env: { password: hunter2 } }]',
])('%s is none of a credential', (text) => {
  expect(warningsOf(text)).toEqual([]);
});

test('a thousand of them are one warning, which names the first lines', () => {
  const entries = Array.from({ length: 1000 }, (_, index) => `  - password: hunter${index}\n`);
  expect(warningsOf(`credentials:\n${entries.join('')}`)).toEqual([
    expect.objectContaining({
      path: ['credentials', 0, 'password'],
      what: '1000 passwords stand in the file itself, on lines 2, 3, 4, 5, 6 and 995 more',
    }),
  ]);
});
