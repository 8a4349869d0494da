import { isIPv6 } from 'node:net';

/** What a URL names, as far as readers of credentials look at it. */
export interface GoUrl {
  /** Host[:port], an IPv6 address in brackets. */
  readonly host: string;
  /** Empty, or from the slash on. */
  readonly path: string;
}

/**
 * As Go's `url.Parse` reads what stands behind a scheme: the user, the query and the fragment go, the path is decoded.
 * Undefined where it refuses.
 * Source: go1.26, net/url/url.go, `parseHost`.
 */
export function parseGoUrl(text: string): GoUrl | undefined {
  const [bare = ''] = text.split(/[?#]/, 1);
  const slash = bare.indexOf('/');
  const authority = slash < 0 ? bare : bare.slice(0, slash);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (!isGoHost(host.replace(/:\d*$/, '')) || /\p{Cc}/u.test(text)) return undefined;
  try {
    return { host, path: decodeURIComponent(slash < 0 ? '' : bare.slice(slash)) };
  } catch {
    return undefined;
  }
}

function isGoHost(name: string): boolean {
  return name.startsWith('[')
    ? name.endsWith(']') && isIPv6(name.slice(1, -1))
    : /^[\w\-.~!$&'()*+,;=<>"\u0080-\uffff]*$/.test(name);
}
