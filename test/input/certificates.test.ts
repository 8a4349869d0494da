import { expiryWarnings, readCertificates } from '../../src/input/certificates';
import { KBS_CERTIFICATE, OLD_CERTIFICATE, REGISTRY_CERTIFICATE } from '../guest/certificate-fixtures';

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

  test('refuses those that have expired, or are not valid yet, by the day that it is given', () => {
    const on = (day: string) => () => readCertificates(OLD_CERTIFICATE + KBS_CERTIFICATE, 'it', new Date(day));
    expect(on('2020-06-01')()).toHaveLength(2);
    expect(on('2020-12-31')()).toHaveLength(2);
    expect(on('2021-01-02')).toThrow('it, certificate 1, expired on 2021-01-01');
    expect(on('2019-12-31')).toThrow(
      /certificate 1, is valid from 2020-01-01 on.*\n.*certificate 2, is valid from 2020-/,
    );
    expect(on('2120-02-01')).toThrow(/certificate 1, expired on 2021-01-01.*\n.*certificate 2, expired on 2120-01-01/);
  });

  // A pattern that looks for the end from every beginning would take minutes.
  test.each([
    ['ends without beginnings', '-----END CERTIFICATE-----\n'],
    ['beginnings without ends', '-----BEGIN CERTIFICATE-----\n'],
    ['private beginnings', '-----BEGIN A A A A A A A '],
  ])('a megabyte of %s is refused in one pass', (_, line) => {
    const pem = line.repeat(1_000_000 / line.length);
    expect(() => readCertificates(pem, 'it')).toThrow('holds no certificate');
  });
});

// It expires on 1 January 2120, at midnight in UTC.
test.each([
  ['2119-12-01T00:00:00Z', false],
  ['2119-12-01T23:59:59Z', false],
  ['2119-12-02T00:00:00Z', true],
  ['2119-12-31T23:59:59Z', true],
])('on %s it expires soon: %s', (now, soon) => {
  const warnings = expiryWarnings(KBS_CERTIFICATE, new Date(now));
  const what = 'the certificate expires on 2120-01-01';
  expect(warnings).toEqual(soon ? [expect.objectContaining({ rule: 'certificate-expires-soon', what })] : []);
});
