import { nearest } from '../../src/input/nearest';

const KEYS = ['runtimeClass', 'credentials', 'workloads', 'kbs'];

test.each([
  ['runtimeclass', 'runtimeClass'],
  ['runtimeClas', 'runtimeClass'],
  ['credential', 'credentials'],
  ['kds', 'kbs'],
  ['wrokloads', 'workloads'],
  ['work', 'workloads'],
  ['wor', undefined],
  ['something', undefined],
  ['', undefined],
])('%j most likely means %j', (word, expected) => {
  expect(nearest(word, KEYS)).toBe(expected);
});

test('the nearer of two candidates wins, whatever their order', () => {
  expect(nearest('persistentVolumeClaims', ['persistentVolumeClai', 'persistentVolumeClaim'])).toBe(
    'persistentVolumeClaim',
  );
  expect(nearest('persistentVolumeClaims', ['persistentVolumeClaim', 'persistentVolumeClai'])).toBe(
    'persistentVolumeClaim',
  );
});

// Comparing it letter by letter would take minutes.
test('a word of a megabyte means nothing', () => {
  expect(nearest('a'.repeat(1_000_000), KEYS)).toBeUndefined();
});
