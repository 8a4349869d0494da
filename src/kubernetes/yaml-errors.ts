import type { YAMLError } from 'yaml';
import type { Problem } from '../input/problem';

/**
 * What is wrong where the parser of YAML found a mistake, in words of our own: those of the parser quote the text, and
 * so could show a password that, unquoted, is not valid YAML.
 */
export function yamlProblem(code: YAMLError['code']): Problem {
  return PROBLEMS[code] ?? { what: `not valid YAML (${code})` };
}

const QUOTES = 'write it in quotes';

const PROBLEMS: Partial<Record<YAMLError['code'], Problem>> = {
  BAD_ALIAS: { what: 'a value starts with `*`, which YAML takes as an alias', fix: QUOTES },
  BAD_DQ_ESCAPE: {
    what: 'a backslash in double quotes that starts no escape',
    fix: 'write the value in single quotes',
  },
  BAD_INDENT: { what: 'the indentation does not fit the lines above, or a bracket is not closed' },
  BLOCK_AS_IMPLICIT_KEY: { what: 'a value holds `: `, which YAML takes as a mapping', fix: QUOTES },
  UNEXPECTED_TOKEN: {
    what: 'text stands where YAML allows none, such as behind a closing quote or behind a `|` or `>`',
    fix: 'write the whole value in quotes (a quote inside quotes twice, or of the other kind)',
  },
  BAD_SCALAR_START: {
    what: 'a value starts with a character that YAML reserves (one of `@`, `%`, backquote, …)',
    fix: QUOTES,
  },
  DUPLICATE_KEY: { what: 'the key stands twice in one mapping' },
  MISSING_CHAR: { what: 'a quote, bracket or colon is missing' },
  MULTILINE_IMPLICIT_KEY: { what: 'a key goes over several lines; is a colon or a quote missing?' },
  MULTIPLE_DOCS: { what: 'the file holds several documents (`---`); one is read' },
  TAB_AS_INDENT: { what: 'a tab indents the line; YAML allows spaces only' },
  TAG_RESOLVE_FAILED: { what: 'a value starts with `!`, which YAML takes as a tag', fix: QUOTES },
};
