import type { UserAndPassword } from './registry-credential';

/** What a reader makes of the `auth` of an entry: the secret, or why it refuses. */
export type DecodedAuth = UserAndPassword | { readonly refusal: string };

/** Whether decoding failed. */
export function isRefusal(decoded: DecodedAuth): decoded is { readonly refusal: string } {
  return 'refusal' in decoded;
}

const PADDED = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const UNPADDED = /^(?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{0,3}$/;

/**
 * As the kubelet decodes `auth`: padded or not, nothing stripped.
 * Source: kubernetes v1.33–v1.37, pkg/credentialprovider/config.go, `decodeDockerConfigFieldAuth`.
 */
export function decodeAsKubelet(auth: string): DecodedAuth {
  const text = withoutLineBreaks(auth);
  const isPadded = auth.trim().endsWith('=');
  if (!(isPadded ? PADDED : UNPADDED).test(text) || text.replace(/=+$/, '').length % 4 === 1) {
    return { refusal: 'its auth is not base64' };
  }
  return split(Buffer.from(text, 'base64').toString());
}

/**
 * As nydus-snapshotter decodes `auth`: padded, the user not empty, NULs stripped from both ends of the password.
 * Source: docker/cli v29.4.0, cli/config/configfile/file.go, `decodeAuth`.
 */
export function decodeAsDocker(auth: string): DecodedAuth {
  const text = withoutLineBreaks(auth);
  if (!PADDED.test(text)) return { refusal: 'its auth is not padded base64' };
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
  const text = decodeUtf8(bytes);
  return text === undefined ? { refusal: 'its auth does not decode to UTF-8' } : split(repair(text));
}

/** The text of these bytes with a byte order mark kept, or undefined where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Go's base64 decoder skips line breaks wherever they are. */
function withoutLineBreaks(text: string): string {
  return text.replace(/[\r\n]/g, '');
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
