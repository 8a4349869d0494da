import { isObject, type JsonObject } from '../input/json';
import { groupOf } from './identity';

/** Kinds that belong to no namespace, by API group, as `kubectl api-resources --namespaced=false` lists them (1.37). */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  '': ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'internal.apiserver.k8s.io': ['StorageVersion'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'DeviceTaintRule', 'ResourcePoolStatusRequest', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
  'storagemigration.k8s.io': ['StorageVersionMigration'],
};

/** Kinds of custom resources that belong to no namespace, as `group/Kind`. */
export type CustomClusterScope = ReadonlySet<string>;

/** Those that the custom resource definitions among some objects define. */
export function customClusterScope(objects: readonly JsonObject[]): CustomClusterScope {
  const specs = objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ spec }) => spec);
  const clusterScoped = specs.filter(isObject).filter(({ scope }) => scope === 'Cluster');
  return new Set(clusterScoped.map(({ group, names }) => `${group}/${isObject(names) ? names.kind : ''}`));
}

/**
 * Whether an object belongs to no namespace.
 *
 * @param custom what is known of custom resources
 */
export function isClusterScoped(object: JsonObject, custom: CustomClusterScope = new Set()): boolean {
  const { kind } = object;
  const group = groupOf(object) ?? '';
  const kinds = Object.hasOwn(CLUSTER_SCOPED, group) ? CLUSTER_SCOPED[group] : undefined;
  return kinds?.includes(String(kind)) ?? custom.has(`${group}/${kind}`);
}
