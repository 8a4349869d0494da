import { type JsonObject, objectOf } from '../input/json';

/** Namespace that kubectl takes for an object that names none. */
const DEFAULT_NAMESPACE = 'default';

/** `metadata.name`, else `metadata.generateName`, else nothing. */
export function nameOf({ metadata }: JsonObject): string {
  const { name, generateName } = objectOf(metadata);
  return String(name ?? generateName ?? '');
}

/** `metadata.namespace`, else `default`. */
export function namespaceOf({ metadata }: JsonObject): string {
  const namespace = objectOf(metadata).namespace;
  return typeof namespace === 'string' ? namespace : DEFAULT_NAMESPACE;
}

/**
 * Those of the API server whose names have a dot (Kubernetes 1.37, `api/openapi-spec/v3`), and that of Kustomize's files.
 * Others end in k8s.io, too: `sparkoperator.k8s.io`, `gateway.networking.k8s.io`.
 */
const OWN_GROUPS = new Set(
  [
    ...['admissionregistration', 'apiextensions', 'apiregistration', 'authentication', 'authorization'],
    ...['certificates', 'checkpoint', 'coordination', 'discovery', 'events', 'flowcontrol.apiserver'],
    ...['internal.apiserver', 'lifecycle', 'networking', 'node', 'rbac.authorization', 'resource'],
    ...['scheduling', 'storage', 'storagemigration', 'kustomize.config'],
  ].map((name) => `${name}.k8s.io`),
);

/** The API group of a kind that Kubernetes does not have itself. */
export function customGroup(object: JsonObject): string | undefined {
  const group = groupOf(object);
  return group?.includes('.') && !OWN_GROUPS.has(group) ? group : undefined;
}

/** The API group, such as `apps`; undefined for the core, `v1`. */
export function groupOf({ apiVersion }: JsonObject): string | undefined {
  const [group = '', version] = String(apiVersion).split('/');
  return version === undefined ? undefined : group;
}

/** `Pod default/web`, for a message. */
export function describeObject(object: JsonObject): string {
  return `${String(object.kind)} ${namespaceOf(object)}/${nameOf(object)}`;
}

/** The texts in a map such as `metadata.annotations`. */
export function textsIn(map: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(map)).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries) as Record<string, string>;
}
