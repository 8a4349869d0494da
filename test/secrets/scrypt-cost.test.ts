import { CommittedSeals } from '../../src/secrets/committed-seals';
import { fingerprint } from '../../src/secrets/fingerprint';

// What is committed has the true cost, and stays what it is from one version to the next.
jest.unmock('../../src/secrets/scrypt-cost');

test('a fingerprint is the same everywhere', () => {
  expect(fingerprint('x')).toBe('a0fe9720d2');
});

test('a seal that was committed is known again', () => {
  const path = 'ns/name/key';
  const recipient = 'certificate label';
  const committed = {
    value: 'sealed',
    recipient,
    salt: 'PS0TkQH6dgegImB82mW8Tw==',
    same: 'IZaVtDLYAgdg1R9kCoZwgceF3/fquqZ2EMsLEeW9Plk=',
    check: '6l9ogecYnjMG0Z/LhQm4Dia9IKW37BkMulsrmAdkmdU=',
  };
  const seals = CommittedSeals.parse(JSON.stringify({ version: 1, seals: { [path]: committed } }));
  const sealOf = (plaintext: string) =>
    seals.valueOf({ path, recipient }, [Buffer.from(plaintext)], () => 'sealed anew');
  expect(sealOf('secret')).toBe('sealed');
  expect(sealOf('other')).toBe('sealed anew');
});
