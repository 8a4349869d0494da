import type { Config } from '../config/schema/config';
import { sourcesOf } from '../guest/registry-rules';
import { ResourceUri } from '../kbs/resource-uri';
import type { CredentialSet } from '../registry/credential-set';
import { ImageReference } from '../registry/image-reference';
import type { PullSource } from './credential-documents';
import type { UserObject } from './user-objects';

/**
 * The images that a guest pulls in place of those of its workload, by `guest.registries`: a mirror with a login needs
 * its credential where the guest looks. Where a KBS resource holds the rules, it may be any of the credentials; peer pods
 * get none for that, as everybody in the namespace could read it in the pull Secret.
 */
export function pullSources(object: UserObject, config: Config, all: CredentialSet): PullSource[] {
  const { images, guest, templatePaths, namespace, runtimeClass = config.runtimeClass } = object;
  const { peerPods } = runtimeClass;
  if (templatePaths.length === 0) return [];
  const names = namesOf(guest?.registries ?? config.guest.registries ?? []);
  return [...new Set(names)].flatMap((name) => {
    const image = ImageReference.tryParse(name);
    return image ? { image, namespace, peerPods } : [];
  });

  function namesOf(registries: NonNullable<Config['guest']['registries']>): string[] {
    if (!(registries instanceof ResourceUri)) return images.flatMap(({ name }) => sourcesOf(registries, name));
    return peerPods ? [] : all.credentials.map(({ scope }) => `${scope}/any`);
  }
}
