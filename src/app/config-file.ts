import { readFileSync } from 'node:fs';
import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { InputError, type Problem } from '../input/input-error';
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
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const [first, ...rest] = syntaxErrors(document).map(({ offset, what }) => ({
      at: `${name}:${lines.linePos(offset).line}`,
      what,
    }));
    if (first) throw new InputError(first, ...rest);
    if (!isMap(document.contents)) {
      throw new InputError({
        at: name,
        what: 'the file holds no mapping',
        instead: 'the keys that docs/coco-yaml.md lists',
      });
    }
    return new ConfigFile(name, document, lines);
  }

  /** The content, with the `${NAME}` expressions in its texts replaced from the environment. */
  public values(environment: Environment): FileValues {
    const problems: PathProblem[] = [];
    const document = this.document.clone();
    visit(document, {
      Scalar(key, node, ancestors) {
        if (typeof node.value !== 'string' || key === 'key') return;
        const result = interpolate(node.value, environment);
        if (typeof result === 'string') node.value = result;
        else problems.push({ ...result, path: pathOf(node, ancestors) });
      },
    });
    return { value: document.toJS(), problems };
  }

  /** Where a value stands, as `file:line: path`; where it is missing, the line of the nearest value around it. */
  public locate(path: Path): string {
    return `${this.name}:${this.line(path)}${path.length > 0 ? `: ${formatPath(path)}` : ''}`;
  }

  /** Number of the line that `locate` names. */
  public line(path: Path): number {
    return this.lines.linePos(this.offset(path)).line;
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

function pathOf(node: Node, ancestors: readonly unknown[]): Path {
  const chain = [...ancestors, node];
  return chain.flatMap((step, index): Path => {
    if (isPair(step)) return [String(isScalar(step.key) ? step.key.value : step.key)];
    return isSeq(step) ? [step.items.indexOf(chain[index + 1])] : [];
  });
}

function readText(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new InputError({
      at: name,
      what: `the file cannot be read (${(error as NodeJS.ErrnoException).code})`,
      instead: 'it as docs/coco-yaml.md shows, or name another one in COCO_CONFIG',
    });
  }
}

/**
 * Messages of our own: those of the parser quote the text, and so could show a password that, unquoted, is not valid YAML.
 */
const SYNTAX_ERRORS: Partial<Record<YAMLError['code'], string>> = {
  BAD_ALIAS: 'a value starts with `*`, which YAML takes as an alias; write it in quotes',
  BAD_DQ_ESCAPE: 'a backslash in double quotes that starts no escape; write the value in single quotes',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BLOCK_AS_IMPLICIT_KEY: 'a value holds `: `, which YAML takes as a mapping; write it in quotes',
  UNEXPECTED_TOKEN:
    'text stands after the end of a quoted value; write a quote inside quotes twice, or use the other kind',
  BAD_SCALAR_START:
    'a value starts with a character that YAML reserves (one of `@`, `%`, backquote, …); write it in quotes',
  DUPLICATE_KEY: 'the key stands twice in one mapping',
  MISSING_CHAR: 'a quote, bracket or colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines; is a colon or a quote missing?',
  MULTIPLE_DOCS: 'the file holds several documents (`---`); one is read',
  TAB_AS_INDENT: 'a tab indents the line; YAML allows spaces only',
  TAG_RESOLVE_FAILED: 'a value starts with `!`, which YAML takes as a tag; write it in quotes',
};

function syntaxErrors(document: Document.Parsed): { offset: number; what: string }[] {
  const errors = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    offset: pos[0],
    what: SYNTAX_ERRORS[code] ?? `not valid YAML (${code})`,
  }));
  visit(document, {
    Alias(_key, node) {
      if (node.resolve(document)) return;
      errors.push({ offset: node.range?.[0] ?? 0, what: SYNTAX_ERRORS.BAD_ALIAS as string });
    },
  });
  return errors;
}
