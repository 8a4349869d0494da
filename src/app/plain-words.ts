import { isObject } from '../input/json';
import type { Problem } from '../input/problem';
import type { RegistryCredential } from '../registry/registry-credential';
import type { Findings } from './findings';
import type { Plan } from './plan';
import { titleOf, type UserObject } from './user-objects';

/** A shorter password may well be an ordinary word of a manifest. */
const SHORTEST = 8;
/** What stands between the words of an argument or a value, as in `--password=…` or `user:…`. */
const SEPARATORS = /[\s=,;:'"]+/;

/**
 * Warns of objects that hold a credential's password in plain sight, as a whole value or a word of one. Such a password is
 * an ordinary word, or else nothing would be written, so it may well be something else.
 */
export function warnOfWords({ credentials, workloads, manifests }: Plan, findings: Findings): void {
  findings.warn([], ...plaintextSecrets(credentials.credentials, [...workloads, ...manifests]));
}

function plaintextSecrets(credentials: readonly RegistryCredential[], objects: readonly UserObject[]): Problem[] {
  const secrets = new Map(
    credentials.flatMap((credential) => [
      [credential.password, credential],
      [credential.auth, credential],
    ]),
  );
  return objects
    .filter(({ object }) => object.kind !== 'Secret')
    .flatMap((own) => {
      const found = findText(own.object, (text) => secretIn(text, secrets));
      const what = `${titleOf(own)} holds the password for ${found?.scope} in plain sight`;
      return found ? [{ what, why: 'it goes to a file that Git takes', fix: 'write a secretKeyRef' }] : [];
    });
}

function secretIn(text: string, secrets: ReadonlyMap<string, RegistryCredential>): RegistryCredential | undefined {
  if (text.length < SHORTEST) return undefined;
  return [text, ...text.split(SEPARATORS)]
    .filter((word) => word.length >= SHORTEST)
    .map((word) => secrets.get(word))
    .find((credential) => credential !== undefined);
}

/** The first result for a text anywhere in a value. */
function findText<T>(value: unknown, find: (text: string) => T | undefined): T | undefined {
  if (typeof value === 'string') return find(value);
  const members = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  for (const member of members) {
    const found = findText(member, find);
    if (found !== undefined) return found;
  }
  return undefined;
}
