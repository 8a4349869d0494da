import { isObject, type JsonObject } from '../input/json';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';

/** Path from an object to its Pod template; empty for a Pod, which is its own. */
export type PodTemplatePath = readonly string[];

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
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return PATHS[`${group}/${kind}`];
}

/**
 * A path as a user writes it for a custom resource, such as `spec.template`.
 *
 * @throws InputError where it is not names joined by dots.
 */
export function parsePodTemplatePath(text: string): PodTemplatePath {
  if (/^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*)*$/.test(text)) return text.split('.');
  throw new InputError({
    what: `${quote(text)} is not the path of a Pod template`,
    why: 'no template can be found there',
    fix: 'write field names joined by dots, such as spec.template',
  });
}

/** The Pod template at a path; undefined where there is no object. */
export function templateAt(object: JsonObject, path: PodTemplatePath): JsonObject | undefined {
  let current: JsonObject | undefined = object;
  for (const key of path) {
    const next: unknown = current[key];
    if (!isObject(next)) return undefined;
    current = next;
  }
  return current;
}

/** A copy of the object with another Pod template at a path. */
export function withTemplateAt(object: JsonObject, path: PodTemplatePath, template: JsonObject): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return template;
  const child = object[key];
  return { ...object, [key]: withTemplateAt(isObject(child) ? child : {}, rest, template) };
}
