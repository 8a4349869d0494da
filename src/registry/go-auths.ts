import { quote } from '../input/quote';
import { type AuthMap, isUnusable, type UnusableAuths } from './auth-map';
import { type DecodedAuth, isRefusal } from './auth-value';
import { findMisfit, type GoType, goMap, goMapMembers, goString } from './go-json';
import { isJsonObject, JsonMembers, type JsonValue } from './json-document';
import type { UserAndPassword } from './registry-credential';

/** How one Go program reads a document. */
export interface GoFormat {
  /** Another type makes the whole document unusable. */
  readonly type: GoType;
  /** How it decodes `auth`; a refusal makes the whole document unusable. */
  readonly decode: (auth: string) => DecodedAuth;
  /** Whether a refusal counts of an entry, too, that another of the same key replaces. */
  readonly decodesReplaced: boolean;
  /** Whether what follows the document is not looked at. */
  readonly isStream: boolean;
}

/** An auth map with its entries decoded. */
export interface GoAuths {
  /** Users and passwords by key as it is written. */
  readonly secrets: ReadonlyMap<string, UserAndPassword>;
  /** Keys of the entries that have an identity token. */
  readonly tokens: ReadonlySet<string>;
  /** The whole document. */
  readonly config: JsonMembers;
}

/**
 * Reads an auth map as the kubelet and docker's library do: an `auth` that is not empty replaces `username` and
 * `password`, and one bad entry fails the whole. Nothing at all is no entry.
 */
export function readGoAuths(map: AuthMap, format: GoFormat): GoAuths | UnusableAuths {
  const config = readGoDocument(map, format);
  if (isUnusable(config)) return config;
  const entries = goMap(config, 'auths');
  const secrets = new Map<string, UserAndPassword>();
  for (const [key, entry] of format.decodesReplaced ? goMapMembers(config, 'auths') : entries) {
    const decoded = decodeEntry(entry, format);
    if (isRefusal(decoded)) return { unusable: `cannot be read, as of its entry ${quote(key)} ${decoded.refusal}` };
    if (entries.get(key) === entry) secrets.set(key, decoded);
  }
  const tokens = [...entries].filter(([, entry]) => isJsonObject(entry) && goString(entry, 'identitytoken') !== '');
  return { secrets, tokens: new Set(tokens.map(([key]) => key)), config };
}

/** The document, where Go reads it. */
export function readGoDocument(
  map: AuthMap,
  { type, isStream }: Pick<GoFormat, 'type' | 'isStream'>,
): JsonMembers | UnusableAuths {
  if (map.isEmpty) return new JsonMembers([]);
  const document = map.read();
  if (isUnusable(document)) return document;
  if (document.rest && !isStream) return { unusable: document.rest.message };
  const misfit = findMisfit(document.value, type);
  if (misfit) return { unusable: describeMisfit(misfit) };
  return isJsonObject(document.value) ? document.value : new JsonMembers([]);
}

function describeMisfit([field, key, ...path]: readonly string[]): string {
  if (field === undefined) return 'is not a JSON object';
  if (key === undefined || field.toLowerCase() !== 'auths') return `has ${quote(field)} of a wrong type`;
  const wrong = path.length === 0 ? 'is not an object' : `the ${path.join()} is not a string`;
  return `cannot be read, as of its entry ${quote(key)} ${wrong}`;
}

function decodeEntry(entry: JsonValue, { decode }: GoFormat): DecodedAuth {
  if (!isJsonObject(entry)) return { username: '', password: '' };
  const auth = goString(entry, 'auth');
  return auth === '' ? { username: goString(entry, 'username'), password: goString(entry, 'password') } : decode(auth);
}
