// By require: the package has a CommonJS build, but types for its ES module only, which tsc refuses to mix.
const toml = require('smol-toml') as { parse(text: string): Record<string, unknown> };

/** What no TOML string can hold as it is: control characters but tab and line feed. */
const CONTROL = /[^\P{Cc}\t\n]/gu;

/** Reads a TOML document; throws an Error that says where it is wrong. */
export const parseToml: (text: string) => Record<string, unknown> = toml.parse;

/** A TOML basic string: on one line, or as a block where the text has several. */
export function tomlString(text: string): string {
  if (!text.includes('\n')) return `"${escapeText(text).replace(/"/g, '\\"').replace(/\t/g, '\\t')}"`;
  return `"""\n${escapeText(text).replace(/"(?=""|$)/g, '\\"')}"""`;
}

/** A file inside a TOML document, readable: a literal block where the text allows it, else escaped. */
export function tomlFile(text: string): string {
  const literal = !text.includes("'''") && !text.endsWith("'") && text.search(CONTROL) === -1;
  return literal ? `'''\n${text}'''` : tomlString(text);
}

/** `key = value` lines; entries whose value is undefined are left out. Values are TOML already. */
export function tomlLines(entries: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(entries)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}\n`]))
    .join('');
}

function escapeText(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
