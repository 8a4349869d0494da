import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { seal, sealLabel, unseal } from '../../src/secrets/seal';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

test('what is sealed opens with its label, and with no other', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), fc.string(), (bytes, label, other) => {
      const sealed = seal(bytes, publicKey, label);
      expect(unseal(sealed, privateKey, label).equals(Buffer.from(bytes))).toBe(true);
      if (other !== label) expect(() => unseal(sealed, privateKey, other)).toThrow();
    }),
    { numRuns: 50 },
  );
});

test('a changed value does not open, and sealing again gives another text', () => {
  const bytes = Buffer.from('secret');
  const sealed = seal(bytes, publicKey, 'l');
  const changed = Buffer.from(sealed, 'base64');
  changed[changed.length - 20] = (changed.at(-20) ?? 0) ^ 1;
  expect(() => unseal(changed.toString('base64'), privateKey, 'l')).toThrow();
  expect(seal(bytes, publicKey, 'l')).not.toBe(sealed);
});

test.each([
  ['strict', 'ns/name'],
  ['namespace-wide', 'ns'],
  ['cluster-wide', ''],
] as const)('the label of scope %s is %j', (scope, label) => {
  expect(sealLabel(scope, 'ns', 'name')).toBe(label);
});
