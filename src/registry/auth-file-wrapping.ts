import type { JsonObject } from '../input/json';
import { InputError, type Problem } from '../input/problem';
import { readManifest } from '../kubernetes/manifest-reader';
import { secretData } from '../kubernetes/secret-data';
import { decodeUtf8 } from './auth-value';

const SECRET = /^(?:(?:---|#).*\n\s*)*\{?\s*"?(?:apiVersion|kind)"?\s*:/;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}$/;
const RULE = 'auth-file-secret';
const FROM_CLUSTER =
  "write the file with kubectl get secret NAME -o jsonpath='{.data.\\.dockerconfigjson}' | base64 -d";
/** Where a Secret has shown itself as one. */
const HEAD_LENGTH = 1000;

/** The text of an auth file, and what it was taken out of. */
export interface Unwrapped {
  readonly text: string;
  /** @default - it came as it is */
  readonly wrapping?: string;
}

/**
 * Takes an auth file out of what people have it in: a pull Secret in YAML or JSON, as Quay's page and kubectl give it, or
 * the base64 of one of its values. Other text is left as it is.
 *
 * @throws InputError for a Secret without such a file in it.
 */
export function unwrapAuthFile(text: string, file: string): Unwrapped {
  const trimmed = text.trim();
  if (SECRET.test(trimmed.slice(0, HEAD_LENGTH)))
    return { text: readSecret(text, file), wrapping: 'a Kubernetes Secret' };
  const decoded = BASE64.test(trimmed) ? decodeUtf8(Buffer.from(trimmed, 'base64')) : undefined;
  return decoded?.trimStart().startsWith('{') ? { text: decoded, wrapping: 'base64' } : { text };
}

function readSecret(text: string, file: string): string {
  const objects = readManifest(text, file).map(({ object }) => object);
  const encrypted = objects.map(encryption).find((found) => found !== undefined);
  if (encrypted) throw new InputError(encrypted);
  const [first, second] = objects.filter(({ kind }) => kind === 'Secret');
  const data = secretData(first ?? {});
  for (const key of ['.dockerconfigjson', '.dockercfg']) {
    const bytes = data.get(key);
    const found = bytes && decodeUtf8(bytes);
    if (found && !second) return found;
  }
  throw new InputError({
    what: second ? 'the file holds several Secrets' : 'the file is a Kubernetes object without a .dockerconfigjson',
    why: 'an authentication file is the value of .dockerconfigjson of one pull Secret',
    fix: FROM_CLUSTER,
    rule: RULE,
  });
}

/** Secrets for Git, of which only others can make what they hold. */
function encryption({ kind, sops }: JsonObject): Problem | undefined {
  const why = 'what it holds is not known here';
  if (sops !== undefined)
    return { what: 'SOPS has encrypted the Secret', why, fix: 'write the file that sops -d prints', rule: RULE };
  if (kind !== 'SealedSecret' && kind !== 'ExternalSecret') return undefined;
  return { what: `the file is a ${kind}`, why, fix: FROM_CLUSTER, rule: RULE };
}
