import { type AuthMap, isUnusable } from './auth-map';
import { decodeAsKubelet } from './auth-value';
import { compareBytes } from './credential-set';
import { type GoFormat, readGoAuths } from './go-auths';
import { type GoType, structOfStrings } from './go-json';
import type { ImageReference } from './image-reference';
import { hostGlob, normaliseKubeletKey } from './kubelet-key';
import { areAlike, type CredentialReader, type Lookup, LookupEntry } from './lookup';

/** Source: kubernetes v1.37, pkg/credentialprovider/config.go, `DockerConfigJSON`. */
const TYPE: GoType = {
  struct: new Map<string, GoType>([
    ['auths', { map: structOfStrings('username', 'password', 'email', 'auth') }],
    ['httpheaders', { map: 'string' }],
  ]),
};
const FORMAT: GoFormat = { type: TYPE, decode: decodeAsKubelet, decodesReplaced: true, isStream: false };
const DEFAULT_HOST = 'index.docker.io';

/** The entries of one normalised key, Secret by Secret in the order in which the Pod names them. */
interface KeyEntries {
  /** Normalised; decides the order. */
  readonly key: string;
  readonly path: string;
  readonly entries: LookupEntry[];
  /** Number of the Secret that the first entry is of. */
  firstSecret?: number;
  /** How many entries are of that one: the order among them is arbitrary. */
  arbitrary: number;
}

/** All keys of one host, or of one glob. */
class HostKeys {
  private readonly byPath = new Map<string, KeyEntries>();
  /** Lengths of paths, longest first: as many look-ups as there are lengths, not as there are keys. */
  private lengths: readonly number[] | undefined;

  /** The entries of a key, none at first. */
  public at(host: string, path: string): KeyEntries {
    let found = this.byPath.get(path);
    if (!found) {
      found = { key: host + path, path, entries: [], arbitrary: 0 };
      this.byPath.set(path, found);
      this.lengths = undefined;
    }
    return found;
  }

  /** Adds the keys whose path is a prefix, longest first: for one host that is reverse lexical order. */
  public collect(path: string, into: KeyEntries[]): void {
    this.lengths ??= [...new Set([...this.byPath.keys()].map((key) => key.length))].sort((a, b) => b - a);
    for (const length of this.lengths) {
      const found = length <= path.length ? this.byPath.get(path.slice(0, length)) : undefined;
      if (found) into.push(found);
    }
  }

  /** The keys without a path. */
  public whole(): KeyEntries | undefined {
    return this.byPath.get('');
  }
}

/**
 * The kubelet, given the pull Secrets that a Pod names. It tries all entries that match until a pull succeeds: hosts
 * match part by part with `*`, the path of a key is a prefix to the letter (`host/re` matches `host/repo`), and where
 * nothing matches an image of Docker Hub, `index.docker.io` does.
 *
 * Source: kubernetes v1.33–v1.37, pkg/credentialprovider/keyring.go and secrets/secrets.go.
 */
export class Kubelet implements CredentialReader {
  public readonly name = 'kubelet';
  private readonly hosts = new Map<string, HostKeys>();
  private readonly globs = new Map<string, { matches: (host: string) => boolean; keys: HostKeys }>();
  private readonly unusable: string | undefined;

  /** @param secrets in the order in which the Pod names them in `imagePullSecrets` */
  public constructor(secrets: Iterable<AuthMap>) {
    let number = 0;
    for (const secret of secrets) {
      number++;
      const read = readGoAuths(secret, FORMAT);
      if (isUnusable(read)) {
        this.unusable ??= `${secret.source} ${read.unusable}; then the kubelet uses none of the Pod's pull Secrets`;
        continue;
      }
      for (const [key, found] of read.secrets) {
        this.add(key, new LookupEntry(secret.source, key, found, read.tokens.has(key)), number);
      }
    }
  }

