import type { ClusterView } from '../check/cluster-view';
import type { PodView } from '../check/pod-view';

/** The confidential Pods and Pod templates, in the order of their namespaces and names. */
export function confidentialWorkloads({ confidentialPods }: ClusterView): PodView[] {
  const keyed = confidentialPods.map((pod) => ({ key: `${pod.namespace} ${pod.title}`, pod }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ pod }) => pod);
}

/** `sha256:…`, of the initdata; undefined where there is none. */
export function initdataDigest({ guest: { initdata } }: PodView): string | undefined {
  return initdata && `${initdata.algorithm}:${initdata.digest()}`;
}
