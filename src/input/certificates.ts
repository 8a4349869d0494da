import { X509Certificate } from 'node:crypto';
import { InputError, type Problem } from './problem';
import { ProblemCollector } from './problem-collector';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';
/** Far beyond the bundle of all public authorities, which has some 220 KB. */
const LONGEST = 4 * 1024 * 1024;

/**
 * The certificates of a PEM text, each by itself with Unix line ends; text around them is dropped.
 *
 * @param pem one certificate or a bundle
 * @param what what it is for, to name it in an error, such as `guest.kbsCertificate`
 * @param now when they have to be valid; by default at the time of the call
 * @throws InputError where there is none, one is damaged, expired or not yet valid, or the text holds a private key. The
 * text is never quoted.
 */
export function readCertificates(pem: string, what: string, now: Date = new Date()): string[] {
  checkText(pem, what);
  const blocks = blocksOf(pem);
  if (blocks.length === 0) {
    throw new InputError({
      what: `${what} holds no certificate`,
      why: 'only PEM is read',
      fix: `write the text from "${BEGIN}" to "${END}"`,
      rule: 'certificate',
    });
  }
  const problems = new ProblemCollector();
  const certificates = blocks.map((block, index) => {
    const name = blocks.length === 1 ? what : `${what}, certificate ${index + 1},`;
    return problems.collect(() => readCertificate(block, name, now)) ?? '';
  });
  problems.throwIfAny();
  return certificates;
}

function checkText(pem: string, what: string): void {
  if (pem.length > LONGEST) {
    throw new InputError({
      what: `${what} has ${pem.length} characters`,
      why: `no bundle of certificates has more than ${LONGEST}`,
      fix: 'write the certificates that are needed',
      rule: 'certificate',
    });
  }
  if (!/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/.test(pem)) return;
  throw new InputError({
    what: `${what} holds a private key`,
    why: 'it becomes part of an object that many can read',
    fix: 'write the certificate alone',
    rule: 'certificate',
  });
}

/** In one pass: a pattern for both ends would look for the second one from each of the first. */
function blocksOf(pem: string): string[] {
  const blocks: string[] = [];
  let begin = pem.indexOf(BEGIN);
  while (begin >= 0) {
    const end = pem.indexOf(END, begin);
    if (end < 0) break;
    blocks.push(pem.slice(begin, end + END.length));
    begin = pem.indexOf(BEGIN, end);
  }
  return blocks;
}

function readCertificate(block: string, what: string, now: Date): string {
  const lines = block.split(/\r\n|\r|\n/).map((line) => line.trim());
  const pem = `${lines.filter(Boolean).join('\n')}\n`;
  checkValidity(parse(pem, what), what, now);
  return pem;
}

function parse(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new InputError({
      what: `${what} is damaged`,
      why: 'no TLS connection comes about with it',
      fix: 'write the certificate as its authority issued it, in PEM',
      rule: 'certificate',
    });
  }
}

function checkValidity({ validFrom, validTo }: X509Certificate, what: string, now: Date): void {
  const [from, to] = [validFrom, validTo].map((text) => new Date(text));
  const why = 'no TLS connection comes about with it';
  if (to && to < now) {
    const fix = 'write the one that replaced it';
    throw new InputError({ what: `${what} expired on ${dayOf(to)}`, why, fix, rule: 'certificate-expired' });
  }
  if (from && from > now) {
    const fix = 'write one that is valid today, or check the clock of this machine';
    throw new InputError({
      what: `${what} is valid from ${dayOf(from)} on`,
      why,
      fix,
      rule: 'certificate-not-yet-valid',
    });
  }
}

const SOON_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What to say of a valid certificate (PEM) that expires within 30 days. */
export function expiryWarnings(pem: string, now: Date): Problem[] {
  const end = new Date(new X509Certificate(pem).validTo);
  if (end.getTime() - now.getTime() > SOON_DAYS * DAY_MS) return [];
  return [
    {
      rule: 'certificate-expires-soon',
      what: `the certificate expires on ${dayOf(end)}`,
      why: 'nothing is synthesized with it from then on',
      fix: 'write the one that replaces it, as soon as there is one',
    },
  ];
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
