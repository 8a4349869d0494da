import type { JsonObject } from '../workload/json';

/** Kinds of Kubernetes that belong to no namespace, as `kubectl api-resources --namespaced=false` lists them. */
const CLUSTER_SCOPED = new Set([
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CSIDriver',
  'CustomResourceDefinition',
  'FlowSchema',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/** Whether an object belongs to no namespace. A custom resource is not known to. */
export function isClusterScoped({ kind }: JsonObject): boolean {
  return typeof kind === 'string' && CLUSTER_SCOPED.has(kind);
}
