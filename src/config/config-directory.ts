import { resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { codeOf, readContent, unreadableReason, utf8Text } from '../input/file-content';
import { InputError, type Problem } from '../input/problem';
import { quote } from '../input/quote';

const THE_FILE = 'the file that it names';
/** What nobody takes for a password: some path in small letters. Anything else that names no file may be one. */
const PATH = /^(?=.*[./])[a-z~._/-]{1,200}$/;

const CONTENT: Problem = {
  rule: 'missing-file',
  what: 'a text of several lines stands where the path of a file is expected',
  fix: 'write the text to a file, and its path here',
};

/** Reads the files that a configuration or a command line names. */
export class ConfigDirectory {
  /** @param base what paths are relative to, for a person. */
  public constructor(
    private readonly directory: string,
    private readonly base: string,
  ) {}

  /** The absolute path of a file. */
  public resolve(path: string): string {
    return resolve(this.directory, path);
  }

  /**
   * The files that a path or a glob names, in an order that is the same everywhere.
   *
   * @throws InputError where there is none.
   */
  public find(pattern: string): string[] {
    if (!isDynamicPattern(pattern)) return [pattern];
    const found = globSync(pattern, { cwd: this.directory, expandDirectories: false, dot: false });
    if (found.length > 0) return found.map((path) => path.replaceAll('\\', '/')).sort();
    throw new InputError({
      rule: 'missing-file',
      what: `no file matches ${quote(pattern)}`,
      fix: `write a path or glob relative to ${this.base}`,
    });
  }

  /**
   * The bytes of a file.
   *
   * @param name what the file is called in messages
   * @default - its path where it is one; a path that leads nowhere may be a password in the wrong place
   * @throws InputError where it is missing, unreadable, empty, or no file but a directory, a named pipe or a device.
   */
  public read(path: string, name = THE_FILE): Buffer {
    const content = this.readAny(path, name);
    if (content.length > 0) return content;
    const what = `${shownAs(path, name)} is empty`;
    throw new InputError({ rule: 'empty-file', what, fix: 'write its content, or another path' });
  }

  /** The text of a file, without a byte order mark. @throws InputError as `read`, and where it is not UTF-8. */
  public readText(path: string, name = THE_FILE): string {
    return utf8Text(this.read(path, name), shownAs(path, name));
  }

  private readAny(path: string, name: string): Buffer {
    if (path.includes('\n')) throw new InputError(CONTENT);
    try {
      return readContent(this.resolve(path));
    } catch (error) {
      const code = codeOf(error);
      const shown = code !== 'ENOENT' || PATH.test(path) ? shownAs(path, name) : name;
      throw new InputError({
        rule: code === 'ENOENT' ? 'missing-file' : 'unreadable-file',
        what: `${shown} ${unreadableReason(error)}`,
        ...(path.startsWith('~') && { why: '~ is replaced by a shell only' }),
        fix: this.fixFor(code, path),
      });
    }
  }

  private fixFor(code: string, path: string): string {
    if (code === 'EISDIR') return `write the path of a file in it, relative to ${this.base}`;
    if (code === 'EACCES' || code === 'EPERM')
      return 'run chmod or chown, so that you may read it, or write another path';
    const separators = /^[\w.-]+(?:\\[\w.-]+)+$/.test(path) ? ', with / between its parts' : '';
    return `write a path relative to ${this.base}${separators}`;
  }
}

/** What a file that is there is called in messages. */
function shownAs(path: string, name: string): string {
  return name === THE_FILE ? `the file ${quote(path)}` : name;
}
