import { InputError, type Problem, write } from '../input/problem';
import { quote } from '../input/quote';

/**
 * Name under which images of Docker Hub are known, whatever host serves them.
 * Source: distribution/reference v0.6.0, normalize.go.
 */
export const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_LEGACY = 'index.docker.io';
const MAX_REPOSITORY_LENGTH = 255;
/** More than a name of DNS, a port, a repository, a tag and a digest take together. */
export const MAX_REFERENCE_LENGTH = 1024;
/** Hexadecimal digits by digest algorithm. Source: opencontainers/go-digest v1.0.0, algorithm.go. */
const DIGEST_LENGTHS = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/**
 * The languages of distribution/reference v0.6.0, regexp.go, written without the ambiguity that makes a backtracking
 * matcher slow.
 */
const LABEL = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*';
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const PATH = `${COMPONENT}(?:/${COMPONENT})*`;
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';

const DOMAIN_PATTERN = new RegExp(`^${DOMAIN}$`);
const PATH_PATTERN = new RegExp(`^${PATH}$`);
const REFERENCE_PATTERN = new RegExp(`^(?:(${DOMAIN})/)?(${PATH})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const TAG_PATTERN = new RegExp(`^${TAG}$`);
const IMAGE_ID_PATTERN = /^[a-f0-9]{64}$/;

const GRAMMAR = '[host[:port]/]path[:tag][@digest], e.g. registry.example:5000/team/app:1.2';

/** Whether this is the host[:port] of a registry, an IPv6 address in brackets included. */
export function isRegistryHost(text: string): boolean {
  return DOMAIN_PATTERN.test(text);
}

/** Whether this is the path of a repository, such as `team/app`. */
export function isRepositoryPath(text: string): boolean {
  return PATH_PATTERN.test(text);
}

/**
 * The name of a container image, normalised as containerd and the kubelet do it: `nginx` is `docker.io/library/nginx`.
 *
 * Same verdict and same parts as `ParseNormalizedNamed` of Go's distribution/reference (v0.6.0), so a tag is neither
 * added nor dropped.
 */
export class ImageReference {
  /**
   * @param text such as `nginx`, `registry.example:5000/team/app:1.2` or `app@sha256:…`
   * @throws InputError where the kubelet and containerd would refuse the name.
   */
  public static parse(text: string): ImageReference {
    const parsed = ImageReference.tryParse(text);
    if (!parsed) throw new InputError(describeMistake(text));
    return parsed;
  }

  /** As {@link parse}, without the reasons: undefined where it would throw. */
  public static tryParse(text: string): ImageReference | undefined {
    if (text.length > MAX_REFERENCE_LENGTH) return undefined;
    const [domain, remainder] = splitDomain(text);
    const match = IMAGE_ID_PATTERN.test(text) ? null : REFERENCE_PATTERN.exec(`${domain}/${remainder}`);
    const [, registry = '', repository = '', tag, digest] = match ?? [];
    const isValid = match && repository.length <= MAX_REPOSITORY_LENGTH && !(digest && describeDigest(digest));
    return isValid ? new ImageReference(registry, repository, tag, digest) : undefined;
  }

  /** `registry/repository`, the text that the readers of credentials look up. */
  public readonly name: string;

  private constructor(
    /**
     * Host[:port] of the registry, `docker.io` for Docker Hub. Empty where the grammar takes the host for a part of
     * the path, as Go does for the `_` in `my_host.local/app`.
     */
    public readonly registry: string,
    /** Path in the registry, e.g. `library/nginx`. */
    public readonly repository: string,
    /** The tag, where one is written. */
    public readonly tag?: string,
    /** The digest, e.g. `sha256:…`, where one is written. */
    public readonly digest?: string,
  ) {
    this.name = registry ? `${registry}/${repository}` : repository;
  }

  /** The whole normalised reference, with the tag and the digest that were written. */
  public toString(): string {
    return this.name + (this.tag ? `:${this.tag}` : '') + (this.digest ? `@${this.digest}` : '');
  }
}

/** Which part is the registry, from distribution/reference v0.6.0, normalize.go, `splitDockerDomain`. */
function splitDomain(name: string): [domain: string, remainder: string] {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  if (slash < 0 || !(first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase())) {
    return [DOCKER_HUB, slash < 0 ? `library/${name}` : name];
  }
  const domain = first === DOCKER_HUB_LEGACY ? DOCKER_HUB : first;
  const remainder = name.slice(slash + 1);
  return [domain, domain === DOCKER_HUB && !remainder.includes('/') ? `library/${remainder}` : remainder];
}

function describeMistake(text: string): Problem {
  if (text.length > MAX_REFERENCE_LENGTH) {
    const why = `a name of DNS, a repository, a tag and a digest are shorter than ${MAX_REFERENCE_LENGTH} together`;
    return { what: `image reference ${quote(text)} has ${text.length} characters`, why };
  }
  return describeWholeText(text) ?? describeParts(text);
}

/** Mistakes that show without taking the reference apart. */
function describeWholeText(text: string): Problem | undefined {
  const what = `image reference ${quote(text)}`;
  if (text.trim() === '') return { what: 'image reference is empty', fix: write(GRAMMAR) };
  if (/\{\{|\$[{(A-Za-z_]|<%/.test(text)) {
    const why = 'nothing fills it in on the way into the cluster';
    const fault = `${what} has a variable or a part of a template in it`;
    return { what: fault, why, fix: write('what it stands for'), rule: 'unrendered-template' };
  }
  if (/\s/.test(text)) {
    const closed = text.replace(/\s+/g, '');
    return { what: `${what} has white space in it`, fix: write(acceptable(closed)) };
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) {
    const bare = fromPage(text.replace(/^.*?:\/\//, '').replace(/\/+$/, ''));
    return {
      what: `${what} has a scheme in front`,
      why: 'an image is a name, not a URL',
      fix: write(acceptable(bare)),
    };
  }
  if (IMAGE_ID_PATTERN.test(text)) {
    const why = '64 hexadecimal digits are read as the ID of a local image';
    return { what: `${what} is not a name`, why, fix: `write name@sha256:${text.slice(0, 8)}…` };
  }
  return undefined;
}

/** The image that a page of Docker Hub or Quay is about, whose address people copy. */
function fromPage(address: string): string {
  return address
    .replace(/^hub\.docker\.com\/r\//, `${DOCKER_HUB}/`)
    .replace(/^hub\.docker\.com\/_\//, `${DOCKER_HUB}/library/`)
    .replace(/^quay\.io\/repository\//, 'quay.io/');
}

/** Mistakes in the digest, the tag and the path, from the back. */
function describeParts(text: string): Problem {
  const what = `image reference ${quote(text)}`;
  const [named = '', digest] = splitLast(text, '@');
  const digestMistake = digest === undefined ? undefined : describeDigest(digest);
  if (digestMistake) return { what: `${what} has a bad digest`, ...digestMistake };
  const [domain, remainder] = splitDomain(named);
  const [path = '', tag] = splitLast(remainder, ':');
  if (path.length > MAX_REPOSITORY_LENGTH) {
    return { what: `${what} is too long`, why: `a repository has at most ${MAX_REPOSITORY_LENGTH} characters` };
  }
  if (path !== path.toLowerCase()) {
    const fix = write(acceptable(text.replace(path, path.toLowerCase())));
    return { what: `${what} has upper-case letters`, why: 'containerd refuses them in a repository', fix };
  }
  if (tag !== undefined && isRepositoryPath(path) && !TAG_PATTERN.test(tag)) {
    const why = 'a tag has 1 to 128 letters, digits, "_", "." and "-", and does not begin with "." or "-"';
    return { what: `${what} has a bad tag`, why };
  }
  if (isRepositoryPath(path) && !isRegistryHost(domain)) {
    return { what: `${what} has a bad registry host`, why: `${quote(domain)} is not host[:port]`, fix: write(GRAMMAR) };
  }
  return { what: `${what} is malformed`, fix: write(GRAMMAR) };
}

/** What is wrong with a digest, if anything. */
function describeDigest(digest: string): Omit<Problem, 'what'> | undefined {
  const [algorithm = '', encoded = ''] = digest.split(/:(.*)/s);
  const length = DIGEST_LENGTHS.get(algorithm);
  if (length === undefined) {
    return {
      why: `the algorithm is one of ${[...DIGEST_LENGTHS.keys()].join(', ')}`,
      fix: 'write @sha256:<64 digits>',
    };
  }
  if (encoded.length !== length) {
    return { why: `${algorithm} has ${length} hexadecimal digits, this has ${encoded.length}` };
  }
  return /^[a-f0-9]*$/.test(encoded) ? undefined : { why: 'its digits are 0-9 and a-f, in lower case' };
}

/** Suggests only what would be accepted. */
function acceptable(text: string): string | undefined {
  return ImageReference.tryParse(text) && text;
}

function splitLast(text: string, separator: string): [string, string?] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
