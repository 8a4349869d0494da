import { InputError, write } from '../input/problem';
import { quote } from '../input/quote';

const SCHEME = 'kbs://';
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;
const EXAMPLE = 'default/containers/auth';
const THREE = `three segments, as in ${EXAMPLE}`;

/**
 * Longest path. Trustee ≥ 0.19 keeps a resource in one file, named by the path with each `/` written as four characters,
 * and a file name holds 255 bytes.
 */
const MAX_LENGTH = 249;
/** Beyond it a text is not looked into. */
const LONGEST = 1024;

/**
 * The name of a resource in the Key Broker Service: three segments, `repository/type/tag`.
 *
 * The grammar is the one by which the KBS accepts a path (Trustee, `kbs/src/plugins/implementations/resource/backend.rs`),
 * so that each URI that exists can be served.
 */
export class ResourceUri {
  /**
   * Reads `default/containers/auth` or `kbs:///default/containers/auth`.
   *
   * @throws InputError when the KBS would refuse the path, or when the URI names a host: the guest dials the KBS of its own
   * configuration. Of a user, a password or a query nothing is shown.
   */
  public static parse(text: string): ResourceUri {
    if (text.length > LONGEST) throw tooLong(text);
    const secret = /[@?#]/.exec(text)?.[0];
    if (secret) throw refusal(`KBS resource has the character ${quote(secret)}`, EXAMPLE);
    const path = withoutScheme(text);
    const [repository, type, tag, ...rest] = path.split('/');
    if (!repository || !type || !tag || rest.length > 0) {
      throw refusal(about(text, 'has not exactly three segments'), suggestion(path) ?? THREE);
    }
    for (const segment of [repository, type, tag]) checkSegment(text, segment);
    if (path.length > MAX_LENGTH) throw tooLong(path);
    return new ResourceUri(repository, type, tag);
  }

  private constructor(
    /** First segment, e.g. `default`. */
    public readonly repository: string,
    /** Second segment, e.g. `containers`. */
    public readonly type: string,
    /** Third segment, e.g. `auth`. */
    public readonly tag: string,
  ) {}

  /** `default/containers/auth`: what the KBS appends to `/kbs/v0/resource/`. */
  public get path(): string {
    return `${this.repository}/${this.type}/${this.tag}`;
  }

  /** `kbs:///default/containers/auth`: what the guest's configuration takes. */
  public toString(): string {
    return `${SCHEME}/${this.path}`;
  }
}

function withoutScheme(text: string): string {
  if (!text.toLowerCase().startsWith(SCHEME)) return text;
  const rest = text.slice(SCHEME.length);
  if (!rest.startsWith('/')) {
    throw new InputError({
      what: about(text, 'names a host'),
      why: 'the guest fetches it from the KBS that its own configuration names',
      fix: `write ${SCHEME}/${withoutHost(rest)}`,
    });
  }
  return rest.slice(1);
}

function checkSegment(text: string, segment: string): void {
  if (SEGMENT.test(segment)) return;
  if (segment.startsWith('.')) {
    throw refusal(about(text, `has the segment ${quote(segment)}, which begins with a dot`), THREE);
  }
  const character = [...segment].find((c) => !/[A-Za-z0-9_.-]/.test(c)) ?? segment;
  const allowed = 'letters, digits, "_", "-" and "." only, with "/" between the three segments';
  throw refusal(about(text, `has the character ${quote(character)}`), allowed);
}

/** With one slash missing, the first segment looks like a host. */
function withoutHost(rest: string): string {
  const path = suggestion(rest);
  return path === rest ? path : (suggestion(rest.slice(rest.indexOf('/') + 1)) ?? EXAMPLE);
}

/** What was probably meant, where the only mistake is slashes at the ends; else undefined. */
function suggestion(path: string): string | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.length === 3 && segments.every((s) => SEGMENT.test(s)) ? segments.join('/') : undefined;
}

/** Nothing of it is shown, as nobody looked for a password in it. */
function tooLong({ length }: string): InputError {
  return refusal(`KBS resource path has ${length} characters`, `a path of at most ${MAX_LENGTH} characters`);
}

function about(text: string, fault: string): string {
  return text === '' ? 'KBS resource path is empty' : `KBS resource ${quote(text)} ${fault}`;
}

function refusal(what: string, remedy: string): InputError {
  return new InputError({ what, why: 'the KBS serves repository/type/tag and nothing else', fix: write(remedy) });
}
