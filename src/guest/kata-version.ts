import { InputError } from '../input/problem';
import { quote } from '../input/quote';

const LONGEST = 20;
const VERSION = /^v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,3})?$/;

/** From which release on, and before which, as `3.28`; open where left out. */
export interface KataReleases {
  readonly since?: string;
  readonly before?: string;
}

/**
 * A release of Kata Containers, such as `3.28`. Patch releases are not told apart: none of them changed which
 * annotations pass.
 */
export class KataVersion {
  private constructor(
    private readonly major: number,
    private readonly minor: number,
  ) {}

  /**
   * Reads `3.28`, `3.28.0` or `v3.28`.
   *
   * @throws InputError for anything else.
   */
  public static parse(text: string): KataVersion {
    const [, major, minor] = (text.length <= LONGEST && VERSION.exec(text)) || [];
    if (major === undefined || minor === undefined) {
      throw new InputError({
        what: `${quote(text)} is not a version of Kata Containers`,
        why: 'what a runtime class lets through depends on it',
        fix: 'write major and minor version in quotes, such as "3.28"',
        rule: 'kata-version',
      });
    }
    return new KataVersion(Number(major), Number(minor));
  }

  /** Whether it came out before `version`, such as `3.20`. */
  public isBefore(version: string): boolean {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return this.major < major || (this.major === major && this.minor < minor);
  }

  /** Whether it is among these releases. */
  public isIn({ since, before }: KataReleases): boolean {
    return !(since && this.isBefore(since)) && (before === undefined || this.isBefore(before));
  }

  /** `3.28`. */
  public toString(): string {
    return `${this.major}.${this.minor}`;
  }
}
