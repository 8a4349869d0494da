import type { Changes } from './changes';
import { code, list, plain } from './markdown';

/** Ways to print what a change means, by their names. */
export const CHANGES_FORMATS: Readonly<Record<string, (changes: Changes) => string>> = {
  text: ({ changes, byHand }) => {
    if (changes.length + byHand.length === 0) return 'nothing changes\n';
    const lines = changes.map(({ subject, meaning }) => `${subject}: ${meaning}`);
    return [...lines, ...byHand.map((work) => `by hand: ${work}`)].map((line) => `${line}\n`).join('');
  },
  markdown: ({ changes, byHand }) => {
    if (changes.length + byHand.length === 0) return '### What this changes in the cluster\n\nNothing.\n';
    const lines = changes.map(({ subject, meaning }) => `${code(subject)}: ${plain(meaning)}`);
    const work = byHand.length > 0 ? `\n### To do by hand\n\n${list(byHand.map(plain))}` : '';
    return `### What this changes in the cluster\n\n${list(lines)}${work}`;
  },
  json: (changes) => `${JSON.stringify(changes, null, 2)}\n`,
};
