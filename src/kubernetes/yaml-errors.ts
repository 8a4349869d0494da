import { type Document, isCollection, isMap, isScalar, type Node, visit, type YAMLError } from 'yaml';
import type { Problem } from '../input/problem';

/** A mistake in YAML and where it begins. */
export interface YamlMistake {
  readonly offset: number;
  readonly problem: Problem;
  /** Whether what the parser finds behind it most likely follows from it. */
  readonly swallows: boolean;
}

/** `{{ … }}`, which no YAML of Kubernetes has outside quotes. */
const TEMPLATE_LINE = /^[^"'#]*\{\{/;

export const TEMPLATE: Problem = {
  rule: 'unrendered-template',
  what: 'a template that nobody has rendered stands here: {{ … }} outside quotes',
  why: 'YAML takes { } for a mapping',
  fix: 'write what the template renders to, e.g. what `helm template` prints',
};

/** Whether a node is what YAML makes of `{{ … }}`. */
export function isTemplate(node: unknown): boolean {
  return isMap(node) && node.flow === true;
}

/**
 * What is wrong where the parser of YAML found a mistake, in words of our own: those of the parser quote the text, and
 * so could show a password that, unquoted, is not valid YAML.
 */
export function yamlProblem(code: YAMLError['code']): Problem {
  return { rule: 'yaml-syntax', ...PROBLEMS[code] };
}

/** The cause of a mistake that the parser found, which often stands further up than where it found it. */
export function yamlMistake({ code, pos: [offset] }: YAMLError, document: Document, text: string): YamlMistake {
  const lines = linesAround(text, offset);
  const template = lines.find(({ line }) => TEMPLATE_LINE.test(line));
  if (template) return { offset: template.offset, problem: TEMPLATE, swallows: true };
  const open = opener(document, text, offset);
  if (open) return open;
  if (code === 'BLOCK_IN_FLOW' && isOnLineOfBracket(text, offset)) {
    return { offset, problem: MISSING_COMMA, swallows: true };
  }
  if (code === 'UNEXPECTED_TOKEN' && /[}\]]/.test(text[offset] ?? '')) {
    return { offset, problem: EXTRA_BRACKET, swallows: true };
  }
  const indentation = code === 'BAD_ALIAS' || code === 'BAD_SCALAR_START' ? undefined : wrongIndentation(lines, text);
  return indentation ?? { offset, problem: yamlProblem(code), swallows: false };
}

