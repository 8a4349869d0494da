import { readCertificates } from '../../input/certificates';
import { isLoopback } from '../../input/loopback';
import { InputError, type Problem, write } from '../../input/problem';
import { subdomainProblem } from '../../kubernetes/name';
import { secretKeyProblem } from '../../kubernetes/value';
import type { SecretKey } from '../kbs-resource';

const EXAMPLE = 'https://kbs:8080';

/**
 * The base address of the KBS.
 *
 * @throws InputError unless the upload's Pod could dial it. Of what may hold a password nothing is shown.
 */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw urlError('does not begin with https:// or http://', 'curl would have to guess the protocol', EXAMPLE);
  }
  if (url.username !== '' || url.password !== '') {
    throw urlError('holds a user or password', 'it would stand in the manifest for all to read', 'tokenSecret');
  }
  const base = `${url.origin}${url.pathname.replace(/\/kbs(\/.*)?$/, '')}`;
  if (/[?#]/.test(text)) throw urlError('has a "?" or "#"', 'a path is appended to it', base);
  if (/\/kbs(\/|$)/.test(url.pathname)) {
    throw urlError(`${url.href} names an endpoint`, '/kbs/v0/resource/… is appended to it', base);
  }
  if (isLoopback(url.hostname)) {
    throw urlError(`${url.href} is a loopback address`, 'in the Pod that uploads, it leads back to that Pod', EXAMPLE);
  }
  return url;
}

function urlError(what: string, why: string, remedy: string): InputError {
  return new InputError({ what: `url of the admin API ${what}`, why, fix: write(remedy) });
}

/**
 * The proxy that the upload is to reach the KBS through.
 *
 * @throws InputError unless curl could use it without a password.
 */
export function parseProxy(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/';
  if (isPlain && url.username === '' && url.password === '' && !/[?#]/.test(text) && !isLoopback(url.hostname)) {
    return url;
  }
  throw new InputError({
    what: 'proxy of the admin API is not the address of a proxy',
    why: 'it is http:// or https:// with a host, a port and no password, as dialled from the Pod that uploads',
    fix: write('http://proxy.example:3128'),
  });
}

/** What the user should know about the address. */
export function urlWarnings({ protocol, origin }: URL): Problem[] {
  if (protocol === 'https:') return [];
  return [
    {
      what: `the upload sends the KBS's admin token and the resources in the clear to ${origin}`,
      why: 'whoever can listen on that network may read them and replace every resource',
      fix: 'write https://, once the KBS has a certificate',
    },
  ];
}

/** @throws InputError unless both name and key are what Kubernetes takes. */
export function checkTokenSecret({ name, key }: SecretKey): void {
  const problem = subdomainProblem(name) ?? secretKeyProblem(key);
  if (!problem) return;
  throw new InputError({
    what: `tokenSecret of the admin API: ${problem.what}`,
    why: 'the upload could not find the token in the Secret',
    fix: 'write { name: trustee-bootstrap-user-keys, key: KBS_ADMIN_TOKEN }, as the Helm chart has it',
  });
}

/**
 * The certificates that the upload trusts, without anything that stands around them.
 *
 * @throws InputError unless it is a PEM certificate, or several and no private key, and there is TLS to verify.
 */
export function parseCertificates(url: URL, pem: string): string {
  const certificates = readCertificates(pem, 'caCertificate of the admin API');
  if (url.protocol === 'https:') return certificates.join('');
  throw new InputError({
    what: `caCertificate is given for ${url.origin}, which has no TLS`,
    why: 'nothing would be verified',
    fix: 'write https://, or leave the certificate out',
  });
}
