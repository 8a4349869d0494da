import type { Problem } from '../input/problem';
import { quote } from '../input/quote';

interface Kind {
  readonly name: string;
  /** Any of these at the top shows it; TOML's tables in brackets. */
  readonly keys: readonly string[];
  readonly fix: string;
}

const RULES =
  'write its mirrors and registries without TLS as guest.registries: [{ location: "<registry>", insecure: true }]';

/**
 * Sources: moby `daemon/config`, containers/image `docs/containers-registries.conf.5.md` and `containers-policy.json.5.md`,
 * containerd `docs/hosts.md`, the private registry pages of K3s and RKE2.
 */
const KINDS: readonly Kind[] = [
  {
    name: "the configuration of Docker's daemon (daemon.json)",
    keys: ['insecure-registries', 'registry-mirrors', 'allow-nondistributable-artifacts'],
    fix: RULES,
  },
  {
    name: 'the registries.conf of Podman and CRI-O',
    keys: ['unqualified-search-registries', 'short-name-mode', '[registry]', '[registries]', 'insecure', 'blocked'],
    fix: RULES,
  },
  {
    name: 'the registries.yaml of K3s and RKE2',
    keys: ['mirrors', 'configs'],
    fix: `${RULES}, its users as credentials: [{ registry, username, passwordFile }]`,
  },
  { name: 'a configuration of containerd', keys: ['[host]', '[plugins]', 'skip_verify'], fix: RULES },
  {
    name: 'an image policy (containers-policy.json)',
    keys: ['transports'],
    fix: 'write it as one of kbs.resources, and its path as guest.imagePolicy',
  },
];

const NAMED_AT_MOST = 3;
/** `name =` and `[name.…]` of TOML, `name:` of YAML, at the beginning of a line. */
const TOP_NAME = /^(\[{1,2}[ \t]{0,9})?["']?([A-Za-z][\w-]{0,99})["']?(?=[ \t]{0,9}[:=.\]])/gm;

/** The names at the top of a file that is no JSON, tables in brackets. */
export function topNames(text: string): string[] {
  return [...text.matchAll(TOP_NAME)].map(([, bracket, name = '']) => (bracket ? `[${name}]` : name));
}

/**
 * What a file holds that another program reads, and that says nothing of logins.
 *
 * @param names at its top
 * @returns undefined where no such program is known.
 */
export function foreignFile(names: readonly string[]): Required<Pick<Problem, 'what' | 'fix'>> | undefined {
  const present = new Set(names);
  for (const { name, keys, fix } of KINDS) {
    const found = keys.filter((key) => present.has(key));
    if (found.length > 0)
      return { what: `${found.slice(0, NAMED_AT_MOST).map(quote).join(', ')}, as ${name} has`, fix };
  }
  return undefined;
}

/** Rule of what is told of such files. */
export const FOREIGN_FILE = 'foreign-file';

/** What to say of such a file where logins are looked for in it, and there are none. */
export function withoutLogins({ fix }: Pick<Problem, 'fix'>): Pick<Problem, 'why' | 'fix' | 'rule'> {
  return {
    why: 'neither the kubelet nor the guest finds a login there',
    fix: `${fix}, and as authFile the file that docker login or podman login writes`,
    rule: FOREIGN_FILE,
  };
}
