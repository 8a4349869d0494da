import { ConfigFile } from '../../src/config/config-file';
import { slipsIn } from '../../src/config/slips';

const CUT = 'the text ends before a blank and "#"';
const SHELL = 'the text looks like the name of a variable, $NAME or $(NAME), and stays as it is';
const COMMAND = 'the text looks like a command, a variable of Windows or a part of a template, and stays as it is';
const QUOTES = 'the text stands in typographic quotes';

test.each([
  ['hunter2 #3', [CUT]],
  ['hunter2 # a comment', []],
  ['"hunter2" #3', []],
  ['${PASSWORD} #from the vault', []],
  ['$PASSWORD', [SHELL]],
  ['$(PASSWORD)', [SHELL]],
  ['pa$$word', []],
  ['$(pass show registry)', [COMMAND]],
  ['"%PASSWORD%"', [COMMAND]],
  ['"{{ .Values.password }}"', [COMMAND]],
  ['“hunter2”', [QUOTES]],
  ['"“hunter2”"', []],
  ['"\\u00a0hunter2"', []],
])('a password written %s', (written, expected) => {
  const texts = ConfigFile.parse('coco.yaml', `credentials:\n  - password: ${written}\n`).texts();
  expect(slipsIn(texts).map(({ what }) => what)).toEqual(expected);
});

test('elsewhere a text may look like a variable, and not stand in typographic quotes', () => {
  const texts = ConfigFile.parse('coco.yaml', 'workloads:\n  - command: [echo, $HOME]\n    name: “web”\n').texts();
  expect(slipsIn(texts).map(({ path }) => path)).toEqual([['workloads', 0, 'name']]);
});
