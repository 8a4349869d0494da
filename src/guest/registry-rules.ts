import type { JsonObject } from '../input/json';
import { defined } from '../input/json';
import { isLoopback } from '../input/loopback';
import { InputError, type Problem, write } from '../input/problem';
import { quote } from '../input/quote';
import { isRegistryHost } from '../registry/image-reference';
import { tomlDocument } from './toml-tables';

/** Another place for the images of a {@link RegistryRule}, tried before its own. */
export interface RegistryMirror {
  /** `host[:port][/path]`, which stands in for the rule's prefix. */
  readonly location: string;
  /**
   * Whether it speaks HTTP, not HTTPS.
   * @default false
   */
  readonly insecure?: boolean;
}

/** Where the guest pulls the images of a registry, or of a part of it, from. */
export interface RegistryRule {
  /**
   * The images that it is for: `host[:port][/path]`, or `*.host`.
   * @default - `location`
   */
  readonly prefix?: string;
  /**
   * What stands in for the prefix.
   * @default - the prefix
   */
  readonly location?: string;
  /**
   * Whether the registry at the location speaks HTTP, not HTTPS.
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * Whether pulling is refused.
   * @default false
   */
  readonly blocked?: boolean;
  /**
   * Tried first, in this order. Credentials are looked up for the mirror's name.
   * @default - none
   */
  readonly mirrors?: readonly RegistryMirror[];
}

const LONGEST = 512;
const PATH = /^[A-Za-z0-9._/:@-]*$/;

/** Checks rules. @throws InputError with all that the guest could not use. */
export function checkRegistryRules(rules: readonly RegistryRule[]): void {
  const prefixes = new Set<string>();
  InputError.throwIfAny(
    rules.flatMap((rule) => {
      const prefix = rule.prefix ?? rule.location ?? '';
      const twice = prefixes.has(prefix);
      prefixes.add(prefix);
      return twice
        ? [problem(`two registries are for ${quote(prefix)}`, 'merge them: the guest takes one')]
        : ruleProblems(rule);
    }),
  );
}

/**
 * The rules as the guest's CDH and, on their own, a KBS resource have them: the format of containers-registries.conf
 * (guest-components `image-rs/src/registry/mod.rs`).
 */
export function registryConfig(rules: readonly RegistryRule[]): JsonObject {
  return {
    registry: rules.map(({ prefix, location, insecure, blocked, mirrors = [] }) =>
      defined({
        prefix: prefix ?? location,
        // Without a location the guest does not look at insecure.
        location: location ?? (insecure ? prefix : undefined),
        insecure,
        blocked,
        mirror: mirrors.length > 0 ? mirrors : undefined,
      }),
    ),
  };
}

/**
 * The text of a KBS resource that holds rules, for `registries` of the guest options.
 *
 * @throws InputError for rules that the guest could not use.
 */
export function registryConfigText(rules: readonly RegistryRule[]): string {
  checkRegistryRules(rules);
  return tomlDocument(registryConfig(rules));
}

/** Whether rules send the images of a name elsewhere. */
export function redirects(rules: readonly RegistryRule[], name: string): boolean {
  return sourcesOf(rules, name).length > 0;
}

/** The names under which the guest pulls an image of a name, other than that, in the order of its attempts. */
export function sourcesOf(rules: readonly RegistryRule[], name: string): string[] {
  const covering = rules
    .map((rule) => ({ rule, length: coveredLength(rule, name) }))
    .filter(({ length }) => length > 0);
  // Of several, the guest takes the one that covers most.
  const [most] = covering.sort((a, b) => b.length - a.length);
  if (!most || most.rule.blocked) return [];
  const { mirrors = [], location } = most.rule;
  const places = [...mirrors.map((mirror) => mirror.location), ...(location === undefined ? [] : [location])];
  return places.map((place) => place + name.slice(most.length)).filter((source) => source !== name);
}

/** How much of a name a rule's prefix covers; nothing where it ends inside a part of the name. */
function coveredLength({ prefix, location }: RegistryRule, name: string): number {
  const start = prefix ?? location ?? '';
  const wildcard = start.startsWith('*.');
  const at = wildcard ? name.indexOf(start.slice(1)) : 0;
  if (at < 0 || name.slice(0, at).includes('/') || !name.startsWith(wildcard ? start.slice(1) : start, at)) return 0;
  const end = at + start.length - (wildcard ? 1 : 0);
  return /^[:/]?$/.test(name.charAt(end)) ? end : 0;
}

function ruleProblems({ prefix, location, mirrors = [] }: RegistryRule): Problem[] {
  if (prefix === undefined && location === undefined) {
    return [
      problem('a registry has neither prefix nor location', 'write the host of the images that it is for as prefix'),
    ];
  }
  const wildcard = prefix?.startsWith('*.') === true;
  return [
    ...(prefix === undefined ? [] : placeProblems('prefix', wildcard ? prefix.slice('*.'.length) : prefix, true)),
    ...(location === undefined ? [] : placeProblems('location', location)),
    ...mirrors.flatMap((mirror) => placeProblems('location of a mirror', mirror.location)),
    ...(wildcard && location === undefined
      ? [problem(`prefix ${quote(prefix ?? '')} has no location`, 'write the location that stands in for it')]
      : []),
  ];
}

function placeProblems(what: string, text: string, mayBeLoopback = false): Problem[] {
  if (text.length > LONGEST) return [problem(`${what} has ${text.length} characters`, write('host[:port][/path]'))];
  const bare = text.replace(/^https?:\/\//i, '');
  if (bare !== text) {
    const fix = /^http:/i.test(text) ? `${bare}, with insecure: true` : bare;
    return [problem(`${what} ${quote(text)} has a scheme in front`, write(fix))];
  }
  const slash = text.indexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  if (!isRegistryHost(host) || !PATH.test(text.slice(host.length))) {
    return [
      problem(
        `${what} ${quote(text)} is no place of images`,
        write('host[:port][/path], such as mirror.example:5000/team'),
      ),
    ];
  }
  if (mayBeLoopback || !isLoopback(host.replace(/:\d+$/, ''))) return [];
  return [problem(`${what} ${quote(text)} is a loopback host`, write('a registry that the guest can reach'))];
}

function problem(what: string, fix: string): Problem {
  return { what: `registries: ${what}`, why: 'the guest could not pull by it', fix, rule: 'guest-registries' };
}
