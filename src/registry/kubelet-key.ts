import { type GoUrl, parseGoUrl } from './go-url';

/**
 * The key of an entry as the kubelet keeps it: scheme dropped, an API version at the front of the path too. Undefined
 * where it ignores the entry.
 * Source: kubernetes v1.33–v1.37, pkg/credentialprovider/keyring.go, `BasicDockerKeyring.Add`.
 */
export function normaliseKubeletKey(key: string): GoUrl | undefined {
  const url = parseGoUrl(key.replace(/^https?:\/\//, ''));
  if (!url) return undefined;
  const path = url.path.replace(/^\/v[12](?=\/)/, '');
  // At a lookup the kubelet parses what it kept once more.
  return parseGoUrl(url.host + (path === '/' ? '' : path));
}

/**
 * A test for hosts by a key that matches others than itself: by wildcards, `*` being any text within one part, or by an
 * empty port. Undefined for all other keys.
 * Source: kubernetes v1.33–v1.37, pkg/credentialprovider/keyring.go, `URLsMatch`.
 */
export function hostGlob(host: string): ((candidate: string) => boolean) | undefined {
  if (!/\*|:$/.test(host)) return undefined;
  const [parts, port] = splitHost(host);
  const pieces = parts.map((part) => part.split('*'));
  return (candidate) => {
    const [candidateParts, candidatePort] = splitHost(candidate);
    return (
      port === candidatePort &&
      pieces.length === candidateParts.length &&
      pieces.every((pattern, i) => matchesPart(pattern, candidateParts[i] ?? ''))
    );
  };
}

/** Whether the pieces between wildcards follow each other in a part; each at its first place, so in linear time. */
function matchesPart([first = '', ...rest]: readonly string[], part: string): boolean {
  const last = rest.pop();
  if (last === undefined) return part === first;
  let position = first.length;
  for (const piece of rest) {
    const found = part.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return part.startsWith(first) && part.endsWith(last) && position <= part.length - last.length;
}

/** Parts of the name and port, told apart as Go's `net.SplitHostPort` does. */
function splitHost(host: string): [parts: string[], port: string] {
  const match = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(host);
  return match ? [(match[1] ?? match[2] ?? '').split('.'), match[3] ?? ''] : [host.split('.'), ''];
}
