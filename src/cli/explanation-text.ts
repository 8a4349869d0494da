import { groupBy } from '../input/group-by';
import type { ImageExplanation, PickedEntry, ReaderExplanation } from '../report/explanation';

const WIDTH = 100;
const NAMED_AT_MOST = 5;
/** Of entries that one reader tries. */
const ENTRIES_AT_MOST = 3;

/** The explanations as text for a terminal: images with the same answers together. */
export function formatExplanations(explanations: readonly ImageExplanation[]): string {
  return [...groupBy(explanations, answersOf).values()].map(formatGroup).join('\n');
}

/** What tells groups apart: the answers, whatever image and namespace they are for. */
function answersOf({ readers, differs }: ImageExplanation): string {
  const answers = readers.map(({ outcome, entries, reason }) => [
    outcome,
    entries.map(({ key, username, flaw }) => [key, username, flaw]),
    reason,
  ]);
  return JSON.stringify([answers, differs]);
}

function formatGroup(group: readonly ImageExplanation[]): string {
  const [first] = group;
  const images = named([...new Set(group.map(({ image }) => image))], 'images');
  const users = named([...new Set(group.flatMap(({ where }) => (where ? [where] : [])))], 'workloads');
  return [
    ...wrap(images, ''),
    ...(users ? wrap(`used by ${users}`, '  ') : []),
    ...(first?.readers ?? []).flatMap((answer, index) => formatReader(answer, sourcesOf(group, index))),
    ...(first?.differs ? wrap('the readers log in with different users or passwords', '  ') : []),
    '',
  ].join('\n');
}

/** The Secrets or files that hold each entry: that of each namespace. */
function sourcesOf(group: readonly ImageExplanation[], reader: number): string[][] {
  const answers = group.map(({ readers }) => readers[reader]?.entries ?? []);
  return (answers[0] ?? []).map((_, index) => [...new Set(answers.flatMap((entries) => entries[index]?.source ?? []))]);
}

function formatReader(
  { reader, outcome, entries, reason }: ReaderExplanation,
  sources: readonly (readonly string[])[],
): string[] {
  const label = `  ${reader.padEnd(18)}${outcome.padEnd(10)}`;
  const shown = entries.slice(0, ENTRIES_AT_MOST).map((entry, index) => describeEntry(entry, sources[index] ?? []));
  const more = entries.length - shown.length;
  const texts = [...shown, ...(more > 0 ? [`and ${more} more`] : []), reason];
  const [head = '', ...rest] = texts.flatMap((text) => wrap(text, ' '.repeat(label.length)));
  return [`${label}${head.trimStart()}`, ...rest];
}

function describeEntry({ key, username, flaw }: PickedEntry, sources: readonly string[]): string {
  const user = username === undefined ? 'its user and password are not known here' : `user ${username}`;
  return `${named(sources, 'Secrets')}: ${key} (${user})${flaw ? `, but ${flaw}` : ''}`;
}

function named(texts: readonly string[], what: string): string {
  const more = texts.length - NAMED_AT_MOST;
  return texts.slice(0, NAMED_AT_MOST).join(', ') + (more > 0 ? ` and ${more} more ${what}` : '');
}

/** Lines of at most 100 columns, cut at blanks, where they hold one. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}
