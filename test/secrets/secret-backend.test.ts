import { PullConfig } from '../../src/registry/pull-config';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { bytesOf, isKnown } from '../../src/secrets/secret-backend';

const known = RegistryCredential.basic('a.example', { username: 'u', password: 'p' });
const unknown = RegistryCredential.elsewhere({ registry: 'b.example' }, { kind: 'cluster' });
const documentOf = (...credentials: RegistryCredential[]) => PullConfig.fromCredentials(credentials);

test('content is known where each of its credentials is: one that only stands for another may not be sealed', () => {
  expect(isKnown(Buffer.from('x'))).toBe(true);
  expect(isKnown(documentOf(known))).toBe(true);
  expect(isKnown(documentOf(unknown))).toBe(false);
  expect(isKnown(documentOf(known, unknown))).toBe(false);
});

test('bytes stay as they are, a document is rendered with its values', () => {
  const bytes = Uint8Array.of(0, 255);
  expect(bytesOf(bytes)).toBe(bytes);
  expect(JSON.parse(Buffer.from(bytesOf(documentOf(known))).toString())).toEqual({
    auths: { 'a.example': { username: 'u', password: 'p', auth: 'dTpw' } },
  });
});
