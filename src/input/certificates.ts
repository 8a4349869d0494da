import { X509Certificate } from 'node:crypto';
import { InputError } from './problem';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * The certificates of a PEM text, each by itself with Unix line ends; text around them is dropped.
 *
 * @param pem one certificate or a bundle
 * @param what what it is for, to name it in an error, such as `guest.kbsCertificate`
 * @throws InputError where there is none, one is damaged, or the text holds a private key. The text is never quoted.
 */
export function readCertificates(pem: string, what: string): string[] {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(pem)) {
    throw new InputError({
      what: `${what} holds a private key`,
      why: 'it becomes part of an object that many can read',
      fix: 'write the certificate alone',
    });
  }
  const blocks = pem.match(BLOCK) ?? [];
  if (blocks.length === 0) {
    throw new InputError({
      what: `${what} holds no certificate`,
      why: 'only PEM is read',
      fix: 'write the text from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----"',
    });
  }
  return blocks.map((block, index) =>
    normalize(block, blocks.length === 1 ? what : `${what}, certificate ${index + 1},`),
  );
}

function normalize(block: string, what: string): string {
  const lines = block.split(/\r\n|\r|\n/).map((line) => line.trim());
  const pem = `${lines.filter(Boolean).join('\n')}\n`;
  try {
    new X509Certificate(pem);
  } catch {
    throw new InputError({
      what: `${what} is damaged`,
      why: 'no TLS connection comes about with it',
      fix: 'write the certificate as its authority issued it, in PEM',
    });
  }
  return pem;
}
