import fc from 'fast-check';
import { canonicalQuantity, isMoreThan, isWholeQuantity, quantityProblem } from '../../src/kubernetes/quantity';

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

// apimachinery, pkg/api/resource: ParseQuantity.
test.each([
  ['0', true],
  ['1', true],
  ['100Mi', true],
  ['1.5Gi', true],
  ['250m', true],
  ['5u', true],
  ['7n', true],
  ['2k', true],
  ['3E', true],
  ['3Ei', true],
  ['1e3', true],
  ['1E3', true],
  ['1.5e-2', true],
  ['1e+6', true],
  ['.5', true],
  ['1.', true],
  ['1.Gi', true],
  ['-1', true],
  ['+1', true],
  ['', false],
  ['.', false],
  ['Gi', false],
  ['100 Mi', false],
  ['100MB', false],
  ['100mi', false],
  ['2K', false],
  ['2ki', false],
  ['1e', false],
  ['1e1.5', false],
  ['1e3Mi', false],
  ['1,5Gi', false],
  ['1.2.3', false],
  ['0x10', false],
  ['1Mi\n', false],
])('quantity %j: %p', (text, valid) => {
  expect(quantityProblem(text) === undefined).toBe(valid);
});

test.each([
  ['1', '500m', true],
  ['500m', '0.5', false],
  ['1Gi', '1024Mi', false],
  ['1Gi', '1G', true],
  ['1G', '1Gi', false],
  ['1e3', '999', true],
  ['-1', '0', false],
  ['9007199254740993', '9007199254740992', true],
  ['1e99', '1', false],
])('%s is more than %s: %p', (text, other, more) => {
  expect(isMoreThan(text, other)).toBe(more);
});
