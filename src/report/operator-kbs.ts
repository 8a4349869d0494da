import type { ClusterView } from '../check/cluster-view';
import { type JsonObject, objectOf } from '../input/json';
import { textsIn } from '../kubernetes/identity';
import { uploadFacts } from './upload-facts';

/** The operator copies Secrets when its KBS starts (trustee-operator 0.19.0, docs/kbs.md). */
export const RESTART_OPERATOR_KBS = 'kubectl rollout restart deployment/trustee-deployment -n trustee-operator-system';

/** Whether the trustee-operator carries what the KBS serves, and no upload Job. */
export function isServedByOperator(view: ClusterView): boolean {
  const byOperator = uploadFacts(view).every(({ name }) => name.startsWith('KbsConfig '));
  return byOperator && view.objects.some(({ object }) => servesOperator(object));
}

/** Whether an object makes a Secret that the KBS serves, or says which ones it serves. */
export function servesOperator({ kind, metadata }: JsonObject): boolean {
  const labels = textsIn(objectOf(metadata).labels);
  return kind === 'KbsConfig' || labels['app.kubernetes.io/component'] === 'kbs-resources';
}
