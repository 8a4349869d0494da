/** A JSON value, as it is written. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonMembers;
/** A name in an object, and its value. */
export type JsonMember = readonly [name: string, value: JsonValue];

/**
 * The members of a JSON object in the order in which they are written, each of those that are there twice included: what
 * they mean together is up to the reader.
 */
export class JsonMembers {
  public constructor(public readonly list: readonly JsonMember[]) {}

  /** The last value of a name, or undefined where it is not there. */
  public get(name: string): JsonValue | undefined {
    return this.list.findLast(([own]) => own === name)?.[1];
  }

  /** Whether a name is there. */
  public has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}

/** Go refuses what is nested deeper. Source: go1.26, encoding/json/scanner.go, `maxNestingDepth`. */
const MAX_DEPTH = 10_000;
/** Deeper than anything that somebody reads; what lies below is checked, and left empty. */
const KEPT_DEPTH = 32;
const TOKEN = /[ \t\n\r]*(?:([{}[\],:])|("[^"\\]*(?:\\.[^"\\]*)*")|([-+.\w]+))/sy;

/** Text that is not JSON. The message tells the place but not the text there, which may be a password. */
export class JsonError extends Error {}

/** A JSON document. */
export interface JsonDocument {
  readonly value: JsonValue;
  /** Where more text follows the value, of which nothing but white space is JSON. */
  readonly rest?: JsonError;
}

/**
 * Reads JSON in linear time. Unlike `JSON.parse` it keeps members that are there twice, and never quotes the document in
 * an error.
 *
 * @throws JsonError with line and column where it is not JSON or nested deeper than 10,000.
 */
export function parseJson(text: string): JsonDocument {
  return new Parser(text).parseDocument();
}

/** Whether a JSON value is an object. */
export function isJsonObject(value: JsonValue | undefined): value is JsonMembers {
  return value instanceof JsonMembers;
}

/** Whether a JSON value is a list. */
export function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Names that an object has twice, each as the path to it; in a list the names are empty. */
export function duplicateNames(value: JsonValue, path: readonly string[] = []): (readonly string[])[] {
  if (isJsonList(value)) return value.flatMap((item) => duplicateNames(item, [...path, '']));
  if (!isJsonObject(value)) return [];
  const seen = new Set<string>();
  return value.list.flatMap(([name, member]) => {
    const own = [...path, name];
    const repeated = seen.has(name) ? [own] : [];
    seen.add(name);
    return [...repeated, ...duplicateNames(member, own)];
  });
}

/** An object or a list that is not closed yet. */
class Container {
  public readonly end: '}' | ']';
  /** The name of the next member. */
  public name = '';
  private readonly members: JsonMember[] = [];
  private readonly items: JsonValue[] = [];

  public constructor(public readonly isObject: boolean) {
    this.end = isObject ? '}' : ']';
  }

  public add(value: JsonValue): void {
    if (this.isObject) this.members.push([this.name, value]);
    else this.items.push(value);
  }

  public get value(): JsonValue {
    return this.isObject ? new JsonMembers(this.members) : this.items;
  }
}

/** Keeps its own stack, as a million brackets would exhaust that of the calls. */
class Parser {
  private readonly open: Container[] = [];
  private position = 0;
  private token = '';

  public constructor(private readonly text: string) {}

  public parseDocument(): JsonDocument {
    this.advance();
    let value = this.descend();
    for (let container = this.open.at(-1); container; container = this.open.at(-1)) {
      if (this.open.length <= KEPT_DEPTH) container.add(value);
      value = this.next(container);
    }
    return { value, rest: this.rest() };
  }

  /** Goes down to the next scalar or empty container. */
  private descend(): JsonValue {
    for (let token = this.token; token === '{' || token === '['; token = this.token) {
      const container = new Container(token === '{');
      if (this.open.push(container) > MAX_DEPTH) throw this.error(`is nested deeper than ${MAX_DEPTH}`);
      this.advance();
      if (this.token === container.end) return this.close();
      this.readName(container);
    }
    return this.readScalar();
  }

  /** The next value of a container, or itself where it ends. */
  private next(container: Container): JsonValue {
    if (this.token !== ',') return this.close();
    this.advance();
    this.readName(container);
    return this.descend();
  }

  private close(): JsonValue {
    const container = this.open.at(-1);
    this.expect(container?.end ?? '');
    this.open.pop();
    return container?.value ?? null;
  }

  private readName(container: Container): void {
    if (!container.isObject) return;
    if (!this.token.startsWith('"')) throw this.error('lacks a key in double quotes');
    container.name = String(this.readScalar());
    this.expect(':');
  }

  private readScalar(): string | number | boolean | null {
    const value = this.parseToken();
    if (this.open.length > 0) this.advance();
    return value;
  }

  private parseToken(): string | number | boolean | null {
    try {
      return JSON.parse(this.token);
    } catch {
      throw this.error('is not JSON');
    }
  }

  private expect(token: string): void {
    if (this.token !== token) throw this.error(`lacks a "${token}"`);
    // What follows the document is left unread: some readers do not look at it.
    if (this.open.length > 1 || token === ':') this.advance();
  }

  private rest(): JsonError | undefined {
    this.skipSpace();
    this.token = '';
    return this.position < this.text.length ? this.error('has more text after its end') : undefined;
  }

  /** Moves to the next token; the empty one is the end. */
  private advance(): void {
    TOKEN.lastIndex = this.position;
    const match = TOKEN.exec(this.text);
    this.token = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
    if (match) this.position = TOKEN.lastIndex;
    else this.skipSpace();
    if (!match && this.position < this.text.length) throw this.error('is not JSON');
  }

  private skipSpace(): void {
    while (/[ \t\n\r]/.test(this.text[this.position] ?? '')) this.position++;
  }

  private error(what: string): JsonError {
    const before = this.text.slice(0, this.position - this.token.length).split('\n');
    return new JsonError(`${what} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`);
  }
}
