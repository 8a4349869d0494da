import { nearest } from '../input/nearest';
import { InputError, write } from '../input/problem';
import { quote } from '../input/quote';
import type { ResourceUri } from './resource-uri';

/**
 * How a Trustee version lays its resources out in files below the repository directory.
 *
 * Trustee ≤ 0.18 (`kbs/src/plugins/implementations/resource/local_fs.rs`) keeps nested directories; Trustee ≥ 0.19
 * (`deps/key-value-storage/src/local_fs/mod.rs`) one flat directory, in whose file names a slash is spelt `\x2F`.
 */
export class RepositoryLayout {
  /** `default/containers/auth` (Trustee ≤ 0.18). */
  public static readonly NESTED = new RepositoryLayout('nested', [(uri) => uri.path]);
  /** `default\x2Fcontainers\x2Fauth`, one file whose name holds backslashes (Trustee ≥ 0.19). */
  public static readonly FLAT = new RepositoryLayout('flat', [(uri) => uri.path.replaceAll('/', '\\x2F')]);
  /** Both files, so that an upgrade of Trustee finds the resource in its place. */
  public static readonly BOTH = new RepositoryLayout('both', [...this.NESTED.spellings, ...this.FLAT.spellings]);

  /** Every layout. */
  public static readonly ALL: readonly RepositoryLayout[] = [this.BOTH, this.NESTED, this.FLAT];

  /**
   * The layout of that name: `nested`, `flat` or `both`.
   *
   * @throws InputError for any other name.
   */
  public static of(name: string): RepositoryLayout {
    const found = RepositoryLayout.ALL.find((layout) => layout.name === name);
    if (found === undefined) {
      const names = RepositoryLayout.ALL.map((layout) => layout.name);
      throw new InputError({
        what: `repository layout ${quote(name)} is unknown`,
        why: 'the KBS would not find what the upload writes',
        fix: write(nearest(name, names) ?? names.join(', ')),
      });
    }
    return found;
  }

  private constructor(
    /** As in `coco.yaml`. */
    public readonly name: string,
    private readonly spellings: readonly ((uri: ResourceUri) => string)[],
  ) {}

  /** The files that hold a resource, relative to the repository directory. */
  public files(uri: ResourceUri): string[] {
    return this.spellings.map((spell) => spell(uri));
  }
}
