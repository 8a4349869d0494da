import { LineCounter } from 'yaml';
import { codeOf, readContent, unreadableReason, utf8Text } from '../input/file-content';
import { InputError, type Place, within } from '../input/problem';
import { lineCounterOf } from '../kubernetes/line-counter';
import { resolvePlain } from '../kubernetes/scalar';
import { branchesTo, type Tree } from '../kubernetes/yaml-tree';
import { parseDocument } from './config-document';
import { TreeReader } from './config-tree';
import { type Environment, emptyVariables, interpolate } from './interpolate';
import { formatPath, type Path, type PathProblem } from './path';
import { plainDocument } from './plain-document';

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
  private constructor(
    /** As the user named it; messages start with it. */
    public readonly name: string,
    private readonly tree: Tree,
    private readonly lines: LineCounter,
    private readonly unread: readonly PathProblem[] = [],
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
    const plain = plainDocument(text);
    if (plain) return new ConfigFile(name, plain, lineCounterOf(text));
    const lines = new LineCounter();
    const document = parseDocument(name, text, lines);
    const reader = new TreeReader((offset) => lines.linePos(offset).line);
    return new ConfigFile(name, reader.read(document), lines, reader.problems);
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
    const tree = branchesTo(this.tree, path)[path.length - 1]?.tree;
    return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined;
  }

  /** Where a value stands; where it is missing, the line of the nearest value around it. */
  public locate(path: Path): Place {
    return path.length > 0
      ? { file: this.name, line: this.line(path), subject: formatPath(path) }
      : { file: this.name };
  }

  /** Number of the line that `locate` names. */
  public line(path: Path): number {
    return this.lines.linePos(branchesTo(this.tree, path).at(-1)?.offset ?? 0).line;
  }
}

function contentOf(tree: Tree, path: Path, map: (text: string, path: Path) => string): unknown {
  if (tree.kind === 'scalar') {
    const { value, source } = tree;
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
  const { value, plain, comment } = tree;
  if (typeof value === 'string') {
    texts.push({ path, text: value, plain, comment });
  }
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
      fix: 'write it as docs/coco-yaml.md shows, or name another one with --config or in COCO_CONFIG',
    });
  }
}
