import { secretData } from '../../src/kubernetes/secret-data';

const textsOf = (secret: Parameters<typeof secretData>[0]) =>
  Object.fromEntries([...secretData(secret)].map(([key, bytes]) => [key, bytes?.toString()]));

test('values are decoded, on several lines and without padding too', () => {
  expect(textsOf({ data: { a: 'aGVsbG8=', b: 'aGVs\n  bG8\n', c: 'aGVsbG8' } })).toEqual({
    a: 'hello',
    b: 'hello',
    c: 'hello',
  });
});

test('what is no base64 or no text has no value', () => {
  expect(textsOf({ data: { a: 'not base64!', b: 'aGVsbG-_', c: 1 }, stringData: { d: true } })).toEqual({});
  expect([...secretData({ data: { a: 'not base64!', c: 1 }, stringData: { d: true } }).keys()]).toEqual([
    'a',
    'c',
    'd',
  ]);
});

test('a clear text counts before an encoded one, as the API server has it', () => {
  expect(textsOf({ data: { a: 'aGVsbG8=' }, stringData: { a: 'aGVsbG8=' } })).toEqual({ a: 'aGVsbG8=' });
  expect(textsOf({ data: null, stringData: [] })).toEqual({});
});
