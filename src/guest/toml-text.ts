import { InputError } from '../input/problem';

// By require: the package has a CommonJS build, but types for its ES module only, which tsc refuses to mix.
const toml = require('smol-toml') as { parse(text: string): Record<string, unknown> };

/** What no TOML string can hold as it is: control characters but tab and line feed. */
const CONTROL = /[^\P{Cc}\t\n]/gu;

/** Reads a TOML document; throws an Error that says where it is wrong. */
export const parseToml: (text: string) => Record<string, unknown> = toml.parse;

/**
 * Reads a file that a user wrote.
 *
 * @throws InputError where it is not TOML. Nothing of it is shown.
 */
export function parseTomlFile(text: string, what: string): Record<string, unknown> {
  try {
    return parseToml(text);
  } catch (error) {
    const line = error instanceof Error && 'line' in error ? ` (line ${String(error.line)})` : '';
    throw new InputError({
      what: `${what} is not TOML${line}`,
      why: 'the guest could not read it',
      fix: 'write tables and "key = value" lines',
      rule: 'toml',
    });
  }
}

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

function escapeText(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
