import type { CST } from 'yaml';
import type { Problem } from '../input/problem';

/** Where a file is YAML for the YAML library, and something else for kubectl. */
export interface Difference {
  readonly offset: number;
  readonly problem: Problem;
}

type Item = CST.CollectionItem;
type Report = (offset: number, problem: Problem) => void;

const QUOTES = 'write it in quotes';
const TAB: Problem = { what: 'a tab stands where kubectl takes spaces only', fix: 'write spaces' };
const EXPLICIT_KEY: Problem = { what: 'a key within [ ] or { } begins with "? "', fix: 'write key: value' };
const ESCAPE: Problem = {
  what: 'double quotes hold an escape that kubectl does not know',
  fix: 'write the character itself',
};
const ESCAPED_BREAK: Problem = {
  what: 'an escaped line break comes before an empty line',
  fix: 'write \\n for a line break',
};
const OPEN_QUOTE: Problem = { what: 'a quote is not closed', fix: 'close it' };
const NAME: Problem = {
  what: 'the name of an anchor or alias has other characters than letters, digits, "-" and "_"',
  fix: 'rename it, or write the value in quotes where none is meant',
};
const TAG: Problem = { what: 'kubectl reads on where this tag ends', fix: 'write no tag' };
const INDICATOR: Problem = { what: 'a value within [ ] or { } begins with ":" or holds a "?"', fix: QUOTES };
const COLON: Problem = {
  what: 'a colon within [ ] or { } has no space behind it',
  fix: 'write a space, or quotes around the value',
};
const NO_COLON: Problem = { what: 'a colon is missing before a value', fix: 'write key: value' };
const KEY_ON_LINE: Problem = {
  what: 'a key and its colon are not on one line, or more than 1024 characters apart',
  fix: 'write a shorter key, on one line',
};
const BLOCK_HEADER: Problem = {
  what: 'something other than a comment stands behind | or > on its line',
  fix: 'write the text on the lines below',
};
const BLANK_LINE: Problem = {
  what: 'a block whose indentation is a number has a line of blanks',
  fix: 'leave that line empty',
};
const CHARACTER: Problem = {
  what: 'a control character, a line separator of Unicode or, within the file, a byte order mark stands here',
  fix: 'remove it, or write it as an escape in double quotes',
};
const SEPARATOR: Problem = { what: 'something follows --- on its line', fix: 'write it on a line of its own' };
const DOCUMENT_END: Problem = { what: 'kubectl ignores what follows ...', fix: 'write --- between documents' };
const DIRECTIVE: Problem = { what: 'a line begins with %, a directive of YAML', fix: 'remove it' };

/** Line breaks of YAML 1.1, and characters that libyaml refuses. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
const CHARACTERS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)|(?<=\n)\ufeff/;
const KNOWN_ESCAPES =
  /^(?:[^\\]|\\(?:[0abtnvfre "'\\N_LP\t\n]|\r\n|x[\da-f]{2}|u(?!d[89a-f])[\da-f]{4}|U00(?:0(?!0d[89a-f])|10)[\da-f]{4}|U000[1-9a-f][\da-f]{4}))*$/i;
/** The library takes an escaped quote for the last one. */
const CLOSED: Partial<Record<CST.FlowScalar['type'], RegExp>> = {
  'single-quoted-scalar': /^'(?:[^']|'')*'$/,
  'double-quoted-scalar': /^"(?:[^"\\]|\\[\s\S])*"$/,
};
/** Characters from the beginning of a key to its colon. */
const LONGEST_KEY = 1024;
/** More blanks than that are nobody's. */
const LONGEST_BLANK = 1000;
const ANCHOR = /^[&*][\w-]+$/;
const TAGS = /^(?:!|!!?[\w\-;/?:@&=+$.~*'()]+|!<[\w\-;/?:@&=+$.~*'()]+>)$/;

/**
 * What kubectl's reader (go-yaml v2, a port of libyaml for YAML 1.1) takes for something else than the YAML library does,
 * or refuses, as far as the text alone tells.
 */
