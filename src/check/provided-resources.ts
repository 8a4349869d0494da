import { isObject, type JsonObject, objectOf, objectsIn } from '../input/json';
import { podTemplatePath, templateAt } from '../workload/pod-template';

/** Component label of our uploads. */
const UPLOAD = 'kbs-upload';
const COMPONENT = 'app.kubernetes.io/component';
const RESOURCE_PATH = /^[\w-][\w.-]*\/[\w-][\w.-]*\/[\w-][\w.-]*$/;

/**
 * Paths of the KBS resources that an object provides: an upload Job of ours by its arguments, a KbsConfig of the
 * trustee-operator by the Secrets that it serves.
 *
 * @returns undefined where the object provides none.
 */
export function providedPaths(object: JsonObject): string[] | undefined {
  if (object.kind === 'KbsConfig') return operatorPaths(object);
  const path = podTemplatePath(object);
  const template = path && templateAt(object, path);
  const { labels } = objectOf(template?.metadata);
  if (!isUpload(labels)) return undefined;
  const containers = objectsIn(objectOf(template?.spec).containers);
  return containers.flatMap(({ args }) => (Array.isArray(args) ? args : [])).flatMap(resourcePath);
}

/** Whether labels of a Pod are those of an upload of ours. */
export function isUpload(labels: unknown): boolean {
  return isObject(labels) && labels[COMPONENT] === UPLOAD;
}

/** An argument is a path, nested or in the flat layout of Trustee ≥ 0.19, or something else. */
function resourcePath(argument: unknown): string[] {
  const path = typeof argument === 'string' ? argument.replaceAll('\\x2F', '/') : '';
  return RESOURCE_PATH.test(path) ? [path] : [];
}

/** The operator serves each key of such a Secret as `default/<secret>/<key>`; which keys there are, only the Secret knows. */
function operatorPaths({ spec }: JsonObject): string[] | undefined {
  const { kbsSecretResources: names } = objectOf(spec);
  return Array.isArray(names) && names.length > 0 ? names.map((name) => `default/${String(name)}/*`) : undefined;
}
