import { quote } from '../input/quote';
import { type AuthMap, foldNames, isUnusable, type UnusableAuths } from './auth-map';
import { type DecodedAuth, isRefusal } from './auth-value';
import { isJsonObject, type JsonObject, type JsonValue } from './json';
import type { UserAndPassword } from './registry-credential';

/** How one Go program reads an entry. */
export interface GoEntryFormat {
  /** Fields that are declared as strings: another type makes the whole document unusable. */
  readonly stringFields: readonly string[];
  /** How it decodes `auth`; a refusal makes the whole document unusable. */
  readonly decode: (auth: string) => DecodedAuth;
}

/** An auth map with its entries decoded. */
export interface GoAuths {
  /** Users and passwords by key as it is written. */
  readonly secrets: ReadonlyMap<string, UserAndPassword>;
  /** The whole document, field names in lower case. */
  readonly config: JsonObject;
}

/**
 * Reads an auth map as the kubelet and docker's library do: an `auth` that is not empty replaces `username` and
 * `password`, and one bad entry fails the whole.
 */
export function readGoAuths(map: AuthMap, format: GoEntryFormat): GoAuths | UnusableAuths {
  const read = map.readAsGo();
  if (isUnusable(read)) return read;
  const secrets = new Map<string, UserAndPassword>();
  for (const [key, value] of read.auths) {
    const decoded = decodeEntry(value, format);
    if (isRefusal(decoded)) return { unusable: `cannot be read, as of its entry ${quote(key)} ${decoded.refusal}` };
    secrets.set(key, decoded);
  }
  return { secrets, config: read.config };
}

function decodeEntry(value: JsonValue, { stringFields, decode }: GoEntryFormat): DecodedAuth {
  if (value === null) return { username: '', password: '' };
  if (!isJsonObject(value)) return { refusal: 'is not an object' };
  const fields = foldNames(value);
  const odd = stringFields.find((name) => fields.has(name) && typeof fields.get(name) !== 'string');
  if (odd) return { refusal: `the ${odd} is not a string` };
  const auth = fields.get('auth');
  if (typeof auth === 'string' && auth !== '') return decode(auth);
  return { username: String(fields.get('username') ?? ''), password: String(fields.get('password') ?? '') };
}