export function differencesInText(text: string): Difference[] {
  const found: Difference[] = [];
  const report: Report = (offset, problem) => found.push({ offset, problem });
  const character = CHARACTERS.exec(text);
  if (character) report(character.index, CHARACTER);
  let content = false;
  let ended = false;
  for (const { 0: line, index } of text.matchAll(/^.+$/gm)) {
    if (line.startsWith('---')) {
      if (!/^---(?:\s+(?:#.*)?)?$/.test(line)) report(index, SEPARATOR);
      [content, ended] = [false, false];
    } else if (/^\s*(?:#|$)/.test(line)) continue;
    else if (line.startsWith('%')) report(index, DIRECTIVE);
    else if (/^\.\.\.(?:\s|$)/.test(line)) {
      if (!content || !/^\.\.\.\s*(?:#.*)?$/.test(line)) report(index, DOCUMENT_END);
      ended = true;
    } else if (ended) report(index, DOCUMENT_END);
    else content = true;
  }
  return found;
}

/** The same, as far as its tokens tell. */
export function differencesInTokens(text: string, tokens: readonly CST.Token[]): Difference[] {
  const found: Difference[] = [];
  const walk = new Walk(text, (offset, problem) => found.push({ offset, problem }));
  for (const token of tokens) walk.token(token, false);
  return found;
}

class Walk {
  public constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {}

  public token(token: CST.Token | null | undefined, flow: boolean): void {
    switch (token?.type) {
      case 'document':
        this.properties(token.start, flow, true);
        this.token(token.value, flow);
        this.properties(token.end ?? [], flow, true);
        break;
      case 'block-map':
      case 'block-seq':
        for (const item of token.items) this.item(item, false);
        break;
      case 'flow-collection':
        for (const item of token.items) this.item(item, true);
        this.properties(token.end, flow, false);
        break;
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
      case 'alias':
        this.scalar(token, flow);
        this.properties(token.end ?? [], flow, false);
        break;
      case 'block-scalar':
        this.blockScalar(token);
        break;
    }
  }

  private item({ start, key, sep, value }: Item, flow: boolean): void {
    this.properties(start, flow, true);
    this.token(key, flow);
    if (sep) {
      this.properties(sep, flow, false);
      const colon = sep.find(({ type }) => type === 'map-value-ind');
      const explicit = start.some(({ type }) => type === 'explicit-key-ind');
      if (colon && flow) this.flowColon(colon, key);
      if (colon && !explicit) this.keyOnLine(colon, key, sep);
      if (!colon && value) this.report(value.offset, NO_COLON);
    }
    this.token(value, flow);
  }

  /** In a flow, libyaml ends a plain scalar at a colon only before a blank. */
  private flowColon({ offset }: CST.SourceToken, key: CST.Token | null | undefined): void {
    const plain = !key || key.type === 'scalar' || key.type === 'alias';
    if (plain && /\S/.test(this.text[offset + 1] ?? ' ')) this.report(offset, COLON);
  }

  private keyOnLine(colon: CST.SourceToken, key: CST.Token | null | undefined, sep: readonly CST.SourceToken[]): void {
    const apart = sep.slice(0, sep.indexOf(colon)).some(({ type }) => type === 'newline');
    const written = key ? this.text.slice(key.offset, Math.min(colon.offset, key.offset + LONGEST_KEY + 1)) : '';
    if (apart || written.includes('\n') || written.length > LONGEST_KEY) this.report(colon.offset, KEY_ON_LINE);
  }

  /** What stands before or behind a value. Tabs are taken in a flow, and behind something on its line. */
  private properties(tokens: readonly CST.SourceToken[], flow: boolean, atStart: boolean): void {
    let fresh = atStart;
    for (const { type, offset, source } of tokens) {
      const next = this.text[offset + source.length] ?? '\n';
      if (type === 'newline' || type === 'seq-item-ind' || (type === 'explicit-key-ind' && !flow)) fresh = true;
      else if (type === 'space' && fresh && !flow && source.includes('\t')) this.report(offset, TAB);
      else if (type === 'explicit-key-ind') this.report(offset, EXPLICIT_KEY);
      else if (type === 'anchor' && !(ANCHOR.test(source) && /[\s,\]}]/.test(next))) this.report(offset, NAME);
      else if (type === 'tag' && !(TAGS.test(source) && /\s/.test(next))) this.report(offset, TAG);
    }
  }

  private scalar({ type, source, offset }: CST.FlowScalar, flow: boolean): void {
    if (type === 'alias' && !ANCHOR.test(source)) this.report(offset, NAME);
    if (type === 'double-quoted-scalar' && !KNOWN_ESCAPES.test(source)) this.report(offset, ESCAPE);
    if (type === 'double-quoted-scalar' && /\\\r?\n[ \t]*\r?\n/.test(source)) this.report(offset, ESCAPED_BREAK);
    if (!(CLOSED[type]?.test(source) ?? true)) this.report(offset, OPEN_QUOTE);
    if (type !== 'scalar') return;
    if (flow && /^:|\?/.test(source)) this.report(offset, INDICATOR);
    if (/\n *\t/.test(source)) this.report(offset, TAB);
  }

  /** libyaml takes no tab for indentation, and none where it has to find the indentation. */
  private blockScalar({ props, source, offset }: CST.BlockScalar): void {
    this.properties(props.filter((token) => token.type !== 'block-scalar-header') as CST.SourceToken[], false, false);
    const header = props.find(({ type }) => type === 'block-scalar-header');
    const explicit = header !== undefined && 'source' in header && /\d/.test(header.source);
    const lines = source.split(/\r?\n/);
    const first = lines.find((line) => /[^ ]/.test(line)) ?? '';
    const indent = explicit ? Number.POSITIVE_INFINITY : first.search(/[^ ]/);
    const abuses = (line: string) => /^ *\t/.test(line) && (line === first || line.search(/[^ ]/) < indent);
    if (lines.some(abuses)) this.report(offset, TAB);
    const end = props.reduce((sum, prop) => sum + ('source' in prop ? prop.source.length : 0), offset + source.length);
    // A `---` there is the start of a document to the library.
    if (!props.some(({ type }) => type === 'newline') && end < this.text.length) this.report(offset, BLOCK_HEADER);
    // The library leaves blanks behind the last line out.
    lines.push(/[^\n]*/y.exec(this.text.slice(end, end + LONGEST_BLANK))?.[0] ?? '');
    if (explicit && lines.some((line) => /^ +$/.test(line))) this.report(offset, BLANK_LINE);
  }
}
