import { InputError } from '../../src/input/input-error';
import type { AdminApiRepositoryOptions } from '../../src/kbs/admin-api-repository';
import { KbsRepository } from '../../src/kbs/repository';
import { CA_CERTIFICATE } from './ca-certificate';

const OPTIONS: AdminApiRepositoryOptions = { url: 'https://kbs:8080', tokenSecret: { name: 'admin', key: 'token' } };

test.each<Partial<AdminApiRepositoryOptions>>([
  {},
  { url: 'http://trustee-kbs.coco-trustee.svc:8080' },
  { url: 'https://[fd00::1]:8443/' },
  { url: 'https://kbs.example/trustee' },
  { caCertificate: CA_CERTIFICATE },
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
  [{ tokenSecret: { name: '', key: 'token' } }, 'tokenSecret of the admin API: the name is empty'],
  [{ tokenSecret: { name: 'admin', key: '' } }, 'tokenSecret of the admin API has no key'],
  [{ tokenSecret: { name: 'admin', key: 'a b' } }, '"a b" is not a key of a Secret'],
  [{ caCertificate: '/etc/ca.pem' }, 'caCertificate of the admin API is not a certificate in PEM'],
  [
    { caCertificate: CA_CERTIFICATE + CA_CERTIFICATE.replace(/\n\w{12}/, '\nAAAAAAAAAAAA') },
    'is not a certificate in PEM',
  ],
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
