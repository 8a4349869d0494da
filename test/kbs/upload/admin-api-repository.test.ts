import { InputError } from '../../../src/input/problem';
import type { AdminApiRepositoryOptions } from '../../../src/kbs/upload/admin-api-repository';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';
import { CA_CERTIFICATE } from './ca-certificate';

const OPTIONS: AdminApiRepositoryOptions = { url: 'https://kbs:8080', tokenSecret: { name: 'admin', key: 'token' } };

test.each<Partial<AdminApiRepositoryOptions>>([
  {},
  { url: 'http://trustee-kbs.coco-trustee.svc:8080' },
  { url: 'https://[fd00::1]:8443/' },
  { url: 'https://kbs.example/trustee' },
  { caCertificate: CA_CERTIFICATE },
  { proxy: 'http://proxy.example:3128' },
  { proxy: 'https://10.0.0.1/' },
  { caCertificate: `# two of them\n${CA_CERTIFICATE}\n${CA_CERTIFICATE}` },
])('%o is taken', (options) => {
  expect(KbsRepository.adminApi({ ...OPTIONS, ...options }).kind).toBe('adminApi');
});

test.each<[Partial<AdminApiRepositoryOptions>, string]>([
  [{ url: 'kbs:8080' }, 'does not begin with https:// or http://'],
  [{ url: '' }, 'does not begin with https:// or http://'],
  [{ url: 'ftp://kbs' }, 'does not begin with https:// or http://'],
  [{ url: 'https://' }, 'does not begin with https:// or http://'],
  [{ url: 'https://kbs/?a=b' }, 'has a "?" or "#"'],
  [{ url: 'https://kbs/#a' }, 'has a "?" or "#"'],
  [{ url: 'https://kbs:8080/kbs/v0/resource' }, 'is appended to it; write https://kbs:8080'],
  [{ url: 'https://localhost:8080' }, 'is a loopback address'],
  [{ url: 'https://127.0.0.2:8080' }, 'is a loopback address'],
  [{ url: 'https://[::1]:8080' }, 'is a loopback address'],
  [{ url: 'https://localhost.:8080' }, 'is a loopback address'],
  [{ url: 'https://kbs.localhost:8080' }, 'is a loopback address'],
  [{ url: 'https://[::ffff:127.0.0.1]:8080' }, 'is a loopback address'],
  [{ tokenSecret: { name: '', key: 'token' } }, 'tokenSecret of the admin API: the name is empty'],
  [{ tokenSecret: { name: 'admin', key: '' } }, 'tokenSecret of the admin API: the key is empty'],
  [{ tokenSecret: { name: 'admin', key: 'a b' } }, '"a b" is not a key that a Secret can have'],
  [{ tokenSecret: { name: 'admin', key: '..' } }, '".." is not a key that a Secret can have'],
  [{ caCertificate: '/etc/ca.pem' }, 'caCertificate of the admin API holds no certificate'],
  [
    { caCertificate: CA_CERTIFICATE + CA_CERTIFICATE.replace(/\n\w{12}/, '\nAAAAAAAAAAAA') },
    'caCertificate of the admin API, certificate 2, is damaged',
  ],
  ...[
    'proxy:3128',
    'socks5://proxy',
    'http://u:p@proxy',
    'http://proxy/path',
    'http://proxy?a',
    'http://localhost',
  ].map((proxy): [Partial<AdminApiRepositoryOptions>, string] => [
    { proxy },
    'proxy of the admin API is not the address',
  ]),
  [
    { url: 'http://kbs:8080', caCertificate: CA_CERTIFICATE },
    'caCertificate is given for http://kbs:8080, which has no TLS',
  ],
])('%o is refused', (options, message) => {
  const make = () => KbsRepository.adminApi({ ...OPTIONS, ...options });

  expect(make).toThrow(InputError);
  expect(make).toThrow(message);
});

test('a password in the URL is refused without being shown', () => {
  const make = () => KbsRepository.adminApi({ ...OPTIONS, url: 'https://admin:geheim@kbs:8080' });

  expect(make).toThrow('holds a user or password');
  expect(make).not.toThrow('geheim');
});

test('a private key beside the certificate is refused without being shown', () => {
  const caCertificate = `${CA_CERTIFICATE}-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n`;
  const make = () => KbsRepository.adminApi({ ...OPTIONS, caCertificate });

  expect(make).toThrow('caCertificate of the admin API holds a private key');
  expect(make).not.toThrow('hunter2');
});

test.each([
  'https://kbs:8080/?token=hunter2',
  'https://kbs:8080/kbs/v0?token=hunter2',
  'https://kbs:8080/#hunter2',
  'https://localhost/?hunter2',
])('what stands behind the path of a URL is not shown: %s', (url) => {
  const make = () => KbsRepository.adminApi({ ...OPTIONS, url });

  expect(make).toThrow(InputError);
  expect(make).not.toThrow('hunter2');
});
