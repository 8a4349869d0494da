import { Composer, type Document, isMap, LineCounter, type YAMLError, YAMLParseError } from 'yaml';
import { codeOf, readContent, unreadableReason, utf8Text } from '../input/file-content';
import { InputError, type Place, type Problem, within } from '../input/problem';
import { quote } from '../input/quote';
import { resolvePlain } from '../kubernetes/scalar';
import { type YamlMistake, yamlMistake } from '../kubernetes/yaml-errors';
import { withoutStackTraces, yamlTokens } from '../kubernetes/yaml-tokens';
import { type Branch, type Tree, TreeReader } from './config-tree';
import { type Environment, emptyVariables, interpolate } from './interpolate';
import type { Path, PathProblem } from './path';

/** What a file holds once the environment is in place, and what kept some values from it. */
export interface FileValues {
  readonly value: unknown;
  /** One for each value that could not be read. */
  readonly problems: readonly PathProblem[];
}

/** A text of the file as it is written there. */
export interface WrittenText {
  readonly path: Path;
  readonly text: string;
  /** Whether it stands there without quotes. */
  readonly plain: boolean;
  /** What stands behind the `#` on its line. */
  readonly comment?: string;
}

/** More than this is no configuration that a person wrote or a tool made. */
const LONGEST = 16 * 1024 * 1024;

/** A YAML file that remembers on which line each value stands. */
export class ConfigFile {
  private readonly tree: Tree;
  private readonly unread: readonly PathProblem[];

  private constructor(
    /** As the user named it; messages start with it. */
    public readonly name: string,
    document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {
    const reader = new TreeReader((offset) => lines.linePos(offset).line);
    this.tree = reader.read(document);
    this.unread = reader.problems;
  }

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
    const document = parseDocument(name, text, lines);
    const mistakes = syntaxMistakes(document, text);
    InputError.throwIfAny(
      mistakes.map(({ offset, problem }) => within({ file: name, line: lines.linePos(offset).line }, problem)),
    );
    if (!isMap(document.contents)) {
      throw new InputError({
        places: [{ file: name }],
        rule: 'wrong-type',
        what: 'the file holds no mapping',
        fix: 'write the keys that docs/coco-yaml.md lists',
      });
    }
    return new ConfigFile(name, document, lines);
  }

  /**
   * The content, with the `${NAME}` expressions in its texts replaced from the environment.
   *
   * @param isOptional where a text stays as it is written while a variable in it is unset or empty
   */
  public values(environment: Environment, isOptional: (path: Path) => boolean = () => false): FileValues {
    const problems: PathProblem[] = [...this.unread];
    const value = contentOf(this.tree, [], (text, path) => {
      const result = interpolate(text, environment);
      const unset = typeof result !== 'string' && result.rule === 'unset-variable';
      if (isOptional(path) && (unset || emptyVariables(text, environment).length > 0)) return text;
      if (typeof result === 'string') return result;
      problems.push({ ...result, path });
      return text;
    });
    return { value, problems };
  }

  /** All texts of the file, as they are written. */
  public texts(): WrittenText[] {
    const texts: WrittenText[] = [];
    addTexts(this.tree, [], texts);
    return texts;
  }

  /** The text at a path, as it is written; undefined where there is none. */
  public textAt(path: Path): string | undefined {
    const tree = this.branches(path)[path.length - 1]?.tree;
    return tree?.kind === 'scalar' && typeof tree.scalar.value === 'string' ? tree.scalar.value : undefined;
  }

  /** Where a value stands; where it is missing, the line of the nearest value around it. */
  public locate(path: Path): Place {
    return path.length > 0
      ? { file: this.name, line: this.line(path), subject: formatPath(path) }
      : { file: this.name };
  }

  /** Number of the line that `locate` names. */
  public line(path: Path): number {
    return this.lines.linePos(this.branches(path).at(-1)?.offset ?? 0).line;
  }

  /** What the steps of a path lead to, as far as the file has them. */
  private branches(path: Path): Branch[] {
    const branches: Branch[] = [];
    let tree: Tree | undefined = this.tree;
    for (const step of path) {
      const branch: Branch | undefined = tree ? branchOf(tree, step) : undefined;
      if (!branch) break;
      branches.push(branch);
      tree = branch.tree;
    }
    return branches;
  }
}

function branchOf(tree: Tree, step: PropertyKey): Branch | undefined {
  return tree.kind === 'scalar' ? undefined : (tree.entries as ReadonlyMap<PropertyKey, Branch>).get(step);
}

