import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { InputError } from '../input/problem';

const THE_FILE = 'the file that it names';

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
      what: `no file matches ${pattern}`,
      fix: `write a path or glob relative to ${this.base}`,
    });
  }

  /**
   * The bytes of a file.
   *
   * @param name what the file is called in messages; not its path, which may be a password in the wrong place.
   * @throws InputError where it is missing, unreadable, a directory or empty.
   */
  public read(path: string, name = THE_FILE): Buffer {
    const content = this.readAny(path, name);
    if (content.length > 0) return content;
    throw new InputError({ what: `${name} is empty` });
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
    try {
      return readFileSync(this.resolve(path));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const reason = { ENOENT: 'does not exist', EISDIR: 'is a directory', EACCES: 'cannot be read' }[code ?? ''];
      throw new InputError({
        what: `${name} ${reason ?? `cannot be read (${code})`}`,
        fix: `write a path relative to ${this.base}`,
      });
    }
  }
}
