import type { ControlPlane } from './control-plane';
import { upstreamDefinition } from './upstream-definitions';

interface PodSpec {
  readonly runtimeClassName?: string;
}

/** What these tests look at in an object. */
export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: PodSpec & {
    readonly template?: { readonly metadata?: object; readonly spec?: PodSpec };
    readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly spec?: PodSpec } } };
  };
}

/** The Pod template of a built-in workload, or the Pod itself. */
export function podOf({ kind, metadata, spec }: AnyObject): { metadata?: object; spec?: PodSpec } | undefined {
  if (kind === 'Pod') return { metadata, spec };
  return spec?.template ?? spec?.jobTemplate?.spec?.template;
}

/** Makes what the objects need: their namespaces, runtime classes and the kinds of custom resources. */
export async function prepare(controlPlane: ControlPlane, objects: readonly AnyObject[]): Promise<void> {
  for (const name of new Set(objects.map(({ metadata }) => metadata.namespace ?? 'default'))) {
    const { status } = await controlPlane.tryKubectl(['get', 'namespace', name]);
    if (status !== 0) await controlPlane.createNamespace(name);
  }
  const classes = new Set(objects.map((object) => podOf(object)?.spec?.runtimeClassName).filter(Boolean));
  const needed = [...[...classes].map(runtimeClass), ...customKinds(objects).map(definition)];
  if (needed.length === 0) return;
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: needed });
  await controlPlane.kubectl(['apply', '--server-side', '--filename', '-'], list);
  for (const { kind, metadata } of needed.filter((object) => object.kind === 'CustomResourceDefinition')) {
    await controlPlane.kubectl(['wait', '--for=condition=established', `${kind}/${metadata.name}`, '--timeout=30s']);
  }
}

function runtimeClass(name: string | undefined) {
  return { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: 'kata' };
}

function customKinds(objects: readonly AnyObject[]): AnyObject[] {
  const custom = objects.filter(({ apiVersion }) => /\.[^/]*\//.test(apiVersion) && !apiVersion.includes('.k8s.io/'));
  return [...new Map(custom.map((object) => [`${object.apiVersion} ${object.kind}`, object])).values()];
}

/** The upstream definition, or one that takes anything. */
function definition({ apiVersion, kind }: AnyObject) {
  const [group = '', version] = apiVersion.split('/');
  const upstream = upstreamDefinition(group, kind);
  if (upstream) return upstream;
  const singular = kind.toLowerCase();
  const names = { kind, singular, plural: `${singular}s` };
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const versions = [{ name: version, served: true, storage: true, schema: { openAPIV3Schema } }];
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${group}` },
    spec: { group, scope: 'Namespaced', names, versions },
  };
}
