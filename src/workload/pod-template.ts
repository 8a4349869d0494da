import { isObject, type JsonObject, objectOf, objectsIn } from '../input/json';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';
import { customGroup, groupOf } from '../kubernetes/identity';

/** Path from an object to one Pod template in it; empty for a Pod, which is its own. */
export type PodTemplatePath = readonly (string | number)[];

const SPEC_TEMPLATE: PodTemplatePath = ['spec', 'template'];

/** Where each built-in kind has its Pod template, by API group ("" is core) and kind. */
const PATHS: Readonly<Record<string, PodTemplatePath>> = {
  '/Pod': [],
  '/PodTemplate': ['template'],
  '/ReplicationController': SPEC_TEMPLATE,
  'apps/Deployment': SPEC_TEMPLATE,
  'apps/StatefulSet': SPEC_TEMPLATE,
  'apps/DaemonSet': SPEC_TEMPLATE,
  'apps/ReplicaSet': SPEC_TEMPLATE,
  'batch/Job': SPEC_TEMPLATE,
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Where an object has its Pod template; undefined where it is no built-in workload. */
export function podTemplatePath({ apiVersion, kind }: JsonObject): PodTemplatePath | undefined {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  return PATHS[`${groupOf({ apiVersion }) ?? ''}/${kind}`];
}

/** Kinds with a Pod template by their names in small letters, as they and their plurals are misspelt. */
const KINDS = new Map(
  Object.keys(PATHS).map((path) => [path.slice(path.indexOf('/') + 1).toLowerCase(), path] as const),
);

/**
 * What an object has to say to be the built-in workload that it is called after: it is misspelt (`deployment`), or of a group
 * or version that Kubernetes does not have (any more). Undefined where nothing is wrong, and for custom resources.
 */
export function meantWorkload(object: JsonObject): { apiVersion: string; kind: string } | undefined {
  const { apiVersion, kind } = object;
  if (customGroup(object) !== undefined) return undefined;
  const name = String(kind).toLowerCase();
  const path = KINDS.get(name) ?? KINDS.get(name.replace(/s$/, ''));
  if (path === undefined) return undefined;
  const [group, meant = ''] = path.split('/');
  const version = group ? `${group}/v1` : 'v1';
  return apiVersion === version && kind === meant ? undefined : { apiVersion: version, kind: meant };
}

/** What stands, in a pattern, for each item of a list or each member of a mapping. */
const EACH = '*';

/** Where custom resources have Pod templates: field names, and {@link EACH} of several. */
export type PodTemplatePattern = readonly string[];

/**
 * Where a custom resource has Pod templates as a user writes it: `spec.template`, `spec.tasks[*].template` for each item of
 * a list, `spec.replicaSpecs.*.template` for each member of a mapping.
 *
 * @throws InputError where it is not such a path.
 */
export function parsePodTemplatePattern(text: string): PodTemplatePattern {
  const fields = text.replaceAll('[*]', `.${EACH}`).split('.');
  if (fields[0] !== EACH && fields.every((field) => field === EACH || /^[A-Za-z][A-Za-z0-9_-]*$/.test(field))) {
    return fields;
  }
  throw new InputError({
    what: `${quote(text)} is not the path of a Pod template`,
    why: 'no template can be found there',
    fix: 'write field names joined by dots, such as spec.template or spec.tasks[*].template',
  });
}

/** A pattern as a user may write it. */
export function formatPattern(pattern: PodTemplatePattern): string {
  return pattern.join('.').replaceAll(`.${EACH}`, '[*]');
}

/** The paths of all objects that a pattern leads to. */
export function matchingPaths(value: unknown, [field, ...rest]: PodTemplatePattern): PodTemplatePath[] {
  if (field === undefined) return isObject(value) ? [[]] : [];
  return membersAt(value, field).flatMap(([key, member]) => matchingPaths(member, rest).map((path) => [key, ...path]));
}

function membersAt(value: unknown, field: string): (readonly [string | number, unknown])[] {
  if (field === EACH) return Array.isArray(value) ? [...value.entries()] : Object.entries(objectOf(value));
  return isObject(value) && Object.hasOwn(value, field) ? [[field, value[field]]] : [];
}

/** The Pod template at a path; undefined where there is no object. */
export function templateAt(object: JsonObject, path: PodTemplatePath): JsonObject | undefined {
  let current: unknown = object;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return isObject(current) ? current : undefined;
}

/** The pull Secrets that the spec of a Pod names. */
export function pullSecretNames({ imagePullSecrets }: JsonObject): string[] {
  return objectsIn(imagePullSecrets).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

/** A copy of the object with another Pod template at a path. */
export function withTemplateAt(object: JsonObject, path: PodTemplatePath, template: JsonObject): JsonObject {
  return replaced(object, path, template) as JsonObject;
}

function replaced(value: unknown, [key, ...rest]: PodTemplatePath, template: JsonObject): unknown {
  if (key === undefined) return template;
  if (Array.isArray(value)) return value.with(Number(key), replaced(value[Number(key)], rest, template));
  const object = objectOf(value);
  return { ...object, [key]: replaced(object[key], rest, template) };
}
