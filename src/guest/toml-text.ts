import { InputError } from '../input/problem';

// By require: the package has a CommonJS build, but types for its ES module only, which tsc refuses to mix.
const toml = require('smol-toml') as { parse(text: string): Record<string, unknown> };

/** What no TOML string can hold as it is: control characters but tab and line feed. */
const CONTROL = /[^\P{Cc}\t\n]/gu;

/** What no honest document has; whoever walks through the tables goes down as deep. */
const MOST_LEVELS = 100;
/** Of one file: far more than all settings of a guest, with a thousand registries. */
const MOST_VALUES = 20_000;

/** Reads a TOML document; throws an Error that says where it is wrong, or that its tables are nested too deeply. */
export function parseToml(text: string): Record<string, unknown> {
  const document = toml.parse(text);
  if (extentOf(document).levels > MOST_LEVELS) throw new Error(`more than ${MOST_LEVELS} levels`);
  return document;
}

/**
 * Reads a file that a user wrote.
 *
 * @throws InputError where it is not TOML. Nothing of it is shown.
 */
export function parseTomlFile(text: string, what: string): Record<string, unknown> {
  try {
    const document = toml.parse(text);
    checkExtent(document, what);
    return document;
  } catch (error) {
    if (error instanceof InputError) throw error;
    const line = error instanceof Error && 'line' in error ? ` (line ${String(error.line)})` : '';
    throw new InputError({
      what: `${what} is not TOML${line}`,
      why: 'the guest could not read it',
      fix: 'write tables and "key = value" lines',
      rule: 'toml',
    });
  }
}

function checkExtent(document: Record<string, unknown>, what: string): void {
  const { levels, values } = extentOf(document);
  const excess =
    levels > MOST_LEVELS ? `is nested more than ${MOST_LEVELS} levels deep` : `holds more than ${MOST_VALUES} values`;
  if (levels <= MOST_LEVELS && values <= MOST_VALUES) return;
  throw new InputError({
    what: `${what} ${excess}`,
    why: 'no configuration of a guest is like that',
    fix: 'write the settings that the guest reads',
    rule: 'toml',
  });
}

/** How deep and how large a document is, counted until one of the two is more than is allowed. */
function extentOf(document: Record<string, unknown>): { readonly levels: number; readonly values: number } {
  let levels = 0;
  let values = 0;
  let level: unknown[] = [document];
  while (level.length > 0 && levels <= MOST_LEVELS && values <= MOST_VALUES) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    values += level.length;
    if (level.length > 0) levels++;
  }
  return { levels, values };
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
