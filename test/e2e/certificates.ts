import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTools } from './tools';

/** A certificate authority and a certificate that it signed for 127.0.0.1. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority of this test's own. @throws naming openssl where it is missing. */
export function createCertificates(): Certificates {
  requireTools('openssl');
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-ca-'));
  const file = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    openssl('req', '-x509', ...newKey, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=test CA');
    openssl('req', ...newKey, '-keyout', file('key'), '-out', file('csr'), '-subj', '/CN=kbs');
    writeFileSync(file('ext'), 'subjectAltName=IP:127.0.0.1');
    const authority = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'];
    openssl('x509', '-req', '-in', file('csr'), ...authority, '-out', file('pem'), '-extfile', file('ext'));
    const read = (name: string) => readFileSync(file(name), 'utf8');
    return { authority: read('ca.pem'), certificate: read('pem'), key: read('key') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
