import { isUtf8 } from 'node:buffer';
import type { UserAndPassword } from './registry-credential';

/** What a reader makes of the `auth` of an entry: the secret, or why it refuses. */
export type DecodedAuth = UserAndPassword | { readonly refusal: string };

/** Whether decoding failed. */
export function isRefusal(decoded: DecodedAuth): decoded is { readonly refusal: string } {
  return 'refusal' in decoded;
}

/** Characters of base64's standard alphabet, and padding at the end if any. */
const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * As the kubelet decodes `auth`: padded or not, nothing stripped.
 * Source: kubernetes v1.33–v1.37, pkg/credentialprovider/config.go, `decodeDockerConfigFieldAuth`.
 */
export function decodeAsKubelet(auth: string): DecodedAuth {
  const text = withoutLineBreaks(auth);
  const isBase64 = auth.trim().endsWith('=') ? isPadded(text) : isUnpadded(text);
  return isBase64 ? split(Buffer.from(text, 'base64').toString()) : { refusal: 'its auth is not base64' };
}

/**
 * As nydus-snapshotter decodes `auth`: padded, the user not empty, NULs stripped from both ends of the password.
 * Source: docker/cli v29.4.0, cli/config/configfile/file.go, `decodeAuth`.
 */
export function decodeAsDocker(auth: string): DecodedAuth {
  const text = withoutLineBreaks(auth);
  if (!isPadded(text)) return { refusal: 'its auth is not padded base64' };
  const decoded = split(Buffer.from(text, 'base64').toString());
  if (isRefusal(decoded)) return decoded;
  const { username, password } = decoded;
  return username === '' ? { refusal: 'its auth has no user' } : { username, password: strip(password, '\0') };
}

/**
 * As the guest decodes `auth`: canonical padded base64 of UTF-8, newlines stripped from both ends of the password.
 * Source: guest-components, image-rs/src/auth/auth_config.rs, `decode_auth`; crate base64, engine STANDARD.
 */
export function decodeAsImageRs(auth: string): DecodedAuth {
  const decoded = decodeCanonical(auth, (text) => text);
  return isRefusal(decoded) ? decoded : { ...decoded, password: strip(decoded.password, '\n') };
}

/**
 * Decodes what the guest can decode, after a repair of the decoded text.
 */
export function decodeCanonical(auth: string, repair: (text: string) => string): DecodedAuth {
  const bytes = Buffer.from(auth, 'base64');
  // Node forgives everything; only the canonical text comes back unchanged.
  if (bytes.toString('base64') !== auth) {
    return { refusal: 'its auth is not padded base64 of the standard alphabet, on one line' };
  }
  return isUtf8(bytes) ? split(repair(bytes.toString())) : { refusal: 'its auth does not decode to UTF-8' };
}

/** A sequence of UTF-8, its bytes written as characters, or a byte that is in none. */
const UTF8_SEQUENCE =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/** The text of these bytes with a byte order mark kept, or undefined where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : undefined;
}

/** As {@link decodeUtf8}, with a lone surrogate, which no valid text has, for each byte that is not UTF-8. */
export function decodeForgiving(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString();
  return buffer.toString('latin1').replace(UTF8_SEQUENCE, (sequence) => {
    const [first = 0, second] = Buffer.from(sequence, 'latin1');
    return second === undefined ? String.fromCharCode(0xdc00 + first) : Buffer.from(sequence, 'latin1').toString();
  });
}

/** Go's base64 decoder skips line breaks wherever they are. */
function withoutLineBreaks(text: string): string {
  return text.replace(/[\r\n]/g, '');
}

function isPadded(text: string): boolean {
  return ALPHABET.test(text) && text.length % 4 === 0;
}

function isUnpadded(text: string): boolean {
  return ALPHABET.test(text) && !text.endsWith('=') && text.length % 4 !== 1;
}

function split(text: string): DecodedAuth {
  const colon = text.indexOf(':');
  return colon < 0
    ? { refusal: 'its auth has no ":" between user and password' }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function strip(text: string, character: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === character) start++;
  while (end > start && text[end - 1] === character) end--;
  return text.slice(start, end);
}
