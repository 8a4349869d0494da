import { SHORT_HASH_LENGTH, shortHash } from '../input/short-hash';

/** Of a label value. */
const MAX_LENGTH = 63;

/**
 * The labels that Kubernetes recommends for every object, so that people and tools can tell what belongs together.
 *
 * @param component what the object is for, e.g. `pull-secret`.
 * @param instance tells it from others of its kind; one that is longer than a label value may be ends in a hash.
 * @param name of the application that the object is part of.
 * @param partOf what the application is part of: the project, where there is one.
 */
export function recommendedLabels(
  component: string,
  instance: string,
  name = 'cdk8s-coco',
  partOf = 'confidential-containers',
): Record<string, string> {
  return {
    'app.kubernetes.io/name': labelValue(name),
    'app.kubernetes.io/instance': uniqueLabelValue(instance),
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': partOf,
    'app.kubernetes.io/managed-by': 'cdk8s-coco',
  };
}

/** Selectors have it: two names that begin alike must not select each other's Pods. */
function uniqueLabelValue(name: string): string {
  if (name.length <= MAX_LENGTH) return labelValue(name);
  return `${labelValue(name, MAX_LENGTH - SHORT_HASH_LENGTH - 1)}-${shortHash(name)}`;
}

/** A name as a label value: cut to a length, a letter or digit at both ends. */
function labelValue(name: string, length = MAX_LENGTH): string {
  return name.slice(0, length).replace(/[^a-z0-9]+$/i, '');
}
