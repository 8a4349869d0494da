import { isUtf8 } from 'node:buffer';
import { quote } from '../../input/quote';
import type { Rule } from '../rule';

/** What stands where a person is to write something, or a tool puts it. */
const PLACEHOLDER = /^(?:<.*>$|\*+$|\.{3}$|…$|ENC\[|(?:replace|change|your|example|todo)\b)|\$\{?\w|\{\{/is;
/** Keys whose values are to be kept secret; those of others may be settings. */
const SECRET_KEY = /pass|pwd|secret|token|key|cred|auth|private|dockerc/i;
const PRIVATE = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/;
const PUBLIC = /^-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----/;

export const plaintextSecret: Rule = {
  name: 'plaintext-secret',
  severity: 'warning',
  filesOnly: true,
  summary: 'No Secret with its values stands in a file that Git has.',
  why: 'base64 is no encryption: whoever can read the repository has the values, in its history too',
  fix: 'take the file out of Git and change the values, or keep them as a SealedSecret or ExternalSecret, or encrypted with SOPS',
  examples: { fails: example('hunter2-hunter2'), passes: example('<password>') },
  *check(view) {
    for (const secret of view.secrets) {
      if (!secret.located.tracked || secret.isEncrypted) continue;
      const keys = [...secret.data].flatMap(([key, value]) => (value && isSecret(key, value) ? [key] : []));
      const [first] = keys;
      if (first === undefined) continue;
      const what = `Git has the ${keys.length === 1 ? 'value' : 'values'} of ${keys.map(quote).join(', ')} in plain sight`;
      yield { at: secret.located, field: secret.fields.get(first), what };
    }
  },
};

function isSecret(key: string, value: Buffer): boolean {
  const text = isUtf8(value) ? value.toString().trim() : undefined;
  if (text === undefined) return SECRET_KEY.test(key);
  if (PRIVATE.test(text)) return true;
  return SECRET_KEY.test(key) && text !== '' && !PLACEHOLDER.test(text) && !PUBLIC.test(text);
}

function example(password: string): string {
  return `apiVersion: v1
kind: Secret
metadata: { name: registry }
stringData: { password: "${password}" }
`;
}
