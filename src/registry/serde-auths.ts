import { quote } from '../input/quote';
import { type AuthMap, isUnusable, type UnusableAuths } from './auth-map';
import { isJsonList, isJsonObject, type JsonDocument, type JsonValue } from './json-document';

/** Why serde refuses a document. */
class Refusal extends Error {}

/**
 * The `auth` of each key as the guest reads them: exact names, no field twice, and a string `auth` in every entry. For an
 * object with one field it takes a list of one value too.
 * Source: guest-components, image-rs/src/auth/mod.rs, `DockerConfigFile`; crates serde 1.0 and serde_json 1.0.150.
 */
export function readSerdeAuths(map: AuthMap): ReadonlyMap<string, string> | UnusableAuths {
  const document = map.read();
  if (isUnusable(document)) return document;
  try {
    return readAuths(document);
  } catch (error) {
    if (error instanceof Refusal) return { unusable: error.message };
    throw error;
  }
}

function readAuths({ value, rest }: JsonDocument): ReadonlyMap<string, string> {
  if (rest) throw new Refusal(rest.message);
  const members = onlyField(value, 'auths', '');
  if (!isJsonObject(members)) throw new Refusal('has no "auths" object');
  const auths = new Map<string, string>();
  for (const [key, entry] of members.list) {
    const label = ` in its entry ${quote(key)}`;
    const auth = onlyField(entry, 'auth', label);
    if (typeof auth !== 'string') throw new Refusal(`has an entry without "auth", ${quote(key)}`);
    checkUnicode([key, auth], label);
    auths.set(key, auth);
  }
  return auths;
}

/** The value of a struct's only field; undefined where it is missing. */
function onlyField(struct: JsonValue, field: string, label: string): JsonValue | undefined {
  if (isJsonList(struct)) return struct.length === 1 ? struct[0] : undefined;
  if (!isJsonObject(struct)) return undefined;
  const names = struct.list.map(([name]) => name);
  checkUnicode(names, label);
  if (names.indexOf(field) !== names.lastIndexOf(field)) throw new Refusal(`has the key "${field}" twice${label}`);
  return struct.get(field);
}

/** serde refuses broken Unicode in names, and in the values that it keeps. */
function checkUnicode(texts: readonly string[], label: string): void {
  if (texts.some((text) => /\p{Cs}/u.test(text))) throw new Refusal(`is not valid Unicode${label}`);
}
