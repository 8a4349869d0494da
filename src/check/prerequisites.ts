import { isObject, type JsonObject, objectOf, objectsIn } from '../input/json';
import { customGroup, nameOf, namespaceOf } from '../kubernetes/identity';
import { PULL_SECRET_KEY } from '../registry/pull-config';
import type { ClusterView } from './cluster-view';
import type { PodView } from './pod-view';
import { isUpload } from './provided-resources';

/** Something that has to be in the cluster before a set of objects works, and is not among them. */
export interface Prerequisite {
  readonly kind: string;
  readonly name: string;
  /** Of what belongs to one. */
  readonly namespace?: string;
  /** Keys that a Secret has to have. */
  readonly keys?: readonly string[];
}

/** Namespaces that every cluster has. */
export const BUILT_IN_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** What a set of objects needs in the cluster, in the order of its names. */
export function prerequisites(view: ClusterView): Prerequisite[] {
  const objects = view.objects.map(({ object }) => object);
  const made = new Set(objects.flatMap(madeWith).map(key));
  const needed = [
    ...namespacesOf(view),
    ...view.pods.flatMap(neededBy),
    ...view.confidentialPods.flatMap(pullSecretsOf),
    ...view.pods.filter(({ labels }) => isUpload(labels)).flatMap(mountedSecrets),
    ...objects.flatMap(kindOf),
    ...objects.filter(({ sops }) => sops !== undefined).map(() => ({ kind: DECRYPTION, name: 'SOPS' })),
    ...objects.filter(({ kind }) => kind === 'ExternalSecret').flatMap(sourcesOf),
  ];
  const missing = new Map<string, Prerequisite>();
  for (const one of needed.filter((candidate) => !made.has(key(candidate)))) {
    missing.set(key(one), withKeysOf(one, missing.get(key(one))));
  }
  return [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** One line for a person, such as `claim coco-tenant/kbs-repository`. */
export function describePrerequisite({ kind, namespace, name, keys = [] }: Prerequisite): string {
  if (kind === CUSTOM_KIND) return `kind ${name} and its controller`;
  if (kind === DECRYPTION) return `who decrypts what ${name} encrypted (Flux, or sops -d before kubectl)`;
  const what =
    new Map([
      ['Namespace', 'namespace'],
      ['PersistentVolumeClaim', 'claim'],
    ]).get(kind) ?? kind;
  const withKeys = keys.length > 0 ? ` with ${keys.join(', ')}` : '';
  return `${what} ${namespace === undefined ? name : `${namespace}/${name}`}${withKeys}`;
}

function withKeysOf(one: Prerequisite, other: Prerequisite | undefined): Prerequisite {
  const keys = [...(one.keys ?? []), ...(other?.keys ?? [])];
  return keys.length === 0 ? one : { ...one, keys: [...new Set(keys)].sort() };
}

/** Names of the namespaces that objects are in, those that every cluster has left out. */
function namespacesOf({ objects }: ClusterView): Prerequisite[] {
  return objects
    .map(({ object }) => objectOf(object.metadata).namespace)
    .filter((name): name is string => typeof name === 'string' && !BUILT_IN_NAMESPACES.includes(name))
    .map((name) => ({ kind: 'Namespace', name }));
}

function neededBy({ namespace, runtimeClassName, spec, owner }: PodView): Prerequisite[] {
  const claims = objectsIn(spec.volumes).map(({ persistentVolumeClaim: claim }) => textAt(claim, 'claimName'));
  // A StatefulSet makes those of its templates itself.
  const templates = objectsIn(objectOf(owner.object.spec).volumeClaimTemplates).map(nameOf);
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

function pullSecretsOf({ namespace, pullSecrets }: PodView): Prerequisite[] {
  return pullSecrets.map((name) => ({ kind: 'Secret', name, namespace, keys: [PULL_SECRET_KEY] }));
}

/** What an upload mounts; the Secrets of other Pods may well be made by an operator. */
function mountedSecrets({ namespace, projectedSecrets }: PodView): Prerequisite[] {
  return projectedSecrets.flatMap((secret) => {
    if (secret.optional === true) return [];
    const keys = objectsIn(secret.items).map((item) => String(item.key));
    return [{ kind: 'Secret', name: String(secret.name), namespace, keys }];
  });
}

/** Stands for the kind of a custom resource, whose definition and controller somebody has to install. */
const CUSTOM_KIND = 'CustomResourceDefinition';

/** Stands for who turns an encrypted object into one that the API server takes. */
const DECRYPTION = 'Decryption';

function kindOf(object: JsonObject): Prerequisite[] {
  const group = customGroup(object);
  return group === undefined ? [] : [{ kind: CUSTOM_KIND, name: `${object.kind} of ${group}` }];
}

/** The store and the generators of an ExternalSecret. */
function sourcesOf(object: JsonObject): Prerequisite[] {
  const spec = objectOf(object.spec);
  const generators = objectsIn(spec.dataFrom).map(({ sourceRef }) => objectOf(sourceRef).generatorRef);
  return [spec.secretStoreRef, ...generators].filter(isObject).map((reference) => {
    const { kind = 'SecretStore', name } = reference;
    return identity(String(kind), String(name), namespaceOf(object));
  });
}

/** What there is once an object is applied: the object, and what is made of it. */
function madeWith(object: JsonObject): Prerequisite[] {
  const { kind } = object;
  const [name, namespace] = [nameOf(object), namespaceOf(object)];
  const spec = objectOf(object.spec);
  if (kind === CUSTOM_KIND) {
    return [{ kind, name: `${textAt(spec.names, 'kind')} of ${textAt(spec, 'group')}` }];
  }
  const own = identity(String(kind), name, namespace);
  if (kind === 'SealedSecret') return [own, { kind: 'Secret', name, namespace }];
  if (kind === 'ExternalSecret') return [own, { kind: 'Secret', name: textAt(spec.target, 'name') ?? name, namespace }];
  return [own];
}

function identity(kind: string, name: string, namespace: string): Prerequisite {
  const isOfCluster = kind === 'Namespace' || kind === 'RuntimeClass' || kind.startsWith('Cluster');
  return isOfCluster ? { kind, name } : { kind, name, namespace };
}

function key({ kind, namespace, name }: Prerequisite): string {
  return JSON.stringify([kind, namespace, name]);
}

function textAt(value: unknown, field: string): string | undefined {
  const text = objectOf(value)[field];
  return typeof text === 'string' ? text : undefined;
}
