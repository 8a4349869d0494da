import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { isObject } from '../input/json';
import { InputError, type Place, type Problem, within } from '../input/problem';
import { yamlProblem } from '../kubernetes/yaml-errors';
import { decodeUtf8 } from '../registry/auth-value';
import { type Environment, interpolate } from './interpolate';

/** Steps from the root of the file to a value: keys and indices. */
export type Path = readonly PropertyKey[];

/** A problem and the value of the file that it is about. */
export interface PathProblem extends Problem {
  readonly path: Path;
}

/** What a file holds once the environment is in place, and what kept some values from it. */
export interface FileValues {
  readonly value: unknown;
  /** One for each value whose expression could not be replaced. */
  readonly problems: readonly PathProblem[];
}

/** A YAML file that remembers on which line each value stands. */
export class ConfigFile {
  private constructor(
    /** As the user named it; messages start with it. */
    public readonly name: string,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  /**
   * Reads and parses a file.
   *
   * @throws InputError where it is missing, unreadable, or not one YAML document that holds a mapping.
   */
  public static read(name: string): ConfigFile {
    return ConfigFile.parse(name, readText(name));
  }

  /**
   * Parses the text of a file.
   *
   * @throws InputError where it is not one YAML document that holds a mapping.
   */
  public static parse(name: string, text: string): ConfigFile {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
    const problems = syntaxProblems(document, text, (offset) => lines.linePos(offset).line);
    InputError.throwIfAny([...problems].map(([line, problem]) => within({ file: name, line }, problem)));
    if (!isMap(document.contents)) {
      throw new InputError({
        places: [{ file: name }],
        what: 'the file holds no mapping',
        fix: 'write the keys that docs/coco-yaml.md lists',
      });
    }
    return new ConfigFile(name, document, lines);
  }

  /** The content, with the `${NAME}` expressions in its texts replaced from the environment. */
  public values(environment: Environment): FileValues {
    const problems: PathProblem[] = [];
    const value = mapTexts(this.toValue(), [], (text, path) => {
      const result = interpolate(text, environment);
      if (typeof result === 'string') return result;
      problems.push({ ...result, path });
      return text;
    });
    return { value, problems };
  }

  /** Where a value stands; where it is missing, the line of the nearest value around it. */
  public locate(path: Path): Place {
    return path.length > 0
      ? { file: this.name, line: this.line(path), subject: formatPath(path) }
      : { file: this.name };
  }

  /** Number of the line that `locate` names. */
  public line(path: Path): number {
    return this.lines.linePos(this.offset(path)).line;
  }

  private toValue(): unknown {
    try {
      return this.document.toJS();
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      throw new InputError({
        places: [{ file: this.name }],
        what: 'the aliases in the file add up to too much',
        fix: 'write it without them',
      });
    }
  }

  private offset(path: Path): number {
    const parent = path.length > 0 ? this.document.getIn(path.slice(0, -1), true) : undefined;
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
    const node = pair ? pair.key : this.document.getIn(path, true);
    if (isNode(node) && node.range) return node.range[0];
    return path.length > 0 ? this.offset(path.slice(0, -1)) : 0;
  }
}

/** `credentials[0].registry` */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text ? '.' : ''}${String(step)}`),
    '',
  );
}

/** A copy of a value with other texts in it. */
function mapTexts(value: unknown, path: Path, map: (text: string, path: Path) => string): unknown {
  if (typeof value === 'string') return map(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, [...path, index], map));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, [...path, key], map)]));
}

function readText(name: string): string {
  const content = readContent(name);
  const text = decodeUtf8(content);
  if (text !== undefined) return text;
  throw new InputError({ places: [{ file: name }], what: 'the file is not UTF-8 text', fix: 'write it in UTF-8' });
}

function readContent(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch (error) {
    throw new InputError({
      places: [{ file: name }],
      what: `the file cannot be read (${(error as NodeJS.ErrnoException).code})`,
      fix: 'write it as docs/coco-yaml.md shows, or name another one in COCO_CONFIG',
    });
  }
}

/** Each kind of mistake once, where it comes first: most of the others follow from that one. */
function syntaxProblems(
  document: Document.Parsed,
  text: string,
  lineAt: (offset: number) => number,
): Map<number, Problem> {
  const found = [...document.errors, ...document.warnings].map(({ code, pos }) => ({ code, line: lineAt(pos[0]) }));
  visit(document, {
    Alias(_key, node) {
      if (!node.resolve(document)) found.push({ code: 'BAD_ALIAS', line: lineAt(node.range?.[0] ?? 0) });
    },
  });
  found.sort((a, b) => a.line - b.line);
  const [first] = found;
  const lines = text.split('\n').slice((first?.line ?? 1) - 2, first?.line);
  if (first && lines.some((line) => UNQUOTED_EXPRESSION.test(line))) return new Map([[first.line, IN_BRACKETS]]);
  const codes = found.map(({ code }) => code);
  return new Map(
    found.filter(({ code }, index) => codes.indexOf(code) === index).map(({ code, line }) => [line, yamlProblem(code)]),
  );
}

/** `{ password: ${PASSWORD} }`: YAML takes the inner brackets for its own. */
const UNQUOTED_EXPRESSION = /[{[,]\s*([\w]+:\s*)?\$\{/;
const IN_BRACKETS: Problem = {
  what: 'an expression stands in brackets without quotes',
  why: 'YAML takes its { } for a mapping',
  fix: 'write "${NAME}" in quotes within { } and [ ]',
};
