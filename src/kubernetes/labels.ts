/**
 * The labels that Kubernetes recommends for every object, so that people and tools can tell what belongs together.
 *
 * @param component what the object is for, e.g. `pull-secret`.
 * @param instance tells it from others of its kind; cut to the 63 characters that a label value may have.
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
    'app.kubernetes.io/instance': labelValue(instance),
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': partOf,
    'app.kubernetes.io/managed-by': 'cdk8s-coco',
  };
}

/** A name as a label value: at most 63 characters, a letter or digit at both ends. */
function labelValue(name: string): string {
  return name.slice(0, 63).replace(/[^a-z0-9]+$/i, '');
}
