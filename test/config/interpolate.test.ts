import { interpolate } from '../../src/config/interpolate';

const environment = { NAME: 'value', EMPTY: '', TRICKY: '$NAME ${NAME} `x`', OTHER_1: '1' };

test.each([
  ['plain', 'plain'],
  ['${NAME}', 'value'],
  ['a-${NAME}-${OTHER_1}-b', 'a-value-1-b'],
  ['${NAME:-default}', 'value'],
  ['${UNSET:-default}', 'default'],
  ['${EMPTY:-default}', 'default'],
  ['${EMPTY}', ''],
  ['${UNSET:-}', ''],
  ['${UNSET:-host:5000/a:-b}', 'host:5000/a:-b'],
  ['${TRICKY}', '$NAME ${NAME} `x`'],
  ['$${NAME}', '${NAME}'],
  ['$NAME $ $$ pa$$word', '$NAME $ $$ pa$$word'],
  ['', ''],
])('%j becomes %j', (text, expected) => {
  expect(interpolate(text, environment)).toBe(expected);
});

test.each([
  ['${UNSET}', 'the environment variable UNSET is not set'],
  ['${}', 'an expression in `${…}`'],
  ['${1A}', 'an expression in `${…}`'],
  ['${NAME-default}', 'an expression in `${…}`'],
  ['${UNSET:-${NAME}}', 'an expression inside an expression'],
  ['${NAME', 'a `${` that no `}` closes'],
  ['${toString}', 'the environment variable toString is not set'],
])('%j is refused', (text, expected) => {
  expect(interpolate(text, environment)).toMatchObject({
    what: expect.stringContaining(expected),
  });
});