function contentOf(tree: Tree, path: Path, map: (text: string, path: Path) => string): unknown {
  if (tree.kind === 'scalar') {
    const { value, source = '' } = tree.scalar;
    if (typeof value === 'number' && isOfKubernetes(path) && OCTAL.test(source)) return resolvePlain(source).value;
    return typeof value === 'string' ? map(value, path) : value;
  }
  if (tree.kind === 'list') {
    const list: unknown[] = [];
    // An alias that leads nowhere leaves a gap, so that the others keep their places.
    for (const [index, branch] of tree.entries) list[index] = contentOf(branch.tree, [...path, index], map);
    return list;
  }
  return Object.fromEntries(
    Array.from(tree.entries, ([key, branch]) => [key, contentOf(branch.tree, [...path, key], map)]),
  );
}

/** `0644` is decimal in YAML 1.2, and for kubectl octal: nobody who writes a `defaultMode` means the former. */
const OCTAL = /^[-+]?0[0-7]+$/;

function isOfKubernetes([section, , key]: Path): boolean {
  return section === 'workloads' && key === 'spec';
}

function addTexts(tree: Tree, path: Path, texts: WrittenText[]): void {
  if (tree.kind !== 'scalar') {
    for (const [step, { tree: below }] of tree.entries) addTexts(below, [...path, step], texts);
    return;
  }
  const { value, type, comment } = tree.scalar;
  if (typeof value === 'string') {
    texts.push({ path, text: value, plain: type === 'PLAIN', comment: comment ?? undefined });
  }
}

/** `credentials[0].registry` */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : `${text}${text ? '.' : ''}${quote(String(step)).slice(1, -1)}`,
    '',
  );
}

function readText(name: string): string {
  const content = bytesOf(name);
  if (content.length > LONGEST) {
    throw new InputError({
      places: [{ file: name }],
      rule: 'too-long',
      what: `the file has more than ${LONGEST / 1024 / 1024} MiB`,
      fix: 'write one file for each part of it',
    });
  }
  return InputError.amend(
    (problem) => within({ file: name }, problem),
    () => utf8Text(content, 'the file'),
  );
}

function bytesOf(name: string): Buffer {
  try {
    return readContent(name);
  } catch (error) {
    throw new InputError({
      rule: codeOf(error) === 'ENOENT' ? 'missing-file' : 'unreadable-file',
      places: [{ file: name }],
      what: `the file ${unreadableReason(error)}`,
      fix: 'write it as docs/coco-yaml.md shows, or name another one in COCO_CONFIG',
    });
  }
}

/** The one document of a file; a further one is a mistake. */
function parseDocument(name: string, text: string, lines: LineCounter): Document.Parsed {
  // Keys are compared by the tree: the library compares each with all others.
  const composer = new Composer({ uniqueKeys: false });
  const documents = composer.compose(yamlTokens(text, name, lines), true, text.length);
  return withoutStackTraces(() => {
    const [document, second] = documents as Iterable<unknown> as [Document.Parsed, Document.Parsed?];
    if (second) document.errors.push(new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', ''));
    return document;
  });
}

/** Each kind of mistake once, where it comes first; nothing behind one that hides where the next value begins. */
function syntaxMistakes(document: Document.Parsed, text: string): YamlMistake[] {
  const found: YamlMistake[] = [];
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  for (const error of firstOfEachKind(errors)) {
    const mistake = inBrackets(error, text) ?? yamlMistake(error, document, text);
    if (!found.some(({ problem }) => problem.what === mistake.problem.what)) found.push(mistake);
    if (mistake.swallows) break;
  }
  return found.sort((a, b) => a.offset - b.offset);
}

function firstOfEachKind(errors: readonly YAMLError[]): Iterable<YAMLError> {
  const kinds = new Map<string, YAMLError>();
  for (const error of errors) if (!kinds.has(error.code)) kinds.set(error.code, error);
  return kinds.values();
}

/** `{ password: ${PASSWORD} }`: YAML takes the inner brackets for its own. */
const UNQUOTED_EXPRESSION = /[{[,]\s*([\w]+:\s*)?\$\{/;

function inBrackets({ pos: [offset] }: YAMLError, text: string): YamlMistake | undefined {
  const before = text.lastIndexOf('\n', text.lastIndexOf('\n', Math.max(0, offset - 1)) - 1) + 1;
  const end = text.indexOf('\n', offset);
  const lines = text.slice(
    Math.max(before, offset - LONGEST_LINES),
    Math.min(end < 0 ? text.length : end, offset + LONGEST_LINES),
  );
  return UNQUOTED_EXPRESSION.test(lines) ? { offset, problem: IN_BRACKETS, swallows: true } : undefined;
}

const LONGEST_LINES = 1_000;
const IN_BRACKETS: Problem = {
  rule: 'yaml-syntax',
  what: 'an expression stands in brackets without quotes',
  why: 'YAML takes its { } for a mapping',
  fix: 'write "${NAME}" in quotes within { } and [ ]',
};
