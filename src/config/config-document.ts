import { Composer, type Document, isMap, type LineCounter, type YAMLError, YAMLParseError } from 'yaml';
import { InputError, type Problem, within } from '../input/problem';
import { type YamlMistake, yamlMistake } from '../kubernetes/yaml-errors';
import { withoutStackTraces, yamlTokens } from '../kubernetes/yaml-tokens';

/**
 * Parses the one document of a `coco.yaml`.
 *
 * @param name as the user named the file
 * @param lines gets the beginnings of the lines
 * @throws InputError where the text is not one YAML document that holds a mapping.
 */
export function parseDocument(name: string, text: string, lines: LineCounter): Document.Parsed {
  const document = compose(name, text, lines);
  InputError.throwIfAny(
    syntaxMistakes(document, text).map(({ offset, problem }) =>
      within({ file: name, line: lines.linePos(offset).line }, problem),
    ),
  );
  if (isMap(document.contents)) return document;
  throw new InputError({
    places: [{ file: name }],
    rule: 'wrong-type',
    what: 'the file holds no mapping',
    fix: 'write the keys that docs/coco-yaml.md lists',
  });
}

/** The first document; a further one is a mistake of it. */
function compose(name: string, text: string, lines: LineCounter): Document.Parsed {
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
