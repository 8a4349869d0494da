import { readContent } from '../input/file-content';

/** The text of a file that an earlier run may have written; empty where there is none that can be read. */
export function earlierText(path: string): string {
  try {
    return readContent(path).toString();
  } catch {
    return '';
  }
}
