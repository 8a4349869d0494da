import { extname } from 'node:path';

const MARK = 'Written by cdk8s-coco';
const LINE = `${MARK}. Changes made here are lost at the next synthesis.`;

/** The text of a file with a first line that says who wrote it: only such files are replaced and removed later. */
export function withMark(name: string, text: string): string {
  return `${extname(name) === '.md' ? `<!-- ${LINE} -->` : `# ${LINE}`}\n${text}`;
}

/** Whether text begins with the line of {@link withMark}. */
export function hasMark(text: string): boolean {
  return text.startsWith(`# ${MARK}`) || text.startsWith(`<!-- ${MARK}`);
}
