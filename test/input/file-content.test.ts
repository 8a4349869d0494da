import { isHandedOver, lenientText, utf8Text } from '../../src/input/file-content';

test.each([
  ['/dev/fd/63', true],
  ['/dev/stdin', true],
  ['/proc/self/fd/11', true],
  ['/dev/../tmp/pipe', false],
  ['/tmp/dev/pipe', false],
  ['coco.yaml', false],
])('a pipe at %s is one that a shell made: %s', (path, isMade) => {
  expect(isHandedOver(path)).toBe(isMade);
});

test.each<[string, number[], string]>([
  ['text', [0x61, 0xc3, 0xa4], 'aä'],
  ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61], 'a'],
  ['one NUL', [0], '\0'],
  ['nothing', [], ''],
])('%s in UTF-8 is text', (_, bytes, text) => {
  expect(utf8Text(Uint8Array.from(bytes), 'it')).toBe(text);
});

test.each<[string, number[], string, string]>([
  ['UTF-16', [0xff, 0xfe, 0x61, 0], 'it is not UTF-8 text but UTF-16', 'a'],
  ['big-endian UTF-16', [0xfe, 0xff, 0, 0x61], 'it is not UTF-8 text but UTF-16', 'a'],
  ['UTF-16 without a mark', [0x61, 0], 'it is not UTF-8 text but UTF-16', 'a'],
  ['big-endian UTF-16 without a mark', [0, 0x61], 'it is not UTF-8 text but UTF-16', 'a'],
  ['Latin-1', [0x61, 0xe4], 'it is not UTF-8 text', 'a\ufffd'],
  ['a lone surrogate', [0x61, 0xed, 0xa0, 0x80], 'it is not UTF-8 text', 'a\ufffd\ufffd\ufffd'],
])('%s is refused, and told apart', (_, bytes, what, text) => {
  const content = Uint8Array.from(bytes);
  expect(() => utf8Text(content, 'it')).toThrow(`${what}; write the file saved as UTF-8`);
  expect(lenientText(content)).toBe(text);
});