/** `{ name: web image: nginx }`: behind the first colon a mapping begins, as it seems. */
function isOnLineOfBracket(text: string, offset: number): boolean {
  const start = Math.max(text.lastIndexOf('\n', offset) + 1, offset - LONGEST_LINE);
  return /[{[]/.test(text.slice(start, offset + 1));
}

const MISSING_COMMA: Problem = {
  rule: 'yaml-syntax',
  what: 'a comma is missing within { } or [ ], or a text with a colon in it stands there without quotes',
  fix: 'write a comma between the members, or the text in quotes',
};
const EXTRA_BRACKET: Problem = {
  rule: 'yaml-syntax',
  what: 'a bracket closes here that does not open',
  fix: 'write one bracket less, or the one that opens',
};

interface Line {
  readonly offset: number;
  readonly line: string;
}

/** The line of a position, those beside it, and before them. */
function linesAround(text: string, offset: number): Line[] {
  const lines: Line[] = [];
  let start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  if (start > 0) start = text.lastIndexOf('\n', start - 2) + 1;
  while (lines.length < 4 && start < text.length) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    lines.push({ offset: start, line: text.slice(start, Math.min(stop, start + LONGEST_LINE)) });
    start = stop + 1;
  }
  return lines;
}

/** More of a line than this says nothing about its indentation. */
const LONGEST_LINE = 1_000;

/** A quote or bracket that opens further up, and is closed nowhere or on another line. */
function opener(document: Document, text: string, offset: number): YamlMistake | undefined {
  let found: YamlMistake | undefined;
  const reaches = (range: Node['range']): range is NonNullable<Node['range']> =>
    Boolean(range && range[0] < offset && range[2] >= offset - 1);
  visit(document, {
    Node(_key, node) {
      const { range } = node;
      if (!reaches(range)) return;
      const start = range[0];
      if (isScalar(node) && /^QUOTE/.test(String(node.type)) && isOpen(text.slice(start, range[1]))) {
        found = { offset: start, problem: OPEN_QUOTE, swallows: true };
      } else if (isCollection(node) && node.flow && text[range[1] - 1] !== (isMap(node) ? '}' : ']')) {
        found ??= { offset: start, problem: OPEN_BRACKET, swallows: true };
      }
    },
  });
  return found;
}

function isOpen(quoted: string): boolean {
  return quoted.includes('\n') || quoted.length < 2 || quoted[0] !== quoted.at(-1);
}

const OPEN_QUOTE: Problem = {
  rule: 'yaml-syntax',
  what: 'a quote opens here and is not closed on the line',
  fix: 'write a closing quote of the same kind at the end of the value',
};
const OPEN_BRACKET: Problem = {
  rule: 'yaml-syntax',
  what: 'a bracket opens here that is not closed',
  fix: 'write the closing } or ] behind the last value',
};

const ODD_BLANK = /^[ \t]*[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]/;
const KEY_LINE = /^( *)((?:- +)*)[^\s#'"{}[\],:]+:(\s|$)/;

function wrongIndentation(lines: readonly Line[], text: string): YamlMistake | undefined {
  for (const { offset, line } of lines) {
    if (/^ *\t/.test(line)) return { offset, problem: yamlProblem('TAB_AS_INDENT'), swallows: true };
    if (ODD_BLANK.test(line)) return { offset, problem: ODD_BLANKS, swallows: true };
  }
  for (const { offset, line } of lines) {
    if (/^ *-[A-Za-z][\w-]*:(?:\s|$)/.test(line)) return { offset, problem: NO_BLANK, swallows: true };
  }
  for (const { offset, line } of lines) {
    const indentation = KEY_LINE.exec(line)?.[1]?.length;
    const wanted = indentation === undefined ? undefined : columnAbove(text, offset, indentation);
    if (wanted === undefined) continue;
    const what = `the line is indented by ${blanks(indentation ?? 0)}, as no mapping above it is`;
    const fix = `write ${blanks(wanted)} before its key, as before the key above; or end the line above with ":"`;
    return { offset, problem: { rule: 'yaml-syntax', what, fix }, swallows: true };
  }
  return undefined;
}

const NO_BLANK: Problem = {
  rule: 'yaml-syntax',
  what: 'a "-" has no blank behind it',
  why: 'YAML takes it for the beginning of a key, not of an item in a list',
  fix: 'write "- " and the key',
};

const ODD_BLANKS: Problem = {
  rule: 'yaml-syntax',
  what: 'the line begins with a no-break space or another character that only looks like a space',
  why: 'YAML takes it as a part of the key',
  fix: 'write plain spaces before the key',
};

/** The column of the key above, where a key of this indentation belongs to no mapping; undefined where it does. */
function columnAbove(text: string, offset: number, indentation: number): number | undefined {
  const above = text.slice(Math.max(0, offset - 100_000), offset).split('\n');
  let first: number | undefined;
  for (const line of above.reverse()) {
    const match = KEY_LINE.exec(line);
    if (!match) continue;
    const [, spaces = '', dashes = ''] = match;
    const column = spaces.length + dashes.length;
    const opens = /:\s*(#.*)?$/.test(line);
    if (first === undefined && opens && column < indentation) return undefined;
    first ??= column;
    if (column === indentation || (dashes && spaces.length === indentation)) return undefined;
    if (column < indentation) return first;
  }
  return first;
}

function blanks(count: number): string {
  return count === 1 ? '1 space' : `${count} spaces`;
}

const QUOTES = 'write it in quotes';

const PROBLEMS: Readonly<Record<YAMLError['code'], Problem>> = {
  ALIAS_PROPS: {
    what: 'an alias (`*`) has an anchor (`&`) or a tag (`!`) before it',
    fix: 'write the alias alone, or the value in quotes if it is a text',
  },
  BAD_ALIAS: {
    what: 'a value starts with `*`, which YAML takes as an alias, and no anchor (&) of that name stands before it in its document',
    fix: 'write it in quotes if it is a text; else the anchor in the same document, since `---` ends what it holds for',
  },
  BAD_COLLECTION_TYPE: { what: 'a mapping or list has the tag of another type', fix: 'write no tag' },
  BAD_DIRECTIVE: {
    what: 'a line starts with `%`, which YAML takes as a directive',
    fix: 'write a value that starts so in quotes',
  },
  BAD_DQ_ESCAPE: {
    what: 'a backslash in double quotes that starts no escape',
    fix: 'write the value in single quotes',
  },
  BAD_INDENT: {
    what: 'the indentation does not fit the lines above, or a bracket is not closed',
    fix: 'write the key below the first letter of the key above, or the closing bracket',
  },
  BAD_PROP_ORDER: {
    what: 'an anchor (`&`) or a tag (`!`) stands where YAML allows none',
    fix: 'write it right before its value, or the value in quotes if it is a text',
  },
  BLOCK_AS_IMPLICIT_KEY: { what: 'a value holds `: `, which YAML takes as a mapping', fix: QUOTES },
  BLOCK_IN_FLOW: {
    what: 'lines of a block stand within { } or [ ]',
    fix: 'write the closing bracket before them, or all of it without brackets',
  },
  UNEXPECTED_TOKEN: {
    what: 'text stands where YAML allows none, such as behind a closing quote or behind a `|` or `>`',
    fix: 'write the whole value in quotes (a quote inside quotes twice, or of the other kind)',
  },
  BAD_SCALAR_START: {
    what: 'a value starts with a character that YAML reserves (one of `@`, `%`, backquote, …)',
    fix: QUOTES,
  },
  DUPLICATE_KEY: { what: 'the key stands twice in one mapping', fix: 'write one of the two' },
  IMPOSSIBLE: { what: 'not valid YAML', fix: 'write the line anew, with all texts in quotes' },
  KEY_OVER_1024_CHARS: {
    what: 'a key has more than 1024 characters: a colon stands far behind its beginning',
    fix: 'write the text in quotes if it is none',
  },
  MISSING_CHAR: { what: 'a quote, bracket, comma or colon is missing', fix: 'write it at the end of the key or value' },
  MULTILINE_IMPLICIT_KEY: {
    what: 'a key goes over several lines: a colon or a quote is missing',
    fix: 'write a colon and a blank behind the key',
  },
  MULTIPLE_ANCHORS: {
    what: 'a value has several anchors (`&`)',
    fix: 'write one of them, or the value in quotes if it is a text',
  },
  MULTIPLE_DOCS: {
    what: 'the file holds several documents (`---`); one is read',
    fix: 'write one file for each, and no --- at the end',
  },
  MULTIPLE_TAGS: {
    what: 'a value has several tags (`!`)',
    fix: 'write no tag, or the value in quotes if it is a text',
  },
  NON_STRING_KEY: { what: 'a key is no text', fix: 'write the key in quotes' },
  RESOURCE_EXHAUSTION: { what: 'brackets or lists are nested too deeply', fix: 'write fewer levels' },
  TAB_AS_INDENT: { what: 'a tab indents the line; YAML allows spaces only', fix: 'write spaces instead of the tab' },
  TAG_RESOLVE_FAILED: { what: 'a value starts with `!`, which YAML takes as a tag', fix: QUOTES },
};
