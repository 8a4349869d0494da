import { readCertificates } from '../../src/input/certificates';
import { KBS_CERTIFICATE, REGISTRY_CERTIFICATE } from '../guest/certificate-fixtures';

describe('readCertificates', () => {
  test('splits a bundle and drops what is around', () => {
    const bundle = `subject=CN = kbs\r\n${KBS_CERTIFICATE.replaceAll('\n', '\r\n')}\n\n  ${REGISTRY_CERTIFICATE.trim()}`;
    expect(readCertificates(bundle, 'x')).toEqual([KBS_CERTIFICATE, REGISTRY_CERTIFICATE]);
  });

  test.each(['', 'kbs.pem', '-----BEGIN CERTIFICATE-----\nMIIB'])('refuses %j', (pem) => {
    expect(() => readCertificates(pem, 'kbsCertificate')).toThrow('kbsCertificate holds no certificate');
  });

  test('refuses a damaged certificate and says which', () => {
    const damaged = KBS_CERTIFICATE.replace('MIIB', 'MIIC');
    expect(() => readCertificates(damaged, 'it')).toThrow('it is damaged');
    expect(() => readCertificates(REGISTRY_CERTIFICATE + damaged, 'it')).toThrow('it, certificate 2, is damaged');
  });

  test.each(['PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'])(
    'refuses a %s and does not quote it',
    (label) => {
      const pem = `${KBS_CERTIFICATE}-----BEGIN ${label}-----\nhunter2\n-----END ${label}-----\n`;
      expect(() => readCertificates(pem, 'it')).toThrow(/^it holds a private key(?!.*hunter2)/);
    },
  );
});
