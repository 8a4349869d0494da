import { type CST, Lexer, type LineCounter, Parser } from 'yaml';
import { InputError, within } from '../input/problem';

/** What no honest file has; far below what overflows the stack, and where copies of paths would take long. */
const MOST_LEVELS = 1_000;
/** What stands behind so many mistakes says nothing more about the first. */
const MOST_MISTAKES = 100;

/**
 * Tokens of a YAML file, like those of `Parser.parse`. It gives up on what only a hostile file has, as the parser itself
 * takes minutes for a megabyte of it.
 *
 * @throws InputError for values that are nested too deeply.
 */
export function* yamlTokens(text: string, file: string, lines: LineCounter): Generator<CST.Token, void> {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  let mistakes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') mistakes++;
      yield token;
    }
    if (parser.stack.length > MOST_LEVELS) {
      throw new InputError(within({ file, line: lines.linePos(parser.offset).line }, TOO_DEEP));
    }
    if (mistakes > MOST_MISTAKES) break;
  }
  yield* parser.end();
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

const TOO_DEEP = {
  rule: 'yaml-syntax',
  what: `brackets, mappings or lists are nested too deeply, more than ${MOST_LEVELS} levels`,
  fix: 'write fewer levels',
};
