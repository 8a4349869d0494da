import { nearest } from '../input/nearest';
import type { Problem } from '../input/problem';
import { DOCKER_HUB, type ImageReference } from './image-reference';
import type { RegistryCredential } from './registry-credential';

/** Hosts of Docker's web pages, which people take for the registry. */
const OF_DOCKER = /(?:^|\.)docker\.(?:com|io)$/;

/** Of hosts that are compared with a misspelt one. */
const COMPARED_AT_MOST = 100;

/**
 * Tells of credentials that no image needs, each with the public image that was most likely meant. One whose scope is a
 * prefix of an image's letters is an error: the kubelet would use such a key, the guest never does.
 *
 * @param images those that no credential covers
 */
export function describeUnused(unused: Iterable<RegistryCredential>, images: Iterable<ImageReference>): Problem[] {
  const byHost = new Map<string, string[]>();
  for (const { registry, name } of images)
    byHost.set(registry, [...(byHost.get(registry) ?? []), name].slice(-COMPARED_AT_MOST));
  return [...unused].map((credential) => describe(credential, byHost));
}

function describe({ scope, host, path }: RegistryCredential, byHost: ReadonlyMap<string, readonly string[]>): Problem {
  const what = `no image needs the credential for ${scope}, so it is left out`;
  const rule = 'unused-credential';
  const onHost = byHost.get(host) ?? [];
  const begun = path ? onHost.find((name) => name.startsWith(scope)) : undefined;
  if (begun) {
    const why = `only the kubelet takes it for ${begun}, of which it is a prefix; the guest compares whole parts of a path`;
    const fix = `write ${begun.slice(0, begun.lastIndexOf('/'))}, or ${begun}`;
    return {
      what: `the credential for ${scope} ends within a part of a path`,
      why,
      fix,
      rule: 'prefix-key',
      severity: 'error',
    };
  }
  const [sibling] = onHost;
  if (sibling)
    return { what, why: `${sibling} has another path, and is taken as public`, fix: `write ${host} to cover it`, rule };
  const near = nearestHost(host, [...byHost.keys()].slice(0, COMPARED_AT_MOST));
  const image = near === undefined ? undefined : byHost.get(near)?.[0];
  if (near === undefined || image === undefined) return { what, rule };
  const other = withoutPort(near) === withoutPort(host) ? 'port: that is another registry' : 'host';
  const fix = `write ${path ? `${near}/${path}` : near} if it is meant`;
  return { what, why: `${image} has another ${other}, and is taken as public`, fix, rule };
}

function nearestHost(host: string, hosts: readonly string[]): string | undefined {
  const sibling = hosts.find((other) => withoutPort(other) === withoutPort(host));
  if (sibling !== undefined) return sibling;
  return OF_DOCKER.test(host) && hosts.includes(DOCKER_HUB) ? DOCKER_HUB : nearest(host, hosts);
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}
