import { InputError, type Problem, write } from '../input/problem';
import { quote } from '../input/quote';
import { decodeCanonical, isRefusal } from './auth-value';
import { DOCKER_HUB } from './image-reference';
import { isJsonObject, type JsonMembers, type JsonValue } from './json-document';
import { RegistryCredential, type UserAndPassword } from './registry-credential';
import { isDockerHub, parseRegistryScope, scopeText } from './registry-scope';

const GUEST_NEEDS_AUTH = 'the guest reads "auth" alone, and an entry without it makes the whole file invalid';

/** What one entry of an auth file gives: a credential, or the reasons why the guest cannot use it. */
export interface ImportedEntry {
  readonly credential?: RegistryCredential;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * The scope that a key stands for, in a form that all readers find.
 *
 * @throws InputError where the guest would not find the key.
 */
function scopeOfKey(key: string): string {
  const scope = parseRegistryScope(key, 'key');
  const written = key.split('/', 1)[0] ?? '';
  if (/^https?:\/\//.test(key)) return scopeText(scope);
  const why = 'the guest looks for the exact name of the image, of a path above it, or of the host';
  if (key.endsWith('/')) {
    throw new InputError({ what: `key ${quote(key)} is a prefix that ends in "/"`, why, fix: write(scopeText(scope)) });
  }
  if (isDockerHub(written) && written !== DOCKER_HUB && key !== written) {
    throw new InputError({ what: `key ${quote(key)} is never found`, why, fix: write(scopeText(scope)) });
  }
  return scopeText(scope);
}

/** Reads one entry of `auths`. */
export function importEntry(key: string, value: JsonValue): ImportedEntry {
  const warnings: Problem[] = [];
  const what = `key ${quote(key)}`;
  try {
    const scope = scopeOfKey(key);
    const secret = readSecret(what, value, warnings);
    return { credential: RegistryCredential.basic(scope, secret), problems: [], warnings };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problems: error.map((problem) => prefix(what, problem)).problems, warnings };
  }
}

/** Names the key in a problem that does not do it yet. */
function prefix(what: string, problem: Problem): Problem {
  return problem.what.startsWith(what) ? problem : { ...problem, what: `${what}: ${problem.what}` };
}

function readSecret(what: string, value: JsonValue, warnings: Problem[]): UserAndPassword {
  if (!isJsonObject(value)) {
    throw new InputError({ what: `${what} is not an object`, why: GUEST_NEEDS_AUTH, fix: 'write {"auth": "…"}' });
  }
  const auth = value.get('auth');
  const hasToken = Boolean(value.get('identitytoken'));
  if (typeof auth !== 'string' || auth === '') {
    throw new InputError({ what: `${what} ${describeMissingAuth(value)}`, why: GUEST_NEEDS_AUTH });
  }
  const decoded = decodeRepaired(what, auth, warnings);
  const [plain] = value.list.find(([name]) => WITHOUT_TLS.test(name)) ?? [];
  if (plain !== undefined) warnings.push(withoutTls(what, plain));
  if (hasToken && decoded.password === '') throw new InputError(describeTokenOnly(what));
  if (contradicts(value, decoded)) {
    const why = 'readers take auth where it is there';
    warnings.push({ what: `${what} has another username or password than its auth, which wins`, why });
  }
  if (hasToken) {
    warnings.push({ what: `${what} has an identitytoken beside its auth`, why: 'nothing reads it, so it is dropped' });
  }
  return decoded;
}

/** How other programs say that a registry speaks HTTP, or has a certificate that nobody knows. */
const WITHOUT_TLS = /^(?:insecure.*|skip[-_]?verify|plain[-_]?http|tls[-_]?verify)$/i;

function withoutTls(what: string, name: string): Problem {
  return {
    what: `${what} has ${quote(name)}`,
    why: 'no reader of logins looks at that, and the guest pulls over HTTPS',
    fix: 'write guest.registries: [{ location: "<registry>", insecure: true }] where it speaks HTTP only',
    rule: 'foreign-file',
  };
}

/** Whether the fields beside `auth`, as far as they are there, say something else. */
function contradicts(entry: JsonMembers, decoded: UserAndPassword): boolean {
  return (['username', 'password'] as const).some(
    (name) => Boolean(entry.get(name)) && entry.get(name) !== decoded[name],
  );
}

function describeMissingAuth(entry: JsonMembers): string {
  if (entry.has('auth')) return entry.get('auth') === '' ? 'has an empty auth' : 'has an auth that is not a string';
  const [misspelt] = entry.list.find(([name]) => name.toLowerCase() === 'auth') ?? [];
  if (misspelt) return `has ${quote(misspelt)} for "auth"`;
  if (entry.get('identitytoken')) return 'has an identitytoken only, which works with docker alone';
  return entry.has('password')
    ? 'has username and password but no auth (base64 of user:password)'
    : 'has no auth; docker may keep it in a credential store';
}

function describeTokenOnly(what: string): Problem {
  const why = 'the guest logs in with user and password, it knows no identity tokens';
  return {
    what: `${what} has an identitytoken only (its auth has no password)`,
    why,
    fix: 'write a token as the password',
  };
}

/** Decodes `auth` as the guest does, and takes off what tools leave at its ends. */
function decodeRepaired(what: string, auth: string, warnings: Problem[]): UserAndPassword {
  const repair = (text: string, repaired: string, finding: string, why: string): string => {
    if (repaired !== text) warnings.push({ what: `${what} ${finding}, which is dropped`, why });
    return repaired;
  };
  const noBase64 = 'the guest refuses such base64';
  const line = repair(auth, auth.replace(/[\r\n]/g, ''), 'has a line break in or after its auth', noBase64);
  const decoded = decodeCanonical(line, (text) => {
    const mark = 'has a byte order mark in its auth';
    const unmarked = repair(text, text.replace(/^\ufeff/, ''), mark, 'it would be part of the user name');
    const why = 'the guest forgives it, the kubelet sends it as part of the password (use printf, or echo -n)';
    return repair(unmarked, withoutFinalBreaks(unmarked), 'has a line break at the end of its password', why);
  });
  if (isRefusal(decoded)) {
    throw new InputError({
      what: `${what}: ${decoded.refusal}`,
      fix: 'write base64 of user:password, with its padding',
    });
  }
  return decoded;
}

/** A loop, as a matcher would try each line break. */
function withoutFinalBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n' || text[end - 1] === '\r') end--;
  return text.slice(0, end);
}
