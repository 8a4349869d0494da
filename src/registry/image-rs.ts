import { appendTo } from '../input/group-by';
import { quote } from '../input/quote';
import { type AuthMap, isUnusable } from './auth-map';
import { decodeAsImageRs, isRefusal } from './auth-value';
import { compareBytes } from './credential-set';
import { DOCKER_HUB, type ImageReference } from './image-reference';
import { type CredentialReader, type Lookup, LookupEntry, outcomeOfAny } from './lookup';
import { readSerdeAuths } from './serde-auths';

/** A key with its entry, or with the reason why image-rs cannot decode that. */
interface ReadEntry {
  readonly key: string;
  /** One or none. */
  readonly entries: readonly LookupEntry[];
  readonly refusal?: string;
}

/**
 * image-rs in the guest, given its one auth file. It tries the image's name and each path above it, down to the host,
 * as exact keys. Only where none is there it takes any key that is the registry once its scheme and path are cut off;
 * an arbitrary one if there are several.
 *
 * Source: guest-components, image-rs/src/auth/auth_config.rs.
 */
export class ImageRs implements CredentialReader {
  public readonly name = 'image-rs';
  private readonly byKey = new Map<string, ReadEntry>();
  private readonly byRegistry = new Map<string, ReadEntry[]>();
  private readonly unusable: string | undefined;

  public constructor(file: AuthMap) {
    const read = readSerdeAuths(file);
    if (isUnusable(read)) {
      this.unusable = `${file.source} ${read.unusable}, which makes it invalid as a whole`;
      return;
    }
    for (const [key, auth] of read) {
      const decoded = decodeAsImageRs(auth);
      const found: ReadEntry = isRefusal(decoded)
        ? { key, entries: [], refusal: decoded.refusal }
        : { key, entries: [new LookupEntry(file.source, key, decoded)] };
      this.byKey.set(key, found);
      appendTo(this.byRegistry, normaliseKey(key), found);
    }
  }

  public lookup(image: ImageReference): Lookup {
    if (this.unusable !== undefined) return noneOf(this.unusable);
    const name = guestName(image);
    if (name === undefined) return noneOf('the guest cannot parse an image name with an IPv6 address');
    return this.lookupExact(name) ?? this.lookupRegistry(name.slice(0, name.indexOf('/')));
  }

  private lookupExact(name: string): Lookup | undefined {
    let key = name;
    for (;;) {
      const found = this.byKey.get(key);
      if (found) return answerOne(found, `key ${key} is ${describeKey(key, name)}`);
      const slash = key.lastIndexOf('/');
      if (slash < 0) return undefined;
      key = key.slice(0, slash);
    }
  }

  private lookupRegistry(registry: string): Lookup {
    const found = this.byRegistry.get(normaliseRegistry(registry)) ?? [];
    const [first] = found;
    if (!first) return noneOf(`no key is the image, a path above it or the registry ${registry}`);
    if (found.length === 1) return answerOne(first, `key ${first.key} comes down to the registry ${registry}`);
    const reason = `${found.length} keys come down to the registry ${registry}, of which an arbitrary one is taken`;
    return answerAny(found, reason);
  }
}

function answerOne({ key, entries, refusal }: ReadEntry, reason: string): Lookup {
  return refusal === undefined ? { outcome: 'found', entries, reason } : noneOf(explainRefusal(reason, key, refusal));
}

function answerAny(found: readonly ReadEntry[], reason: string): Lookup {
  const entries = found.flatMap((one) => one.entries).sort((a, b) => compareBytes(a.key, b.key));
  const bad = found.find(({ refusal }) => refusal !== undefined);
  if (bad?.refusal === undefined) return { outcome: outcomeOfAny(entries), entries, reason };
  const outcome = entries.length === 0 ? 'none' : 'ambiguous';
  return { outcome, entries, reason: explainRefusal(reason, bad.key, bad.refusal) };
}

function explainRefusal(reason: string, key: string, refusal: string): string {
  return `${reason}; with ${quote(key)} the pull fails, as ${refusal}`;
}

function describeKey(key: string, name: string): string {
  if (key === name) return 'the image';
  return key.includes('/') ? 'a path above the image' : 'the host';
}

function noneOf(reason: string): Lookup {
  return { outcome: 'none', entries: [], reason };
}

/**
 * `registry/repository` as the guest parses it: like Go's parser, but it knows no IPv6 addresses and needs a dot or a
 * port in a host.
 * Source: crate oci-spec 0.10.0 (as oci-client 0.18 uses it), src/distribution/reference.rs.
 */
function guestName({ registry, name }: ImageReference): string | undefined {
  if (registry.startsWith('[')) return undefined;
  return registry === '' || registry === 'localhost' || /[.:]/.test(registry) ? name : `${DOCKER_HUB}/${name}`;
}

/** Source: guest-components, image-rs/src/auth/auth_config.rs, `normalize_key_to_registry`. */
function normaliseKey(key: string): string {
  const bare = key.replace(/^https?:\/\//, '');
  return normaliseRegistry(bare === key ? key : (bare.split('/', 1)[0] ?? ''));
}

/** Source: guest-components, image-rs/src/auth/auth_config.rs, `normalize_registry`. */
function normaliseRegistry(registry: string): string {
  return registry === DOCKER_HUB || registry === 'registry-1.docker.io' ? 'index.docker.io' : registry;
}
