import { isObject, objectsIn } from '../input/json';
import { nameOf, namespaceOf } from '../kubernetes/identity';
import type { ClusterView } from './cluster-view';

/** Something that has to be in the cluster before a set of objects works, and is not among them. */
export interface Prerequisite {
  readonly kind: 'Namespace' | 'RuntimeClass' | 'PersistentVolumeClaim' | 'ServiceAccount';
  readonly name: string;
  /** Of what belongs to one. */
  readonly namespace?: string;
}

/** Namespaces that every cluster has. */
export const BUILT_IN_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** What a set of objects needs in the cluster, in the order of its names. */
export function prerequisites(view: ClusterView): Prerequisite[] {
  const made = new Set(view.objects.map(({ object }) => key(identityOf(object))));
  const needed = [...namespacesOf(view), ...view.pods.flatMap(neededBy)];
  const missing = needed.filter((one) => !made.has(key(one)));
  const distinct = new Map(missing.map((one) => [key(one), one]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** One line for a person, such as `claim coco-tenant/kbs-repository`. */
export function describePrerequisite({ kind, namespace, name }: Prerequisite): string {
  const what = { Namespace: 'namespace', PersistentVolumeClaim: 'claim' }[kind as string] ?? kind;
  return `${what} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** Names of the namespaces that objects are in, those that every cluster has left out. */
export function namespacesOf({ objects }: ClusterView): Prerequisite[] {
  return objects
    .map(({ object }) => (isObject(object.metadata) ? object.metadata.namespace : undefined))
    .filter((name): name is string => typeof name === 'string' && !BUILT_IN_NAMESPACES.includes(name))
    .map((name) => ({ kind: 'Namespace', name }));
}

function neededBy({ namespace, runtimeClassName, spec, owner }: ClusterView['pods'][number]): Prerequisite[] {
  const claims = objectsIn(spec.volumes).map(({ persistentVolumeClaim: claim }) => textAt(claim, 'claimName'));
  // A StatefulSet makes those of its templates itself.
  const templates = objectsIn(isObject(owner.object.spec) ? owner.object.spec.volumeClaimTemplates : undefined).map(
    nameOf,
  );
  const account = textAt(spec, 'serviceAccountName');
  return [
    ...(runtimeClassName === undefined ? [] : [{ kind: 'RuntimeClass', name: runtimeClassName } as const]),
    ...claims
      .filter((name) => name !== undefined && !templates.includes(name))
      .map((name) => ({ kind: 'PersistentVolumeClaim', name: String(name), namespace }) as const),
    ...(account === undefined || account === 'default'
      ? []
      : [{ kind: 'ServiceAccount', name: account, namespace } as const]),
  ];
}

function identityOf(object: ClusterView['objects'][number]['object']): Prerequisite {
  const kind = String(object.kind) as Prerequisite['kind'];
  const name = nameOf(object);
  return ['Namespace', 'RuntimeClass'].includes(kind) ? { kind, name } : { kind, name, namespace: namespaceOf(object) };
}

function key({ kind, namespace, name }: Prerequisite): string {
  return JSON.stringify([kind, namespace, name]);
}

function textAt(value: unknown, field: string): string | undefined {
  const text = isObject(value) ? value[field] : undefined;
  return typeof text === 'string' ? text : undefined;
}
