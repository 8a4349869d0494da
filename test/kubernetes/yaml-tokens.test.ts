import { LineCounter, Parser } from 'yaml';
import { InputError } from '../../src/input/problem';
import { yamlTokens } from '../../src/kubernetes/yaml-tokens';

/** Few enough that composing what they make up is a matter of tenths of a second. */
const MOST_LEXEMES = 500_000;
const MEGABYTE = 1_000_000;

interface Work {
  readonly lexemes: number;
  /** Of the text, until it was given up on. */
  readonly characters: number;
  readonly tokens: number;
  readonly isRefused: boolean;
}

/** What it takes to read a text, counted: time says nothing on a machine that others use. */
function workOf(text: string): Work {
  let lexemes = 0;
  let characters = 0;
  let tokens = 0;
  let isRefused = false;
  const { next } = Parser.prototype;
  // By hand: Jest would keep each call.
  Parser.prototype.next = function (lexeme) {
    lexemes++;
    characters += lexeme.length;
    return next.call(this, lexeme);
  };
  try {
    for (const _ of yamlTokens(text, 'm.yaml', new LineCounter())) tokens++;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    isRefused = true;
  } finally {
    Parser.prototype.next = next;
  }
  return { lexemes, characters, tokens, isRefused };
}

const fill = (unit: string, length: number) => unit.repeat(length / unit.length);

test.each<[string, (length: number) => string]>([
  ['brackets', (length) => `a: ${fill('[', length)}`],
  ['mappings', (length) => fill('{a: ', length)],
  ['lists', (length) => fill('- ', length)],
  ['explicit keys', (length) => fill('? ', length)],
  ['closing brackets', (length) => fill(']', length)],
  ['letters', (length) => `a: [${fill('a,', length)}]`],
  ['words', (length) => `a: [${fill('word, ', length)}]`],
  ['lists of words', (length) => fill('- [word, word]\n', length)],
  ['keys', (length) => fill('a: b\n', length)],
  ['keys in brackets', (length) => `{${fill('a: b, ', length)}}`],
  ['anchors', (length) => fill('&a ', length)],
  ['anchors of a key', (length) => `a: ${fill('&a ', length)}`],
  ['tags', (length) => fill('!a ', length)],
  ['aliases', (length) => `a: [${fill('*a, ', length)}]`],
  ['documents', (length) => fill('---\n', length)],
  ['directives', (length) => fill('%a\n', length)],
  ['comments', (length) => fill('# a\n', length)],
  ['comments in a mapping', (length) => `a:\n${fill('  # a\n', length)}  b: c\n`],
  ['comments in a list', (length) => `a:\n- b\n${fill('  # a\n', length)}- c\n`],
  ['blank lines', (length) => `a:\n- b\n${fill('\n', length)}- c\n`],
])('%s are given up on long before their end', (_, make) => {
  const { lexemes, characters } = workOf(make(2 * MEGABYTE));
  expect(lexemes).toBeLessThan(MOST_LEXEMES);
  expect(characters).toBeLessThan(MEGABYTE);
});

test.each<[string, (length: number) => string]>([
  ['a block of text', (length) => `a: |\n${fill('  text\n', length)}`],
  ['a folded block', (length) => `a: >\n${fill('  text\n\n', length)}`],
  ['quoted text', (length) => `a: "${fill('text\n  ', length)}"`],
  ['plain text', (length) => `a: ${fill('text\n  ', length)}`],
])('%s is read, and has few lexemes', (_, make) => {
  const { lexemes, isRefused } = workOf(make(MEGABYTE));
  expect(isRefused).toBe(false);
  expect(lexemes).toBeLessThan(20);
});

test('what tools write is read: 10,000 workloads in one document', () => {
  const workload = (n: number) =>
    `  - name: w${n}\n    image: r.example/team/app:1\n    env: { A: a, B: b }\n    ports: [80]\n    # a note\n\n`;
  const workloads = `workloads:\n${Array.from({ length: 10_000 }, (_, n) => workload(n)).join('')}`;
  expect(workOf(workloads)).toMatchObject({ isRefused: false, tokens: 1 });
});
