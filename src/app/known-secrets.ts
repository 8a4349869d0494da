import type { KbsResource } from '../kbs/kbs-resource';
import type { RegistryCredential } from '../registry/registry-credential';
import type { KnownSecret } from '../secrets/leak-scan';
import type { Plan } from './plan';

const PUBLIC = /^\s*-----BEGIN (?:[A-Z ]*PUBLIC KEY(?: BLOCK)?|CERTIFICATE)-----/;

/** The secrets of a run: passwords, alone and with their users, and what goes into the KBS and is not meant for all. */
export function knownSecrets({ credentials, resources }: Pick<Plan, 'credentials' | 'resources'>): KnownSecret[] {
  return [...credentials.credentials.flatMap(secretsOf), ...resources.filter(isSecret).map(contentOf)];
}

/** Of a credential that is known elsewhere there is nothing to find. */
function secretsOf({ scope, username, password, source }: RegistryCredential): KnownSecret[] {
  const label = `the password for ${scope}`;
  const values = source === undefined ? [password, `${username}:${password}`] : [];
  return values.map((value) => ({ label, value: Buffer.from(value) }));
}

/** Policies, public keys and certificates are no secrets; an authentication file is found by its passwords. */
function isSecret({ kind, secret, content }: KbsResource): boolean {
  return kind === 'other' && secret === undefined && !PUBLIC.test(Buffer.from(content).toString());
}

function contentOf({ uri, content }: KbsResource): KnownSecret {
  const text = Buffer.from(content).toString();
  const isText = Buffer.from(text).equals(content);
  return { label: `the KBS resource ${uri.path}`, value: isText ? Buffer.from(text.trim()) : content };
}
