import { type CST, Lexer, type LineCounter, Parser } from 'yaml';
import { InputError, type Problem, within } from '../input/problem';

/** What no honest file has; far below what overflows the stack, and where copies of paths would take long. */
const MOST_LEVELS = 1_000;
/** What stands behind so many mistakes says nothing more about the first. */
const MOST_MISTAKES = 100;
/** Of one mapping or list: two and a half times what 10,000 workloads need. */
export const MOST_MEMBERS = 25_000;
/** From here on a file is looked at for what it consists of: the tersest honest YAML has 1.3 characters a lexeme. */
const MANY_LEXEMES = 200_000;
const FEWEST_CHARACTERS = 1.1;
/** Documents, directives, and what stands between them; and what stands before one value. */
export const MOST_TOKENS = 50_000;

/**
 * Tokens of a YAML file, like those of `Parser.parse`. It gives up on what only a hostile file has, as the parser itself
 * takes minutes for a megabyte of it.
 *
 * @throws InputError for values that are nested too deeply, mappings and lists of too many members, files of too many documents, too
 * many comments, anchors or tags in one place, and long files of little but brackets, commas, line breaks and single letters: composing those takes several times as long as an
 * honest file of their length.
 */
export function* yamlTokens(text: string, file: string, lines: LineCounter): Generator<CST.Token, void> {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  let mistakes = 0;
  let lexemes = 0;
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes++;
    for (const token of parser.next(lexeme)) {
      tokens++;
      if (token.type === 'error') mistakes++;
      yield token;
    }
    const excess = tokens > MOST_TOKENS ? TOO_MANY : excessOf(parser, lexemes);
    if (excess) throw new InputError(within({ file, line: lines.linePos(parser.offset).line }, excess));
    if (mistakes > MOST_MISTAKES) break;
  }
  yield* parser.end();
}

function excessOf({ stack, offset }: Parser, lexemes: number): Problem | undefined {
  if (stack.length > MOST_LEVELS) return TOO_DEEP;
  if (lexemes > MANY_LEXEMES && offset <= lexemes * FEWEST_CHARACTERS) return TOO_DENSE;
  const top = stack.at(-1);
  if (!top) return undefined;
  if (!('items' in top)) return 'start' in top && top.start.length > MOST_TOKENS ? TOO_MUCH : undefined;
  if (top.items.length > MOST_MEMBERS) return TOO_WIDE;
  const last = top.items.at(-1);
  return last && beside(last) > MOST_TOKENS ? TOO_MUCH : undefined;
}

/** How many tokens stand before a value and behind it that are none themselves. */
function beside({ start, sep, value }: CST.CollectionItem): number {
  const end = value && 'end' in value ? value.end : undefined;
  return start.length + (sep?.length ?? 0) + (Array.isArray(end) ? end.length : 0);
}

/**
 * What `compose` makes of such tokens. The mistakes that it finds are errors of JavaScript: a million of them come soon
 * enough only without stack traces, which nobody sees.
 */
export function withoutStackTraces<T>(compose: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return compose();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const TOO_DEEP: Problem = {
  rule: 'yaml-syntax',
  what: `brackets, mappings or lists are nested too deeply, more than ${MOST_LEVELS} levels`,
  fix: 'write fewer levels',
};
const TOO_WIDE: Problem = {
  rule: 'yaml-syntax',
  what: `a mapping or list has more than ${MOST_MEMBERS} members`,
  fix: 'write several files, or fewer members',
};
const TOO_MANY: Problem = {
  rule: 'yaml-syntax',
  what: `more than ${MOST_TOKENS} documents, comments or blank lines between them stand in one file`,
  fix: 'write several files',
};
const TOO_MUCH: Problem = {
  rule: 'yaml-syntax',
  what: 'thousands of comments, blank lines, anchors or tags stand here in one place',
  fix: 'remove them, or write several files',
};
const TOO_DENSE: Problem = {
  rule: 'yaml-syntax',
  what: 'up to here the file is hardly more than brackets, commas, line breaks and single letters',
  why: 'no file that describes objects of Kubernetes is like that; most likely it was damaged',
  fix: 'write it anew, or several shorter files',
};
