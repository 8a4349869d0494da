import type { ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** Lets Pods with these labels open the given connections and no other, and accept none. */
export function createNetworkPolicy(
  scope: Construct,
  metadata: ApiObjectMetadata,
  podLabels: Record<string, string>,
  egress: k8s.NetworkPolicyEgressRule[],
): void {
  new k8s.KubeNetworkPolicy(scope, 'NetworkPolicy', {
    metadata,
    spec: {
      podSelector: { matchLabels: podLabels },
      policyTypes: ['Ingress', 'Egress'],
      // The API server does not keep empty lists: each apply would find a difference.
      egress: egress.length > 0 ? egress : undefined,
    },
  });
}
