import { isIPv6 } from 'node:net';
import { canonicalHost, isLoopback } from '../input/loopback';
import { InputError, write } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { quote } from '../input/quote';

const SCHEME = /^[a-z]+:\/\//i;
/** Scheme, if any; host, bracketed where it holds colons; what follows the host. */
const ADDRESS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(\[[^\]]*\]|[^:/?#[\]]*)(.*)$/;
const HOST =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/;
const LONGEST = 512;
const DEFAULT_PORTS = { http: 80, https: 443 } as const;
const EXAMPLE = '172.18.0.3:31731';
const ANOTHER = `an address such as ${EXAMPLE}`;

/**
 * Where the guest reaches the Key Broker Service: `host:port`, `http://host[:port]` or `https://host[:port]`, an IPv6
 * host in brackets. It is dialled from inside the guest, where the node's loopback does not lead to the KBS.
 */
export class KbsAddress {
  private constructor(
    /** @default http */
    public readonly scheme: 'http' | 'https',
    /** As written; IPv6 in brackets and without `::`, see {@link parse}. */
    public readonly host: string,
    public readonly port: number,
    /** Whether the scheme was written, rather than taken to be http. */
    public readonly hasScheme: boolean,
  ) {}

  /**
   * Reads an address. An IPv6 address is written out in full, `[fd00::3]` as `[fd00:0:0:0:0:0:0:3]`: the guest splits its
   * KBS setting, `cc_kbc::<url>`, at each `::` and wants two parts (guest-components, `aa_kbc_params.rs`).
   *
   * Without a port it is that of the scheme, 80 or 443.
   *
   * @throws InputError for white space, an unknown scheme, a missing or impossible port, a path, a query, a user, a
   * loopback host, and an IPv6 host without brackets.
   */
  public static parse(text: string): KbsAddress {
    if (text.length > LONGEST) throw refusal(`has ${text.length} characters`, 'no host has such a long name', ANOTHER);
    // First, as the rest of the checks show the text.
    if (text.includes('@')) throw refusal('holds a user name', 'the KBS knows no users', ANOTHER);
    if (/[\s\p{Cc}]/u.test(text)) fail(text, 'holds white space', 'it would end the kernel parameter');
    refuseKbc(text);
    if (isBareIpv6(text.replace(SCHEME, ''))) {
      fail(text, 'is an IPv6 address without brackets', 'the port cannot be told apart', '[fd00::3]:8080');
    }
    const [, written, host = '', rest = ''] = ADDRESS.exec(text) ?? [];
    const scheme = readScheme(text, written ?? 'http');
    const usualPort = written === undefined ? undefined : DEFAULT_PORTS[scheme];
    return new KbsAddress(scheme, readHost(text, host), readPort(text, rest, usualPort), written !== undefined);
  }

  /** `<scheme>://<host>:<port>`, without a path. */
  public get url(): string {
    return `${this.scheme}://${this.host}:${this.port}`;
  }

  /** The URL. */
  public toString(): string {
    return this.url;
  }
}

/** @throws InputError for the value of `agent.aa_kbc_params`, which has the address behind the name of a KBC. */
function refuseKbc(text: string): void {
  const [start = '', kbc] = /^(?:agent\.aa_kbc_params=)?([a-z_]+_kbc)::/.exec(text) ?? [];
  if (kbc === undefined) return;
  const address = text.slice(start.length);
  const meant = new ProblemCollector().collect(() => KbsAddress.parse(address)) ? address : ANOTHER;
  fail(text, `begins with the name of a KBC, ${kbc}`, 'the guest options put it there by themselves', meant);
}

function isBareIpv6(text: string): boolean {
  if (isIPv6(text)) return true;
  const port = text.lastIndexOf(':');
  return /^[0-9a-f:.]*$/i.test(text) && text.indexOf(':') !== port && /^\d+$/.test(text.slice(port + 1));
}

function readScheme(text: string, scheme: string): 'http' | 'https' {
  const lower = scheme.toLowerCase();
  if (lower === 'http' || lower === 'https') return lower;
  return fail(
    text,
    `has the scheme "${scheme}"`,
    'the guest speaks HTTP to the KBS',
    `an address such as http://${EXAMPLE}`,
  );
}

function readHost(text: string, host: string): string {
  const bracketed = host.startsWith('[');
  if (bracketed ? !isIPv6(host.slice(1, -1)) || host.includes('%') : !HOST.test(host)) {
    fail(text, host === '' ? 'has no host' : `has no valid host: "${host}"`, 'the guest could not resolve it');
  }
  const canonical = canonicalHost(host);
  if (canonical === undefined) return fail(text, `has no valid host: "${host}"`, 'the guest could not resolve it');
  if (isLoopback(host)) {
    fail(
      text,
      `names the loopback host ${host}`,
      'the guest would dial itself, not the KBS',
      'an address that the guest can reach, such as <node IP>:<NodePort>',
    );
  }
  return bracketed ? withoutAbbreviation(canonical) : host;
}

/** A bracketed IPv6 address, as URL writes it, with the zeros that `::` stands for. */
function withoutAbbreviation(host: string): string {
  const [head = [], tail] = host
    .slice(1, -1)
    .split('::')
    .map((half) => half.split(':').filter(Boolean));
  if (!tail) return host;
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return `[${[...head, ...zeros, ...tail].join(':')}]`;
}

function readPort(text: string, rest: string, usualPort: number | undefined): number {
  const [, port = '', path = ''] = /^(?::([^/?#]*))?(.*)$/.exec(rest) ?? [];
  if (path !== '') {
    fail(
      text,
      `has a path or query, ${shown(path)}`,
      'the guest adds the path of the KBS API itself',
      text.slice(0, text.length - path.length),
    );
  }
  if (rest === '' && usualPort !== undefined) return usualPort;
  if (port === '') {
    const host = text.replace(/:$/, '');
    fail(text, 'has no port', 'only a scheme tells it', `${host}:8080, or https://${host} for port 443`);
  }
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535) {
    fail(text, `has the impossible port "${port}"`, 'nothing can listen there', 'a port from 1 to 65535');
  }
  return number;
}

/** Nothing of a query, which may hold a token. */
function shown(text: string): string {
  return quote(text.replace(/([?#]).+$/s, '$1…'));
}

function fail(text: string, what: string, why: string, remedy = ANOTHER): never {
  throw refusal(`${shown(text)} ${what}`, why, remedy);
}

function refusal(what: string, why: string, remedy: string): InputError {
  return new InputError({ what: `KBS address ${what}`, why, fix: write(remedy), rule: 'kbs-address' });
}
