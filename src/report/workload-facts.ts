import type { ClusterView } from '../check/cluster-view';
import type { PodView } from '../check/pod-view';
import { describeObject } from '../kubernetes/identity';
import { sortedOnce } from './markdown';

/** What a reviewer wants to know of a confidential Pod or Pod template. None of it is secret. */
export interface WorkloadFacts {
  /** `Deployment shop/web`. */
  readonly name: string;
  readonly namespace: string;
  /** As they are written, each once, sorted. */
  readonly images: readonly string[];
  readonly pullSecrets: readonly string[];
  /** Name of the runtime class. */
  readonly runtimeClass?: string;
  /** What protects its guests, as far as that is known of the class. */
  readonly tee?: string;
  /** Whether a cloud provider runs its guests, which read the pull Secrets. */
  readonly peerPods: boolean;
  readonly channel?: string;
  /** URI of the registry authentication file. */
  readonly authFile?: string;
  /** URI of the image policy. */
  readonly imagePolicy?: string;
  /** URL of the KBS. */
  readonly kbsUrl?: string;
  /** `sha256:…`, of the initdata. */
  readonly digest?: string;
  /** The initdata's document. */
  readonly initdata?: string;
}

/** The confidential Pods and Pod templates, in the order of their names. */
export function workloadFacts({ confidentialPods }: ClusterView): WorkloadFacts[] {
  const facts = confidentialPods.map(factsOf);
  return facts.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function orderOf({ namespace, name }: WorkloadFacts): string {
  return `${namespace} ${name}`;
}

function factsOf({ owner, namespace, containers, pullSecrets, runtimeClass, guest, ...pod }: PodView): WorkloadFacts {
  const { initdata, channel, authFile, imagePolicy, kbsUrl } = guest;
  return {
    name: describeObject(owner.object),
    namespace,
    images: sortedOnce(containers.flatMap(({ image }) => image ?? [])),
    pullSecrets,
    runtimeClass: pod.runtimeClassName,
    tee: runtimeClass?.known ? runtimeClass.tee : undefined,
    peerPods: runtimeClass?.peerPods ?? false,
    channel,
    authFile,
    imagePolicy,
    kbsUrl,
    digest: initdata && `${initdata.algorithm}:${initdata.digest()}`,
    initdata: initdata?.toml,
  };
}
