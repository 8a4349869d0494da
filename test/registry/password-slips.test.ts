import fc from 'fast-check';
import { describeProblem } from '../../src/input/problem';
import { passwordSlips } from '../../src/registry/password-slips';

const tell = (password: string, username = 'robot') =>
  passwordSlips({ scope: 'registry.example', username, password }).map(describeProblem);
const AUTH = Buffer.from('robot:hunter2hunter2').toString('base64');

test.each([
  ['"hunter2hunter2"', 'stands in quotes'],
  ["'hunter2hunter2'", 'stands in quotes'],
  ['hunter2hunter2 ', 'begins or ends with a blank'],
  ['\thunter2hunter2', 'begins or ends with a blank'],
  ['robot:hunter2hunter2', 'begins with the user and a colon'],
  [AUTH, 'is the base64 of user and password'],
  [`{"auths": {"registry.example": {"auth": "${AUTH}"}}}`, 'is a whole Docker configuration'],
  ['{"type": "service_account", "private_key": "hunter2"}', 'is the key of a Google service account'],
  ['PASSWORD=hunter2hunter2', 'begins with the name of a variable'],
  ['export REGISTRY_TOKEN=hunter2hunter2', 'begins with the name of a variable'],
  ['hunter2hunter2\nhunter2', 'has several lines'],
])('%j is told, and not shown', (password, what) => {
  const [told = '', ...others] = tell(password);
  expect(others).toEqual([]);
  expect(told).toMatch(new RegExp(`^the password for registry.example ${what}.*; write `));
  expect(told).not.toMatch(/hunter|cm9ib3Q/);
});

test.each([
  ['hunter2hunter2', 'robot'],
  ['"', 'robot'],
  ['a"b"', 'robot'],
  ['robotic:hunter2', 'robot'],
  ['dckr_pat_x=y', 'robot'],
  ['A1=b', 'robot'],
  [Buffer.from('hunter2hunter2').toString('base64'), 'robot'],
  ['{\n  "type": "service_account",\n  "private_key": "x"\n}', '_json_key'],
])('%j of %s is a password', (password, username) => {
  expect(tell(password, username)).toEqual([]);
});

test('a user in quotes is told', () => {
  expect(tell('hunter2hunter2', '"robot"')).toEqual([
    expect.stringMatching(/^the user for registry.example stands in quotes/),
  ]);
});

test('letters and digits are a password', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_.~+/-]{1,80}$/), (password) => tell(password, 'robot$ci').length === 0),
  );
});
