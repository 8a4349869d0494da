import fc from 'fast-check';
import { parseAgeRecipient } from '../../src/secrets/age';
import { type SopsSecret, sopsDecrypt, sopsEncrypt } from '../../src/secrets/sops';
import { ageKeys } from './age-keys';

const [one, two, other] = [ageKeys(), ageKeys(), ageKeys()];
const recipients = [one, two].map(({ recipient }) => parseAgeRecipient(recipient));
const texts = fc.dictionary(fc.stringMatching(/^[-._a-zA-Z0-9]{1,20}$/), fc.base64String(), { maxKeys: 4 });

test('what is encrypted opens with the key of each recipient, and with no other', () => {
  fc.assert(
    fc.property(texts, (data) => {
      const secret = sopsEncrypt(data, recipients);
      expect(sopsDecrypt(secret, one.privateKey)).toEqual(data);
      expect(sopsDecrypt(secret, two.privateKey)).toEqual(data);
      expect(() => sopsDecrypt(secret, other.privateKey)).toThrow('none of a recipient');
    }),
    { numRuns: 30 },
  );
});

test('the metadata are those of SOPS, and an empty text stays empty', () => {
  const { data, sops } = sopsEncrypt({ a: 'YQ==', b: '' }, recipients);
  const encrypted = /^ENC\[AES256_GCM,data:[\w+/=]+,iv:[\w+/]{43}=,tag:[\w+/]{22}==,type:str\]$/;
  expect(data).toEqual({ a: expect.stringMatching(encrypted), b: '' });
  const enc = expect.stringContaining('BEGIN AGE ENCRYPTED FILE');
  expect(sops).toEqual({
    age: recipients.map(({ text }) => ({ recipient: text, enc })),
    encrypted_regex: '^(data|stringData)$',
    lastmodified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    mac: expect.stringMatching(encrypted),
    mac_only_encrypted: true,
    version: '3.13.3',
  });
});

const secret = sopsEncrypt({ a: 'YQ==', b: 'Yg==' }, recipients);
const { a = '', b = '' } = secret.data;

test.each<[string, SopsSecret]>([
  ['two that changed places', { ...secret, data: { a: b, b: a } }],
  ['one under another key', { ...secret, data: { a, c: b } }],
  ['one that is gone', { ...secret, data: { a } }],
  ['one in plain sight', { ...secret, data: { a, b: 'Yg==' } }],
  ['another time', { ...secret, sops: { ...secret.sops, lastmodified: '2026-01-01T00:00:00Z' } }],
  ['the MAC of another Secret', { ...secret, sops: { ...secret.sops, mac: sopsEncrypt({}, recipients).sops.mac } }],
])('%s: it does not open', (_, changed) => {
  expect(() => sopsDecrypt(changed, one.privateKey)).toThrow();
});
