import type { ClusterView } from '../check/cluster-view';
import { providedPaths } from '../check/provided-resources';
import { objectOf } from '../input/json';
import { nameOf, namespaceOf, textsIn } from '../kubernetes/identity';
import { sortedOnce } from './markdown';

/** What brings resources into the KBS. */
export interface UploadFacts {
  /** `Job coco-tenant/kbs-upload`: without the end that changes with what it uploads. */
  readonly name: string;
  /** Its name in the cluster. */
  readonly objectName: string;
  readonly namespace: string;
  /** Paths of the resources. */
  readonly paths: readonly string[];
}

/** The uploads of a set of objects, in its order. */
export function uploadFacts({ objects }: ClusterView): UploadFacts[] {
  return objects.flatMap(({ object }) => {
    const paths = providedPaths(object);
    if (!paths) return [];
    const [objectName, namespace] = [nameOf(object), namespaceOf(object)];
    const labels = textsIn(objectOf(object.metadata).labels);
    const name = `${String(object.kind)} ${namespace}/${labels['app.kubernetes.io/instance'] ?? objectName}`;
    return [{ name, objectName, namespace, paths: sortedOnce(paths) }];
  });
}
