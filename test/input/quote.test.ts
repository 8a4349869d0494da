import fc from 'fast-check';
import { quote, quoteValue, redact } from '../../src/input/quote';

describe('quote', () => {
  test.each([
    ['puts quotes around', 'nginx', '"nginx"'],
    ['hides user and password of a URL', 'https://bob:hunter2@host/app', '"https://…@host/app"'],
    ['hides them where a port follows', 'bob:hunter2@host:5000', '"…@host:5000"'],
    ['keeps a tag before a digest', 'app:1@sha256:00', '"app:1@sha256:00"'],
    ['escapes what a terminal would obey', 'a\u001b[31mb\u009b\n', '"a\\u001b[31mb\\u009b\\u000a"'],
    ['escapes marks that reorder text', 'a\u202eb', '"a\\u202eb"'],
    ['hides a password that is too long to be shown whole', `bob:${'hunter2'.repeat(20)}@host`, '"…@host"'],
    ['shortens', 'x'.repeat(200), `"${'x'.repeat(120)}…"`],
  ])('%s', (_, text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});

test.each([
  ['true', '"true"'],
  [true, 'true'],
  [12n, '12'],
  [null, 'null'],
])('quoteValue tells %p by its quotes', (value, quoted) => {
  expect(quoteValue(value)).toBe(quoted);
});

test('what stands before a host is hidden, as one pattern would, in one pass', () => {
  // Slow, and plain: from every character on, it looks for an "@".
  const pattern = /[^\s/@]*:[^\s/@]*@(?!sha\d{1,4}:)/gu;
  const text = fc.array(fc.constantFrom('a', ':', '@', '/', ' ', '\n', 'sha256:', 'é')).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (any) => expect(redact(any)).toBe(any.replace(pattern, '…@'))));
  for (const part of [':', 'a', '@', 'a:', '-', ':@']) {
    expect(quote(part.repeat(1_000_000 / part.length)).length).toBeLessThan(130);
  }
});