  public lookup(image: ImageReference): Lookup {
    if (this.unusable !== undefined) return { outcome: 'none', entries: [], reason: this.unusable };
    const slash = image.name.indexOf('/');
    const host = image.name.slice(0, slash);
    const matching = this.match(host, image.name.slice(slash));
    if (matching.length > 0) return describe(matching, image.name);
    const fallback = isDefaultRegistry(host) ? this.hosts.get(DEFAULT_HOST)?.whole() : undefined;
    return fallback
      ? describe([fallback], image.name)
      : { outcome: 'none', entries: [], reason: 'no key matches the image' };
  }

  private add(key: string, entry: LookupEntry, secret: number): void {
    const normal = normaliseKubeletKey(key);
    const found = normal && this.keysOf(normal.host).at(normal.host, normal.path);
    // An empty entry matches all the same; it stands for an anonymous pull.
    if (!found || entry.holds({ username: '', password: '' })) return;
    found.entries.push(entry);
    found.firstSecret ??= secret;
    found.arbitrary += found.firstSecret === secret ? 1 : 0;
  }

  private keysOf(host: string): HostKeys {
    const matches = hostGlob(host);
    const keys = (matches ? this.globs.get(host)?.keys : this.hosts.get(host)) ?? new HostKeys();
    if (matches) {
      this.globs.set(host, { matches, keys });
    } else {
      this.hosts.set(host, keys);
    }
    return keys;
  }

  private match(host: string, path: string): KeyEntries[] {
    const found: KeyEntries[] = [];
    // A part in brackets is a set of characters to the kubelet's glob, which no IPv6 address is in.
    if (!host.endsWith(']')) this.hosts.get(host)?.collect(path, found);
    if (this.globs.size > 0) {
      for (const { matches, keys } of this.globs.values()) {
        if (matches(host)) keys.collect(path, found);
      }
      found.sort((a, b) => compareBytes(b.key, a.key));
    }
    return found;
  }
}

function describe(matching: readonly KeyEntries[], name: string): Lookup {
  const entries = concatenate(matching);
  const best = matching.find((keys) => keys.entries.length > 0) ?? matching[0];
  const reason = best ? `key ${best.key} ${reasonOf(best, name)}` : '';
  if (!best || entries.length === 0) {
    return { outcome: 'none', entries, reason: `${reason}, but its entry has neither user nor password` };
  }
  if (best.arbitrary > 1 && !areAlike(best.entries.slice(0, best.arbitrary))) {
    const arbitrary = `${reason}; several keys of one Secret come down to it, in arbitrary order`;
    return { outcome: 'ambiguous', entries, reason: arbitrary };
  }
  return { outcome: 'found', entries, reason };
}

/** A loop, as this is half of the time of a look-up. */
function concatenate(matching: readonly KeyEntries[]): readonly LookupEntry[] {
  const all: LookupEntry[] = [];
  for (const { entries } of matching) {
    for (const entry of entries) all.push(entry);
  }
  return all;
}

function reasonOf({ key, path }: KeyEntries, name: string): string {
  if (key.includes('*')) return 'matches with a wildcard in the host';
  if (path === '') return key === DEFAULT_HOST ? 'is the default for Docker Hub, as no key matches' : 'is the host';
  if (key === name) return 'is the image';
  return path.endsWith('/') || name[key.length] === '/' ? 'is a path above the image' : 'is a prefix of its letters';
}

/** Source: kubernetes v1.33–v1.37, pkg/credentialprovider/keyring.go, `isDefaultRegistryMatch`. */
function isDefaultRegistry(host: string): boolean {
  return host === 'docker.io' || host === DEFAULT_HOST || !/[.:]/.test(host);
}

/** Why the kubelet can use nothing of a Secret, or undefined where it reads it. */
export function unusableForKubelet(secret: AuthMap): string | undefined {
  const read = readGoAuths(secret, FORMAT);
  return isUnusable(read) ? read.unusable : undefined;
}
