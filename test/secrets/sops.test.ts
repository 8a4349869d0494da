import fc from 'fast-check';
import { parseAgeRecipient } from '../../src/secrets/age';
import { type SopsSecret, sopsDecrypt, sopsEncrypt } from '../../src/secrets/sops';
import { ageKeys, privateKeyOf } from './age-keys';

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

test('what sops 3.13.3 wrote opens, for a key that age-keygen made for this test', () => {
  const identity = 'AGE-SECRET-KEY-1TM5JDH65CPV7FH65GAXYDH6TFNZ7HHSPJDUXA2MF6DLSKE9UR7AQCKPYNY';
  const written: SopsSecret = {
    data: {
      a: 'ENC[AES256_GCM,data:0h3s/Q7xw8o=,iv:6QQDHEKYfKF7gJl0XgR5xVii/C8Jb+N3d1D1v7RBwgs=,tag:Y/5UO8SgOJkHdg9dcoVtAw==,type:str]',
      b: '',
    },
    sops: {
      age: [
        {
          recipient: 'age1eflkkhjsz8xy45yfepzzday45zhv2c9wwytgv8mnfamew2s2yyes2y3455',
          enc: `-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB0NENVcjl5WnZCRllSditT
N3VzVkloZW1xenpORURIQ2FYekF3eFhIQjE0CldEM0dzNnp2OXZ2ZTROVGlRUnFZ
MVBBNDJOQ1NKSkU1WU1LZXZDRVRCUjgKLS0tIE5tSkdJVFEzYURJZTRjUG9zKzFk
Q21Bak5zL1VVU2lxRWJseUVhTzc5M0UK+fWgi1dFyn65cxE/q90rtri/1asudIcu
7fuO5obrG4RxwDDUt3YMlX7sCm8sWtlAxZ8JtZ+NTp6/EpfC/JSb2w==
-----END AGE ENCRYPTED FILE-----
`,
        },
      ],
      encrypted_regex: '^(data|stringData)$',
      lastmodified: '2026-11-25T18:19:34Z',
      mac: 'ENC[AES256_GCM,data:hhO8AnDbLxiijycA4mZGAl4bmI7QrVof0P/wTqetKiLWdcrIa8poderlxqAJzL+Bf98+iTF4RH/YxW2F6HOy6jXWsLWix03J9my0pOFcRAYbJovDdFF3agM7A458dFqkI2HqorSvHxXXYRZhxRKdlYfYzOTb/6hLABOLJ2xKESI=,iv:vhT8yR2K9kCK0yXJHDwHSCZEyBZEz8aMp4Yw/6EfYTU=,tag:08rDOfcqjB0/vO6h+/Jnjw==,type:str]',
      mac_only_encrypted: true,
      version: '3.13.3',
    },
  };
  expect(sopsDecrypt(written, privateKeyOf(identity))).toEqual({ a: 'aGVsbG8=', b: '' });
});
