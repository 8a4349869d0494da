import { CommittedSeals } from '../../src/secrets/committed-seals';

const IDENTITY = { path: 'ns/name/key', recipient: 'certificate label' };
const PLAINTEXT = Buffer.from('secret');
const first = () => 'first';
const again = () => 'again';

function committed(): string {
  const seals = CommittedSeals.none();
  seals.valueOf(IDENTITY, [PLAINTEXT], first);
  return seals.toString() ?? '';
}

test.each([
  ['the same again keeps its text', IDENTITY, PLAINTEXT, 'first'],
  ['where the plaintext is not at hand, the committed value serves', IDENTITY, undefined, 'first'],
  ['another plaintext is sealed anew', IDENTITY, Buffer.from('other'), 'again'],
  ['another recipient is sealed for anew', { ...IDENTITY, recipient: 'other' }, PLAINTEXT, 'again'],
  ['another name is sealed for', { ...IDENTITY, path: 'ns/other/key' }, PLAINTEXT, 'again'],
])('%s', (_, identity, plaintext, expected) => {
  const seals = CommittedSeals.parse(committed());
  expect(seals.valueOf(identity, [plaintext], again)).toBe(expected);
});

test('of plaintexts that are sealed together, those at hand are compared', () => {
  const [other, changed] = [Buffer.from('other'), Buffer.from('changed')];
  const before = CommittedSeals.none();
  before.valueOf(IDENTITY, [PLAINTEXT, other], first);
  const after = (plaintexts: (Buffer | undefined)[]) =>
    CommittedSeals.parse(before.toString() ?? '').valueOf(IDENTITY, plaintexts, again);
  expect(after([PLAINTEXT, other])).toBe('first');
  expect(after([undefined, other])).toBe('first');
  expect(after([PLAINTEXT, changed])).toBe('again');
  expect(() => after([undefined, changed])).toThrow('has other content than what is here');
});

test('a run that changes nothing leaves the file as it is, byte for byte', () => {
  const text = committed();
  const seals = CommittedSeals.parse(text);
  seals.valueOf(IDENTITY, [PLAINTEXT], again);
  expect(seals.toString()).toBe(text);
  expect(text).not.toContain('secret');
});

test.each([
  ['there is none', { ...IDENTITY, path: 'ns/other/key' }, 'there is no committed seal of ns/other/key'],
  ['it is for another certificate', { ...IDENTITY, recipient: 'other' }, 'for another certificate or scope'],
])('without the plaintext, a seal is an error where %s', (_, identity, message) => {
  expect(() => CommittedSeals.parse(committed()).valueOf(identity, [undefined], again)).toThrow(message);
});

test.each([
  ['a changed value', (text: string) => text.replace('"first"', '"forged"')],
  ['a value under another name', (text: string) => text.replace('ns/name/key', 'ns/admin/key')],
  ['an entry that is none', (text: string) => text.replace(/"value": "first",/, '')],
  ['another version', (text: string) => text.replace('"version": 1', '"version": 9')],
  ['no JSON', () => '{'],
])('%s is refused', (_, change) => {
  expect(() => CommittedSeals.parse(change(committed()))).toThrow(
    /was changed, or belongs elsewhere|none that this version/,
  );
});
