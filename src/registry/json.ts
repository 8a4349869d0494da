/** A JSON value; objects are Maps, so that a key such as `__proto__` is a key like any other. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** Deeper than any docker config, and far from the end of the stack. */
const MAX_DEPTH = 64;
const TOKEN = /[ \t\n\r]*(?:([{}[\],:])|("[^"\\]*(?:\\.[^"\\]*)*")|([-+.\w]+))/sy;

/** Text that is not JSON. The message tells the place but not the text there, which may be a password. */
export class JsonError extends Error {}

/** A JSON document, and what in it two readers may understand differently. */
export interface JsonDocument {
  readonly value: JsonValue;
  /** Keys that one object has twice, each as the path to it. */
  readonly duplicates: readonly (readonly string[])[];
}

/**
 * Reads JSON in linear time. Unlike `JSON.parse` it reports duplicate keys, bounds the depth, and never quotes the
 * document in an error.
 *
 * @throws JsonError with line and column where it is not JSON or too deep.
 */
export function parseJson(text: string): JsonDocument {
  return new Parser(text).parseDocument();
}

/** Whether a JSON value is an object. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

class Parser {
  private readonly duplicates: string[][] = [];
  private readonly path: string[] = [];
  private position = 0;
  private token = '';

  public constructor(private readonly text: string) {}

  public parseDocument(): JsonDocument {
    this.advance();
    const value = this.parseValue();
    if (this.token !== '') throw this.error('has more text after its end');
    return { value, duplicates: this.duplicates };
  }

  private parseValue(): JsonValue {
    if (this.path.length > MAX_DEPTH) throw this.error(`is nested deeper than ${MAX_DEPTH}`);
    switch (this.token) {
      case '{':
        return this.parseObject();
      case '[':
        return this.parseArray();
      default:
        return this.parseScalar();
    }
  }

  private parseObject(): JsonObject {
    const members = new Map<string, JsonValue>();
    this.parseList('}', () => {
      if (!this.token.startsWith('"')) throw this.error('lacks a key in double quotes');
      const key = String(this.parseScalar());
      this.expect(':');
      this.path.push(key);
      if (members.has(key)) this.duplicates.push([...this.path]);
      members.set(key, this.parseValue());
      this.path.pop();
    });
    return members;
  }

  private parseArray(): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.path.push('');
    this.parseList(']', () => items.push(this.parseValue()));
    this.path.pop();
    return items;
  }

  private parseList(end: string, parseItem: () => void): void {
    this.advance();
    if (this.token !== end) {
      parseItem();
      while (this.token === ',') {
        this.advance();
        parseItem();
      }
    }
    this.expect(end);
  }

  private parseScalar(): string | number | boolean | null {
    try {
      const value: string | number | boolean | null = JSON.parse(this.token);
      this.advance();
      return value;
    } catch {
      throw this.error('is not JSON');
    }
  }

  private expect(token: string): void {
    if (this.token !== token) throw this.error(`lacks a "${token}"`);
    this.advance();
  }

  /** Moves to the next token; the empty one is the end. */
  private advance(): void {
    TOKEN.lastIndex = this.position;
    const match = TOKEN.exec(this.text);
    if (match) {
      this.token = match[1] ?? match[2] ?? match[3] ?? '';
      this.position = TOKEN.lastIndex;
    } else if (/^[ \t\n\r]*$/.test(this.text.slice(this.position))) {
      this.token = '';
      this.position = this.text.length;
    } else {
      throw this.error('is not JSON');
    }
  }

  private error(what: string): JsonError {
    const before = this.text.slice(0, this.position - this.token.length).split('\n');
    return new JsonError(`${what} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`);
  }
}
