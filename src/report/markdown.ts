import { unprintableShown } from '../input/quote';

const SPECIAL = /[\\`*_{}[\]<>#|~$&!]/g;

/** Text that Markdown shows as it is, on one line. */
export function plain(text: string): string {
  return unprintableShown(text).replace(SPECIAL, '\\$&');
}

/** Text as code, which a table takes too. */
export function code(text: string): string {
  if (text === '') return '';
  const shown = unprintableShown(text).replaceAll('|', '\\|');
  if (!shown.includes('`')) return `\`${shown}\``;
  const fence = '`'.repeat(longestRun(shown) + 1);
  return `${fence} ${shown} ${fence}`;
}

/** Text of several lines, as it is. */
export function block(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replace(/\n?$/, '\n')}${fence}\n`;
}

/** Rows without padding, so that a row changes no other. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** One line for each. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}\n`).join('');
}

/** Each once, in order. */
export function sortedOnce(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort();
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}
