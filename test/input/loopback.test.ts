import { canonicalHost, isLoopback } from '../../src/input/loopback';

test.each([
  'localhost',
  'LOCALHOST',
  'localhost.',
  'kbs.localhost',
  'kbs.localhost.',
  '127.0.0.1',
  '127.255.0.9',
  '127.1',
  '0x7f000001',
  '2130706433',
  '0.0.0.0',
  '0',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f12:3456]',
  '[::ffff:0.0.0.0]',
])('%s leads back', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each([
  'kbs',
  'localhost.example',
  'mylocalhost',
  '127.example',
  '128.0.0.1',
  '10.127.0.1',
  '[::2]',
  '[fd00::1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:0:7f00]',
  'not a host',
  '',
])('%s does not', (host) => {
  expect(isLoopback(host)).toBe(false);
});

test.each([
  ['KBS.Example.', 'kbs.example'],
  ['127.1', '127.0.0.1'],
  ['[FD00:0::1]', '[fd00::1]'],
  ['a b', undefined],
  ['256.1.1.1', undefined],
])('%s is %s', (host, canonical) => {
  expect(canonicalHost(host)).toBe(canonical);
});
