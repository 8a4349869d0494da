import { MOST_MEMBERS, MOST_TOKENS } from './yaml-tokens';
import type { Branch, Leaf, Tree } from './yaml-tree';

/** Control characters, tabs among them, blanks other than the space, line breaks other than `\n`, byte order marks. */
const UNUSUAL =
  /[^\n -~\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\ufffd]/;
const KEY = /(?:([A-Za-z_][\w./-]{0,127})|"([^"\\\n]{0,127})"|'([^'\n]{0,127})')(?=:[ \n])/y;
/** What a text without quotes begins with. */
const TEXT_START = /^(?:[\w/$]|\.\/|-[\w/-])/;
const END_IN_BRACKETS = /[,[\]{}\n#?]|:(?=[ ,[\]{}\n])/g;
const MOST_LEVELS = 50;
/** Of a comment on a line of its own: its indentation, itself and the line break. */
const TOKENS_OF_LINE = 3;

const NOT_PLAIN = Symbol('not plain');

/**
 * Reads YAML as most people and programs write it, several times as fast as the YAML library and in a fraction of its
 * memory: mappings and lists by indentation, `[ ]` and `{ }` on one line, texts on one line or behind `|`, comments.
 * The result is what the library makes of it.
 *
 * @param resolve what a text without quotes stands for
 * @param take gets the mapping that each document is
 * @returns false where the text has anything else, or a mistake: then the library has to read it, and what was taken is void
 */
export function readPlain(text: string, resolve: (text: string) => unknown, take: (root: Branch) => void): boolean {
  if (UNUSUAL.test(text)) return false;
  try {
    new PlainReader(text.endsWith('\n') ? text : `${text}\n`, resolve).documents(take);
    return true;
  } catch (error) {
    if (error === NOT_PLAIN) return false;
    throw error;
  }
}

class PlainReader {
  private position = 0;
  /** Of the line that comes next; -1 where a document ends. */
  private indent = -1;
  private levels = 0;
  private tokens = 0;

  public constructor(
    private readonly text: string,
    private readonly resolve: (text: string) => unknown,
  ) {}

  public documents(take: (root: Branch) => void): void {
    this.nextLine();
    if (this.isAt('---')) this.separator();
    while (this.indent === 0 && !this.isAt('- ')) {
      take({ offset: this.position, tree: this.block(0) });
      if (this.position === this.text.length) return;
      this.separator();
    }
    throw NOT_PLAIN;
  }

  private separator(): void {
    this.expect('---\n');
    this.pass(1);
    this.nextLine();
  }

  /** From the start of a line to the first one that holds something. */
  private nextLine(): void {
    for (;;) {
      const start = this.position;
      this.skipBlanks();
      this.indent = this.isAt('---') && this.position === start ? -1 : this.position - start;
      if (!this.isAt('\n') && !this.isAt('#')) break;
      this.position = this.lineEnd() + 1;
      this.pass(TOKENS_OF_LINE);
    }
    if (this.position === this.text.length) this.indent = -1;
  }

  /** Counts what the library takes only so much of: documents, comments and empty lines. */
  private pass(tokens: number): void {
    this.tokens += tokens;
    if (this.tokens > MOST_TOKENS) throw NOT_PLAIN;
  }

  /** A mapping or list whose members begin in one column. */
  private block(column: number): Tree {
    if (++this.levels > MOST_LEVELS) throw NOT_PLAIN;
    const tree = this.isAt('- ') ? this.list(column) : this.map(column);
    // A text that goes on in the next line, or a member that is not below the others.
    if (this.indent > column) throw NOT_PLAIN;
    this.levels--;
    return tree;
  }

  private map(column: number): Tree {
    const entries = new Map<string, Branch>();
    do {
      const offset = this.position;
      const key = this.key();
      add(entries, key, { offset, tree: this.valueOfKey(column) });
    } while (this.indent === column);
    return { kind: 'map', entries };
  }

  private list(column: number): Tree {
    const entries = new Map<number, Branch>();
    do {
      const dash = this.position;
      this.position++;
      this.skipBlanks();
      const offset = this.position;
      add(entries, entries.size, { offset, tree: this.item(column, column + offset - dash) });
    } while (this.indent === column && this.isAt('- '));
    return { kind: 'list', entries };
  }

  /** What stands behind a dash; a mapping or list begins there. */
  private item(outer: number, column: number): Tree {
    KEY.lastIndex = this.position;
    return this.isAt('- ') || KEY.test(this.text) ? this.block(column) : this.lineOf(outer);
  }

  private valueOfKey(column: number): Tree {
    this.skipBlanks();
    if (!this.isAt('\n') && !this.isAt('#')) return this.lineOf(column);
    this.endLine();
    const isBelow = this.indent > column || (this.indent === column && this.isAt('- '));
    return isBelow ? this.block(this.indent) : { kind: 'scalar', value: this.resolve(''), source: '', plain: true };
  }

  private key(): string {
    KEY.lastIndex = this.position;
    const found = KEY.exec(this.text);
    if (!found) throw NOT_PLAIN;
    this.position = KEY.lastIndex + 1;
    const [, plain, double, single] = found;
    const key = plain ?? double ?? single ?? '';
    if (key === '__proto__' || (plain !== undefined && this.resolve(plain) !== plain)) throw NOT_PLAIN;
    return key;
  }

  /** A value that is on one line, but for a text behind `|`, and the end of that line. */
  private lineOf(outer: number): Tree {
    if (this.isAt('|')) return this.literal(outer);
    if (this.isAt('[') || this.isAt('{')) {
      const tree = this.brackets();
      this.endLine();
      return tree;
    }
    const plain = !this.isAtQuote();
    const source = plain ? this.plainLine() : this.quoted();
    return { kind: 'scalar', value: plain ? this.resolve(source) : source, source, plain, comment: this.endLine() };
  }

  /** @returns the comment at the end of a line, before the next line is gone to */
  private endLine(): string | undefined {
    const end = this.lineEnd();
    this.skipBlanks();
    const isComment = this.isAt('#') && this.text[this.position - 1] === ' ';
    if (this.position !== end && !isComment) throw NOT_PLAIN;
    const comment = isComment ? this.text.slice(this.position + 1, end) || ' ' : undefined;
    this.position = end + 1;
    this.nextLine();
    return comment;
  }

  private plainLine(): string {
    const end = this.lineEnd();
    const line = this.text.slice(this.position, end);
    const comment = line.indexOf(' #');
    const text = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
    if (!TEXT_START.test(text) || text.includes(': ') || text.endsWith(':')) throw NOT_PLAIN;
    this.position += text.length;
    return text;
  }

  /** A text in quotes, without escapes. */
  private quoted(): string {
    const quote = this.text[this.position] as string;
    const end = this.text.indexOf(quote, this.position + 1);
    const text = this.text.slice(this.position + 1, end);
    const hasEscape = quote === '"' ? text.includes('\\') : this.text[end + 1] === quote;
    if (end < 0 || hasEscape || text.includes('\n')) throw NOT_PLAIN;
    this.position = end + 1;
    return text;
  }

  /** The lines behind `|`, which are indented more than those around them. */
  private literal(outer: number): Leaf {
    const isStripped = this.isAt('|-');
    this.expect(isStripped ? '|-\n' : '|\n');
    const start = this.position;
    this.skipBlanks();
    const margin = this.text.slice(start, this.position);
    if (margin.length <= outer || this.isAt('\n')) throw NOT_PLAIN;
    const lines: string[] = [];
    for (this.position = start; this.isAt(margin) || this.isAt('\n'); this.position = this.lineEnd() + 1) {
      const line = this.isAt('\n') ? '' : this.text.slice(this.position + margin.length, this.lineEnd());
      if (line.trim() === '' && !this.isAt('\n')) throw NOT_PLAIN;
      lines.push(line);
    }
    while (lines.at(-1) === '') lines.pop();
    const end = this.position;
    this.skipBlanks();
    // Neither a line of the text nor one of what follows.
    if (this.position - end > outer && !this.isAt('\n')) throw NOT_PLAIN;
    this.position = end;
    this.nextLine();
    const value = lines.join('\n') + (isStripped ? '' : '\n');
    return { kind: 'scalar', value, source: value, plain: false };
  }

  private brackets(): Tree {
    if (++this.levels > MOST_LEVELS) throw NOT_PLAIN;
    const tree = this.isAt('[') ? this.listInBrackets() : this.mapInBrackets();
    this.levels--;
    return tree;
  }

  private listInBrackets(): Tree {
    const entries = new Map<number, Branch>();
    this.members(']', () => {
      const offset = this.position;
      add(entries, entries.size, { offset, tree: this.member() });
    });
    return { kind: 'list', entries };
  }

  private mapInBrackets(): Tree {
    const entries = new Map<string, Branch>();
    this.members('}', () => {
      const offset = this.position;
      const key = this.key();
      this.skipBlanks();
      add(entries, key, { offset, tree: this.member() });
    });
    return { kind: 'map', entries };
  }

  private members(close: string, member: () => void): void {
    this.position++;
    this.skipBlanks();
    if (!this.isAt(close)) {
      do member();
      while (this.passesComma());
    }
    this.expect(close);
  }

  private passesComma(): boolean {
    this.skipBlanks();
    if (!this.isAt(',')) return false;
    this.position++;
    this.skipBlanks();
    return true;
  }

  private member(): Tree {
    if (this.isAt('[') || this.isAt('{')) return this.brackets();
    const plain = !this.isAtQuote();
    const source = plain ? this.plainMember() : this.quoted();
    return { kind: 'scalar', value: plain ? this.resolve(source) : source, source, plain };
  }

  private plainMember(): string {
    END_IN_BRACKETS.lastIndex = this.position;
    const end = END_IN_BRACKETS.exec(this.text)?.index;
    const text = this.text.slice(this.position, end).trimEnd();
    if (!TEXT_START.test(text)) throw NOT_PLAIN;
    this.position += text.length;
    return text;
  }

  private isAt(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  private isAtQuote(): boolean {
    return this.isAt('"') || this.isAt("'");
  }

  private expect(text: string): void {
    if (!this.isAt(text)) throw NOT_PLAIN;
    this.position += text.length;
  }

  private skipBlanks(): void {
    while (this.isAt(' ')) this.position++;
  }

  private lineEnd(): number {
    return this.text.indexOf('\n', this.position);
  }
}

function add<K>(entries: Map<K, Branch>, key: K, branch: Branch): void {
  if (entries.has(key) || entries.size >= MOST_MEMBERS) throw NOT_PLAIN;
  entries.set(key, branch);
}
