import { stringify } from 'yaml';

/** No form is shorter: a shorter one is found in texts that have nothing to do with the secret. */
export const SHORTEST_FORM = 8;
/** More of a long secret need not be found. */
const LONGEST = 1024;

/**
 * How a secret may stand in a text: as it is, escaped for a URL, JSON or YAML, in hexadecimal, each of these in base64
 * at any of the three alignments, and in base64 twice, as a Secret holds a registry authentication file.
 *
 * @returns texts of at least {@link SHORTEST_FORM} characters, each once; none for a shorter secret.
 */
export function formsOf(secret: Uint8Array): Set<string> {
  const bytes = Buffer.from(secret).subarray(0, LONGEST);
  const texts = [...textForms(bytes), bytes.toString('hex')];
  const once = [bytes, ...texts.map((text) => Buffer.from(text))].flatMap(base64Cores);
  const twice = once.flatMap((core) => base64Cores(Buffer.from(core)));
  const all = [...texts, ...[...once, ...twice].flatMap((core) => [core, urlSafe(core)])];
  const isLongEnough = bytes.toString().length >= SHORTEST_FORM;
  return new Set(isLongEnough ? all.filter(({ length }) => length >= SHORTEST_FORM) : []);
}

/** Of bytes that are no text, none. */
function textForms(bytes: Buffer): string[] {
  const text = bytes.toString();
  if (!Buffer.from(text).equals(bytes)) return [];
  const json = [text, quoted(JSON.stringify(text)), asciiJson(text)];
  const yaml = json.flatMap((form) => [
    form,
    form.replace(/'/g, "''"),
    doubleQuoted(form),
    quoted(JSON.stringify(form)),
  ]);
  return [...new Set([...yaml, ...urlForms(text), ...keyLines(text)])];
}

function quoted(text: string): string {
  return text.slice(1, -1);
}

function asciiJson(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return quoted(JSON.stringify(text)).replace(/[^\x20-\x7e]/g, escaped);
}

function doubleQuoted(text: string): string {
  return quoted(stringify(text, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 }).trimEnd());
}

/** What is escaped besides differs between programs: nothing, or all that is neither letter nor digit. */
function urlForms(text: string): string[] {
  const component = encodeURIComponent(text);
  const strict = component.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return [component, strict, new URLSearchParams({ '': text }).toString().slice(1)].flatMap((form) => [
    form,
    form.replace(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase()),
  ]);
}

/** A line of a private key, which YAML indents. The last long one: the first ones are much the same in all keys. */
function keyLines(text: string): string[] {
  if (!text.includes('PRIVATE KEY-----')) return [];
  const lines = text.split(/\r?\n/).filter((line) => line.length >= 32 && !line.startsWith('-----'));
  return lines.slice(-1);
}

/** Those characters of the base64 of any text with these bytes in it that follow from the bytes alone. */
function base64Cores(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((before) => {
    const bits = (before + bytes.length) * 8;
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  });
}

function urlSafe(base64: string): string {
  return base64.replace(/\+/g, '-').replace(/\//g, '_');
}
