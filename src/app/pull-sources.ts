import type { Config } from '../config/schema/config';
import { sourcesOf } from '../guest/registry-rules';
import { ResourceUri } from '../kbs/resource-uri';
import type { CredentialSet } from '../registry/credential-set';
import { ImageReference } from '../registry/image-reference';
import type { Candidate } from './candidates';

/**
 * The images that guests pull in place of those of their workloads, by `guest.registries`: a mirror with a login needs
 * its credential in the authentication file. Where a KBS resource holds the rules, it may be any of the credentials.
 */
export function pullSources(candidates: readonly Candidate[], config: Config, all: CredentialSet): ImageReference[] {
  const names = candidates.flatMap(({ images, guest, templatePaths }) => {
    const registries = guest?.registries ?? config.guest.registries ?? [];
    if (templatePaths.length === 0) return [];
    if (registries instanceof ResourceUri) return all.credentials.map(({ scope }) => `${scope}/any`);
    return images.flatMap(({ name }) => sourcesOf(registries, name));
  });
  return [...new Set(names)].flatMap((name) => ImageReference.tryParse(name) ?? []);
}
