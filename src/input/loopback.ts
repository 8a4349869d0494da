/**
 * A host as every client reads it: `127.1` and `0x7f000001` are 127.0.0.1, `KBS.` is kbs, an IPv6 address (in brackets)
 * is shortened. Undefined where it is no host of a URL.
 */
export function canonicalHost(host: string): string | undefined {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '').toLowerCase() : undefined;
}

/** Whether a host, an IPv6 address in brackets, leads back to whoever dials it. */
export function isLoopback(host: string): boolean {
  const canonical = DNS_NAME.test(host) ? host : (canonicalHost(host) ?? host);
  return LOOPBACK_NAME.test(canonical) || LOOPBACK_IPV4.test(canonical) || isLoopbackIpv6(canonical);
}

/** In its canonical form already: no number ends in a label that begins with a letter. */
const DNS_NAME = /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/;
const LOOPBACK_NAME = /^(.+\.)?localhost$/;
/** The unspecified address is the host itself to a client. */
const LOOPBACK_IPV4 = /^(127(\.\d+){3}|0\.0\.0\.0)$/;

function isLoopbackIpv6(host: string): boolean {
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host);
  if (!mapped) return host === '[::]' || host === '[::1]';
  const [high = 0, low = 0] = mapped.slice(1).map((group) => Number.parseInt(group, 16));
  return high >> 8 === 127 || (high === 0 && low === 0);
}
