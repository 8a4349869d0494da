import { appendTo } from '../input/group-by';
import { type AuthMap, isUnusable } from './auth-map';
import { decodeAsDocker } from './auth-value';
import { compareBytes } from './credential-set';
import { type GoAuths, type GoFormat, readGoAuths } from './go-auths';
import { type GoType, goMap, goString, structOfStrings } from './go-json';
import { parseGoUrl } from './go-url';
import type { ImageReference } from './image-reference';
import type { JsonMembers } from './json-document';
import { areAlike, type CredentialReader, type Lookup, LookupEntry, outcomeOfAny } from './lookup';

const STRINGS = [
  ...['psFormat', 'imagesFormat', 'networksFormat', 'pluginsFormat', 'volumesFormat', 'statsFormat', 'detachKeys'],
  ...['credsStore', 'serviceInspectFormat', 'servicesFormat', 'tasksFormat', 'secretFormat', 'configFormat'],
  ...['nodesFormat', 'currentContext'],
];
const ENTRY = structOfStrings('username', 'password', 'auth', 'serveraddress', 'identitytoken', 'registrytoken');
const PROXY = structOfStrings('httpproxy', 'httpsproxy', 'noproxy', 'ftpproxy', 'allproxy');

/** Source: docker/cli v29.4.0, cli/config/configfile/file.go, `ConfigFile`. */
const TYPE: GoType = {
  struct: new Map<string, GoType>([
    ['auths', { map: ENTRY }],
    ['proxies', { map: PROXY }],
    ['plugins', { map: { map: 'string' } }],
    ...['httpheaders', 'credhelpers', 'aliases', 'features'].map((name) => [name, { map: 'string' }] as const),
    ...['prunefilters', 'clipluginsextradirs'].map((name) => [name, { list: 'string' }] as const),
    ...STRINGS.map((name) => [name.toLowerCase(), 'string'] as const),
  ]),
};
const FORMAT: GoFormat = { type: TYPE, decode: decodeAsDocker, decodesReplaced: false, isStream: true };

/** One Secret, as docker's library reads it. */
interface ReadSecret {
  readonly config: JsonMembers;
  /** Entries by key as written. */
  readonly literal: ReadonlyMap<string, LookupEntry>;
  /** Entries by the host that their key is cut to. */
  readonly byHost: ReadonlyMap<string, readonly LookupEntry[]>;
}

/**
 * nydus-snapshotter with its kubeconfig keychain, which knows every `kubernetes.io/dockerconfigjson` Secret of the
 * cluster and looks up the host alone. In each Secret a key that is the host wins over one that is cut to it; among
 * several of those, and among Secrets, it takes an arbitrary one.
 *
 * Source: nydus-snapshotter v0.16.1, pkg/auth/kubesecret.go and provider.go; docker/cli v29.4.0,
 * cli/config/credentials/file_store.go.
 */
export class NydusSnapshotter implements CredentialReader {
  public readonly name = 'nydus-snapshotter';
  private readonly secrets: ReadSecret[] = [];
  private readonly unusable: string[] = [];
  private readonly lookups = new Map<string, Lookup>();

  /** @param secrets all of the cluster, of all namespaces, as far as they are known */
  public constructor(secrets: Iterable<AuthMap>) {
    for (const secret of secrets) {
      const read = readGoAuths(secret, FORMAT);
      if (isUnusable(read)) {
        this.unusable.push(`${secret.source} ${read.unusable}, so it is ignored`);
      } else {
        this.secrets.push(index(secret.source, read));
      }
    }
  }

  public lookup(image: ImageReference): Lookup {
    const host = image.registry;
    const known = this.lookups.get(host);
    if (known) return known;
    const lookup = host ? this.lookupHost(host) : noneOf(`no host is found in ${image.name}`);
    this.lookups.set(host, lookup);
    return lookup;
  }

  private lookupHost(host: string): Lookup {
    const helper = this.secrets.some(({ config }) => asksHelper(config, host));
    const entries = this.secrets
      .filter(({ config }) => !asksHelper(config, host))
      .flatMap(({ literal, byHost }) => literal.get(host) ?? byHost.get(host) ?? [])
      .filter((entry) => entry.username !== '' && !entry.holds({ username: entry.username, password: '' }))
      .sort((a, b) => compareBytes(a.source, b.source) || compareBytes(a.key, b.key));
    if (entries.length === 0) {
      const because = helper ? ['a credential helper is asked, which the node does not have'] : [];
      return noneOf([`no key is ${host} or is cut to it`, ...because, ...this.unusable].join('; '));
    }
    return { outcome: outcomeOfAny(entries), entries, reason: describe(entries, host) };
  }
}

function describe(entries: readonly LookupEntry[], host: string): string {
  const [first] = entries;
  if (first && entries.length === 1) {
    return first.key === host ? `key ${host} is the host` : `key ${first.key} is cut to the host ${host}`;
  }
  const end = areAlike(entries) ? 'all with the same user and password' : 'an arbitrary one is taken';
  return `${entries.length} entries are for the host ${host}, ${end}`;
}

function noneOf(reason: string): Lookup {
  return { outcome: 'none', entries: [], reason };
}

function index(source: string, { secrets, config }: GoAuths): ReadSecret {
  const literal = new Map<string, LookupEntry>();
  const byHost = new Map<string, LookupEntry[]>();
  for (const [key, secret] of secrets) {
    const entry = new LookupEntry(source, key, secret);
    literal.set(key, entry);
    appendTo(byHost, convertToHostname(key), entry);
  }
  return { config, literal, byHost };
}

/** Source: docker/cli v29.4.0, cli/config/configfile/file.go, `getConfiguredCredentialStore`. */
function asksHelper(config: JsonMembers, host: string): boolean {
  return Boolean(goMap(config, 'credhelpers').get(host)) || goString(config, 'credsstore') !== '';
}

/**
 * The host that a key stands for; an address in brackets loses them unless a port follows.
 * Source: docker/cli v29.4.0, cli/config/credentials/file_store.go, `ConvertToHostname`.
 */
function convertToHostname(key: string): string {
  const rest = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/(.*)$/s.exec(key)?.[1];
  const host = rest && parseGoUrl(rest)?.host;
  return host ? host.replace(/:$/, '').replace(/^\[(.*)\]$/, '$1') : (key.split('/', 1)[0] ?? '');
}
