import { InputError, type Problem } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { imageScope, parseRegistryScope, type RegistryScope, scopeText } from './registry-scope';

/** What a registry asks for. */
export interface UserAndPassword {
  /** Name of the user or robot account; has no `:`. */
  readonly username: string;
  /** Password or token, as it stands: no quoting, no newline at the end. */
  readonly password: string;
}

/** Where the user and the password of a credential are, if not here. */
export type CredentialSource =
  | { readonly kind: 'cluster' }
  | { readonly kind: 'remote'; readonly key: string; readonly username: string; readonly password: string }
  | { readonly kind: 'generator'; readonly generator: string; readonly name: string };

/** Stands for a user name that is not known here. */
const ELSEWHERE = 'known-elsewhere';

/** A user name for a person; undefined where another one, which is not known here, takes its place. */
export function knownUser(username: string): string | undefined {
  return username === ELSEWHERE ? undefined : username;
}

/** A user for a message, in brackets. */
export function describeUser(username: string): string {
  return `(${username === ELSEWHERE ? 'its user is not known here' : `user ${username}`})`;
}

/**
 * A user and a password for a registry, or for a part of one.
 *
 * Printing it (`String`, `JSON.stringify`, `console.log`, a test's diff) shows the scope and the user, never the
 * password: that lives in a private field.
 */
export class RegistryCredential {
  /**
   * A credential for a registry or a path in it; it covers all images below.
   *
   * @param registry `host[:port][/path]`; a scheme and a slash at the end are dropped, and Docker Hub is known by all
   * its names (`docker.io`, `https://index.docker.io/v1/` …).
   * @throws InputError where the registry is malformed or unclear, or the user or the password cannot arrive unchanged.
   */
  public static basic(registry: string, secret: UserAndPassword): RegistryCredential {
    return new RegistryCredential(() => parseRegistryScope(registry ?? ''), secret);
  }

  /**
   * A credential for one image, all its tags and digests, and what lies below it.
   *
   * @param reference such as `nginx` (Docker Hub's `docker.io/library/nginx`) or `registry.example:5000/team/app:1.2`
   * @throws InputError as {@link basic} does.
   */
  public static forImage(reference: string, secret: UserAndPassword): RegistryCredential {
    return new RegistryCredential(() => imageScope(reference), secret);
  }

  /**
   * A credential whose user and password are known elsewhere: in the cluster, or in a store that it reads. What is made of
   * it has to get them from there; user and password here only stand for them.
   *
   * @param source where they are; credentials of different sources are different ones.
   * @throws InputError where the registry or the image reference is malformed.
   */
  public static elsewhere(
    target: { registry: string } | { image: string },
    source: CredentialSource,
  ): RegistryCredential {
    const readScope = () => ('registry' in target ? parseRegistryScope(target.registry) : imageScope(target.image));
    return new RegistryCredential(readScope, { username: ELSEWHERE, password: JSON.stringify(source) }, source);
  }

  /** Where it is meant to be used: `host[:port][/path]`. */
  public readonly scope: string;
  /** Host[:port] of the registry, `docker.io` for Docker Hub. */
  public readonly host: string;
  /** Path in the registry, e.g. `team/app`, or empty for all of it. */
  public readonly path: string;
  public readonly username: string;
  readonly #password: string;

  private constructor(
    readScope: () => RegistryScope,
    // Whoever says `process.env.PASSWORD!` may give nothing.
    { username = '', password = '' }: UserAndPassword,
    /** Where user and password are, if not here. */
    public readonly source?: CredentialSource,
  ) {
    // A mistake in the scope does not hide those in the user and the password.
    const scope = new ProblemCollector();
    const where = scope.collect(readScope) ?? { host: '', path: '' };
    const { problems } = scope;
    this.scope = scopeText(where);
    this.host = where.host;
    this.path = where.path;
    this.username = username;
    this.#password = password;
    const label = problems.length > 0 ? '' : ` for ${this.scope}`;
    InputError.throwIfAny([
      ...problems,
      ...findUserMistakes(label, username),
      ...findPasswordMistakes(label, password),
    ]);
  }

  /** The secret itself. */
  public get password(): string {
    return this.#password;
  }

  /** Padded base64 of `user:password` in UTF-8: the `auth` of all file formats. */
  public get auth(): string {
    return Buffer.from(`${this.username}:${this.#password}`).toString('base64');
  }

  /** Whether both have the same user and password, wherever they are meant to be used. */
  public sameSecret(other: UserAndPassword): boolean {
    return this.username === other.username && this.#password === other.password;
  }

  /** Scope and user. */
  public toString(): string {
    return `${this.scope} ${describeUser(this.username)}`;
  }

  /** Scope and user. */
  public toJSON(): { scope: string; username: string } {
    return { scope: this.scope, username: this.username };
  }

  /** Scope and user. */
  public [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `RegistryCredential ${this.toString()}`;
  }
}

/** The messages say what is wrong, and nothing of the name, which may be the password in the wrong place. */
function findUserMistakes(label: string, username: string): Problem[] {
  const what = `user name${label}`;
  const key = 'username';
  if (username === '') {
    return [
      {
        key,
        what: `${what} is empty`,
        why: 'no registry logs anybody in without a user',
        fix: 'write the user or robot account',
      },
    ];
  }
  if (username.includes(':')) {
    const why = 'user and password are split at the first ":"';
    return [{ key, what: `${what} has a ":" in it`, why, fix: 'write a name without ":"' }];
  }
  return /[\p{Cc}\p{Cs}]/u.test(username)
    ? [{ key, what: `${what} has a control character or broken Unicode in it`, why: 'registries refuse it' }]
    : [];
}

/** The messages say what is wrong, and nothing of the password. */
function findPasswordMistakes(label: string, password: string): Problem[] {
  const what = `password${label}`;
  const key = 'password';
  if (password === '') {
    const fix = 'write the password, or set the variable that stands for it';
    return [{ key, what: `${what} is empty`, why: 'no registry takes an empty password', fix }];
  }
  if (password.includes('\0')) {
    return [{ key, what: `${what} has a NUL character in it`, why: 'no registry takes one' }];
  }
  if (/^[\r\n]|[\r\n]$/.test(password)) {
    const why = 'the guest strips it where the kubelet does not, so one of them logs in with a wrong password';
    return [
      {
        key,
        what: `${what} begins or ends with a line break`,
        why,
        fix: 'write the password without it; in a YAML block, |- in place of |',
      },
    ];
  }
  // With the u flag a pair is one character, so only lone surrogates are left to match.
  return /\p{Cs}/u.test(password) ? [{ key, what: `${what} is not valid Unicode`, why: 'UTF-8 cannot hold it' }] : [];
}
