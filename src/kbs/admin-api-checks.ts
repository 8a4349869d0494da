import { X509Certificate } from 'node:crypto';
import { InputError } from '../input/input-error';
import { subdomainProblem } from '../input/kubernetes-name';
import type { SecretKey } from './kbs-resource';

const EXAMPLE = 'https://kbs:8080';
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0|\[::\])$/;
const SECRET_KEY = /^[-._a-zA-Z0-9]+$/;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The base address of the KBS.
 *
 * @throws InputError unless the upload's Pod could dial it.
 */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw urlError('does not begin with https:// or http://', 'curl would have to guess the protocol', EXAMPLE);
  }
  if (url.username !== '' || url.password !== '') {
    throw urlError('holds a user or password', 'it would stand in the manifest for all to read', 'tokenSecret');
  }
  if (url.search !== '' || url.hash !== '') {
    throw urlError(`${text} has a "?" or "#"`, 'a path is appended to it', `${url.origin}${url.pathname}`);
  }
  if (/\/kbs(\/|$)/.test(url.pathname)) {
    const base = `${url.origin}${url.pathname.replace(/\/kbs(\/.*)?$/, '')}`;
    throw urlError(`${text} names an endpoint`, '/kbs/v0/resource/… is appended to it', base);
  }
  if (LOOPBACK.test(url.hostname)) {
    throw urlError(`${text} is a loopback address`, 'in the Pod that uploads, it leads back to that Pod', EXAMPLE);
  }
  return url;
}

/** The URL is not shown where it may hold a password. */
function urlError(what: string, why: string, instead: string): InputError {
  return new InputError({ what: `url of the admin API ${what}`, why, instead });
}

/** What the user should know about the address. */
export function urlWarnings(url: URL): string[] {
  return url.protocol === 'https:'
    ? []
    : [
        `the upload sends the KBS's admin token and the resources in the clear to ${url.origin}: whoever can listen on ` +
          'that network may read them and replace every resource. Give the KBS a certificate and write https://',
      ];
}

/** @throws InputError unless both name and key are what Kubernetes takes. */
export function checkTokenSecret({ name, key }: SecretKey): void {
  const problem = subdomainProblem(name);
  if (problem !== undefined) {
    throw new InputError({ ...problem, what: `tokenSecret of the admin API: ${problem.what}` });
  }
  if (!SECRET_KEY.test(key)) {
    throw new InputError({
      what: key === '' ? 'tokenSecret of the admin API has no key' : `${JSON.stringify(key)} is not a key of a Secret`,
      why: 'the upload could not find the token in the Secret',
      instead: '{ name: trustee-bootstrap-user-keys, key: KBS_ADMIN_TOKEN }, as the Helm chart has it',
    });
  }
}

/** @throws InputError unless it is a PEM certificate, or several, and there is TLS to verify. */
export function checkCertificate(url: URL, pem: string): void {
  if (url.protocol !== 'https:') {
    throw new InputError({
      what: `caCertificate is given for ${url.origin}, which has no TLS`,
      why: 'nothing would be verified',
      instead: 'https://, or leave the certificate out',
    });
  }
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate)) {
    throw new InputError({
      what: 'caCertificate of the admin API is not a certificate in PEM',
      why: 'curl would refuse every connection',
      instead: 'the text from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----"',
    });
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.byteLength > 0;
  } catch {
    return false;
  }
}
