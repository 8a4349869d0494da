import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { InputError, type Problem } from '../input/problem';
import { quote } from '../input/quote';

const THE_FILE = 'the file that it names';
/** What nobody takes for a password: some path in small letters. Anything else that names no file may be one. */
const PATH = /^(?=.*[./])[a-z~._/-]{1,200}$/;
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EISDIR', 'is a directory'],
  ['EACCES', 'cannot be read'],
]);

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
   * @throws InputError where it is missing, unreadable, a directory or empty.
   */
  public read(path: string, name = THE_FILE): Buffer {
    const content = this.readAny(path, name);
    if (content.length > 0) return content;
    const shown = name === THE_FILE ? `the file ${quote(path)}` : name;
    throw new InputError({ rule: 'empty-file', what: `${shown} is empty`, fix: 'write its content, or another path' });
  }

  /** The text of a file, without a byte order mark. @throws InputError as `read`, and where it is not UTF-8. */
  public readText(path: string, name = THE_FILE): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.read(path, name));
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError({ what: `${name} is not UTF-8 text` });
    }
  }

  private readAny(path: string, name: string): Buffer {
    if (path.includes('\n')) throw new InputError(CONTENT);
    try {
      return readFileSync(this.resolve(path));
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      const shown = name === THE_FILE && (code !== 'ENOENT' || PATH.test(path)) ? `the file ${quote(path)}` : name;
      throw new InputError({
        rule: code === 'ENOENT' ? 'missing-file' : 'unreadable-file',
        what: `${shown} ${REASONS.get(code) ?? `cannot be read (${code})`}`,
        ...(path.startsWith('~') && { why: '~ is replaced by a shell only' }),
        fix:
          code === 'EISDIR'
            ? `write the path of a file in it, relative to ${this.base}`
            : `write a path relative to ${this.base}`,
      });
    }
  }
}
