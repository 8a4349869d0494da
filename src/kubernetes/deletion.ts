import { type JsonObject, objectOf } from '../input/json';
import { groupOf, nameOf, namespaceOf } from './identity';

/** Kinds whose deletion takes more with it than the object: what is in them, or data. */
const HOLDERS: ReadonlySet<string> = new Set([
  'Namespace',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'CustomResourceDefinition',
]);

/** Whether nothing else is lost with an object of a kind, so that one may advise to delete it. */
export function isDisposable(kind: unknown): boolean {
  return !HOLDERS.has(String(kind));
}

/** An object as `kubectl delete` takes it: `deployment/web --namespace shop`. */
export function kubectlName(object: JsonObject): string {
  const group = groupOf(object);
  const kind = String(object.kind).toLowerCase() + (group?.includes('.') ? `.${group}` : '');
  const { namespace } = objectOf(object.metadata);
  return `${kind}/${nameOf(object)}${namespace === undefined ? '' : ` --namespace ${namespaceOf(object)}`}`;
}
