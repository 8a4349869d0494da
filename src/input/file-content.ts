import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from './problem';

/** Where shells and supervisors hand over pipes, as `<(…)` and `/dev/stdin` do. */
const HANDED_OVER = /^\/(?:dev|proc)\//;
/** The code of what is no file: a named pipe, a socket, a device. */
export const NO_FILE = 'ENOFILE';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist'],
  ['EISDIR', 'is a directory'],
  ['EACCES', 'cannot be read: its permissions forbid it'],
  ['EPERM', 'cannot be read: its permissions forbid it'],
  ['ELOOP', 'is a link that leads back to itself'],
  [NO_FILE, 'is a named pipe, a socket or a device, which may have no end'],
]);

/**
 * The bytes of a file, or of a pipe that a shell made (`<(…)`).
 *
 * @throws NodeJS.ErrnoException where it cannot be read, and for whatever else is no file: to read a named pipe waits for
 * somebody who writes to it, and some devices have no end.
 */
export function readContent(path: string): Buffer {
  const status = statSync(path);
  const isPipe = status.isFIFO() && isHandedOver(path);
  if (status.isFile() || status.isDirectory() || isPipe) return readFileSync(path);
  throw Object.assign(new Error(NO_FILE), { code: NO_FILE });
}

/** Whether a pipe at a path is one that a shell made, which ends: any other may wait for ever. */
export function isHandedOver(path: string): boolean {
  return HANDED_OVER.test(resolve(path));
}

/** Why a file could not be read, in words that follow its name. */
export function unreadableReason(error: unknown): string {
  const code = codeOf(error);
  return REASONS.get(code) ?? `cannot be read (${code})`;
}

/** The code of an error of the file system. */
export function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? 'unknown');
}

/** Whether bytes are text in UTF-16, which shells and editors of Windows write: by its mark, or by a NUL beside a letter. */
export function isUtf16([first, second]: Uint8Array): boolean {
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return hasMark || (second !== undefined && (first === 0) !== (second === 0));
}

/**
 * The text of bytes in UTF-8, without a byte order mark.
 *
 * @param name what they are called in a message
 * @throws InputError where they are something else.
 */
export function utf8Text(bytes: Uint8Array, name: string): string {
  if (isUtf8(bytes) && !isUtf16(bytes)) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      .toString()
      .replace(/^\ufeff/, '');
  }
  throw new InputError({
    rule: 'not-utf-8',
    what: `${name} is not UTF-8 text${isUtf16(bytes) ? ' but UTF-16' : ''}`,
    fix: 'write the file saved as UTF-8',
  });
}

/** What bytes seem to say, whatever their encoding: to tell what they were meant to be. */
export function lenientText(bytes: Uint8Array): string {
  if (!isUtf16(bytes)) return new TextDecoder().decode(bytes);
  const [first, second] = bytes;
  return new TextDecoder(first === 0xff || second === 0 ? 'utf-16le' : 'utf-16be').decode(bytes);
}
