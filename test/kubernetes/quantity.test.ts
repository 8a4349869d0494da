import fc from 'fast-check';
import { canonicalQuantity, isWholeQuantity } from '../../src/kubernetes/quantity';

// apimachinery 1.37, pkg/api/resource: Quantity.String.
test.each([
  ['0', '0'],
  ['0.0Gi', '0'],
  ['1', '1'],
  ['+1', '1'],
  ['-1.50', '-1500m'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['1.', '1'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['007', '7'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['1024M', '1024M'],
  ['1000000k', '1G'],
  ['1e3', '1k'],
  ['1.5E-2', '15m'],
  ['12e6', '12M'],
  ['1n', '1n'],
  ['0.1n', '1n'],
  ['1.0000000001', '1000000001n'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['1025Mi', '1025Mi'],
  ['0.5Ki', '512'],
  ['0.1Gi', '107374182400m'],
  ['0.25Ki', '256'],
  ['1025Ki', '1025Ki'],
  ['7Ei', '7Ei'],
  ['1000E', '1000E'],
  ['x', 'x'],
  ['1e99999999999', '1e99999999999'],
])('%s is stored as %s', (text, expected) => {
  expect(canonicalQuantity(text)).toBe(expected);
});

test('what is canonical stays so', () => {
  const number = fc.tuple(fc.nat(1e9), fc.constantFrom('', '.', '.5', '.125', '.1'));
  const unit = fc.constantFrom('n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-3');
  fc.assert(
    fc.property(number, unit, ([whole, fraction], suffix) => {
      const once = canonicalQuantity(`${whole}${fraction}${suffix}`);
      expect(canonicalQuantity(once)).toBe(once);
    }),
  );
});

test.each([
  ['100Mi', true],
  ['1.5Gi', true],
  ['0.1Gi', false],
  ['1500m', false],
  ['2000m', true],
])('%s is whole: %p', (text, whole) => {
  expect(isWholeQuantity(text)).toBe(whole);
});
