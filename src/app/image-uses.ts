import type { Config } from '../config/schema/config';
import { objectOf } from '../input/json';
import type { ImageUse } from '../registry/check-images';
import type { CredentialSet } from '../registry/credential-set';
import type { ImageReference } from '../registry/image-reference';
import { pullSecretNames, templateAt } from '../workload/pod-template';
import { pullSources } from './pull-sources';
import { titleOf, type UserObject } from './user-objects';

/** The images of an object that is to be confidential, each with the pull Secrets that its Pods will name. */
export function imageUses(object: UserObject, config: Config, credentials: CredentialSet): ImageUse[] {
  const { templatePaths, images, namespace, runtimeClass = config.runtimeClass } = object;
  if (templatePaths.length === 0) return [];
  const own = templatePaths.flatMap((path) => pullSecretNames(objectOf(templateAt(object.object, path)?.spec)));
  const ours = addedPullSecrets(object, config, credentials);
  const pullSecrets = [...new Set([...own, ...ours])];
  const where = titleOf(object);
  return images.map((image) => ({ image, namespace, where, pullSecrets, peerPods: runtimeClass.peerPods }));
}

/** The pull Secret that is made, where the Pods need it: for their images, or for what peer pods pull in their place. */
export function addedPullSecrets(object: UserObject, config: Config, credentials: CredentialSet): string[] {
  const hasCredential = (image: ImageReference) => credentials.find(image) !== undefined;
  const { images, runtimeClass = config.runtimeClass } = object;
  const pulled = () => pullSources(object, config, credentials).map(({ image }) => image);
  const isNeeded = images.some(hasCredential) || (runtimeClass.peerPods && pulled().some(hasCredential));
  return isNeeded ? [config.pullSecret.name] : [];
}
