import { isGuestAnnotation } from '../guest/kata-annotations';
import { isObject, type JsonObject, objectOf } from '../input/json';
import { isLoopback } from '../input/loopback';
import type { Problem } from '../input/problem';
import { quote, quoteValue } from '../input/quote';
import { ImageReference } from '../registry/image-reference';

/** Lists of a Pod's spec that hold containers. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** What the API server would say of labels, annotations, variables and arguments of a Pod template that are no texts. */
export function textProblems({ metadata, spec }: JsonObject): Problem[] {
  const { labels, annotations } = objectOf(metadata);
  const containers = containersOf(spec);
  return [
    ...mapProblems('label', 'labels', labels),
    ...mapProblems('annotation', 'annotations', annotations),
    ...containers.flatMap(variableProblems),
    ...containers.flatMap(argumentProblems),
  ];
}

function argumentProblems({ container, field }: ContainerAt): Problem[] {
  return ['command', 'args'].flatMap((key) => {
    const texts = container[key];
    return (Array.isArray(texts) ? texts : []).flatMap((text: unknown, index) =>
      noText(text, () => ({
        what: `${key}[${index}] of container ${quoteValue(container.name)}`,
        field: [...field, key, index],
      })),
    );
  });
}

function mapProblems(kind: string, field: string, map: unknown): Problem[] {
  return Object.entries(objectOf(map)).flatMap(([name, value]) =>
    noText(value, () => ({ what: `${kind} ${quote(name)} of the Pod`, field: ['metadata', field, name] })),
  );
}

function variableProblems({ container: { name, env }, field }: ContainerAt): Problem[] {
  const variables = Array.isArray(env) ? env : [];
  return variables.flatMap((variable: unknown, index) =>
    isObject(variable)
      ? noText(variable.value, () => ({
          what: `variable ${quoteValue(variable.name)} of container ${quoteValue(name)}`,
          field: [...field, 'env', index, 'value'],
        }))
      : [],
  );
}

/** @param describe says what the value is, which takes longer than to see that it is a text */
function noText(value: unknown, describe: () => Pick<Problem, 'what' | 'field'>): Problem[] {
  if (value === undefined || value === null || typeof value === 'string') return [];
  // Never the value, which may be a password of digits.
  const found = typeof value === 'boolean' ? 'true or false' : typeof value === 'object' ? 'a structure' : 'a number';
  const { what, field } = describe();
  return [
    {
      what: `${what} is ${found} for kubectl (YAML 1.1)`,
      why: 'the API server takes texts only, and refuses the object',
      fix: 'write its value in quotes',
      rule: 'not-a-text',
      field,
    },
  ];
}

/**
 * Images at a registry that the guest, which pulls them, would look for inside itself.
 *
 * @param redirects whether the guest pulls the images of a name from elsewhere
 */
export function loopbackProblems(spec: unknown, redirects: (name: string) => boolean): Problem[] {
  return containersOf(spec).flatMap(({ container: { image }, field }) => {
    const reference = typeof image === 'string' ? ImageReference.tryParse(image) : undefined;
    const { registry, name } = reference ?? { registry: '', name: '' };
    if (!isLoopback(registry.replace(/:\d+$/, '')) || redirects(name)) return [];
    return [
      {
        what: `image ${quoteValue(image)} is at the loopback host ${registry}`,
        why: 'the guest pulls the image, and would dial itself, not the node',
        fix: 'write a registry that the guest can reach, such as <node IP>:<port>, or guest.registries that lead to one',
        rule: 'loopback-registry',
        field: [...field, 'image'],
      },
    ];
  });
}

/** What a Pod asks of the host, and gets of its guest at best. */
export function hostAccessProblems(spec: JsonObject): Problem[] {
  const rule = 'host-access';
  const host = (['hostNetwork', 'hostPID', 'hostIPC'] as const)
    .filter((key) => spec[key] === true)
    .map((key) => ({
      what: `the Pod asks for ${key}`,
      why: 'its containers run in a guest of their own and share nothing with the host',
      rule,
      field: ['spec', key],
    }));
  const privileged = containersOf(spec)
    .filter(({ container }) => securityOf(container).privileged === true)
    .map(({ container: { name }, field }) => ({
      what: `container ${quoteValue(name ?? '')} is privileged`,
      why: "it gets the guest's devices, not the host's, and the guest's policy may refuse it",
      rule,
      field: [...field, 'securityContext', 'privileged'],
    }));
  return [...host, ...privileged];
}

/**
 * Annotations for containerd and Kata that stand on a controller, where neither reads them.
 *
 * @param template the Pod template of the object, as it will be
 */
export function misplacedAnnotations(object: JsonObject, template: JsonObject): Problem[] {
  if (object.kind === 'Pod') return [];
  const onTemplate = annotationsOf(template.metadata);
  return aroundTemplate(object).flatMap(({ name: owner, metadata, path }) =>
    Object.entries(annotationsOf(metadata))
      .filter(([name, value]) => isGuestAnnotation(name) && onTemplate[name] !== value)
      .map(([name]) => ({
        what: `annotation ${name} stands on the ${owner} itself`,
        why: 'containerd and Kata read the annotations of Pods, so it does nothing there',
        fix: 'move it to the metadata of the Pod template',
        rule: 'annotation-on-controller',
        field: [...path, 'metadata', 'annotations', name],
      })),
  );
}

/** What stands around a Pod template and has annotations of its own: the object, and a CronJob's Job. */
function aroundTemplate({ kind, metadata, spec }: JsonObject) {
  const job = kind === 'CronJob' && isObject(spec) && isObject(spec.jobTemplate) ? [spec.jobTemplate] : [];
  return [
    { name: quoteValue(kind).replaceAll('"', ''), metadata, path: [] },
    ...job.map((template) => ({ name: 'jobTemplate', metadata: template.metadata, path: ['spec', 'jobTemplate'] })),
  ];
}

/** Whether the user or the groups of a container come from its image, which the host does not see. */
export function takesIdsFromImage(spec: unknown): boolean {
  const pod = securityOf(spec);
  return containersOf(spec).some(({ container }) => {
    const own = { ...pod, ...securityOf(container) };
    return own.runAsUser === undefined || own.runAsGroup === undefined;
  });
}

function securityOf(value: unknown): JsonObject {
  return objectOf(objectOf(value).securityContext);
}

function annotationsOf(metadata: unknown): JsonObject {
  return objectOf(objectOf(metadata).annotations);
}

/** A container of a Pod, and where it stands in the Pod template. */
interface ContainerAt {
  readonly container: JsonObject;
  readonly field: readonly (string | number)[];
}

function containersOf(spec: unknown): ContainerAt[] {
  if (!isObject(spec)) return [];
  return CONTAINER_LISTS.flatMap((list) => {
    const containers: unknown = spec[list];
    return (Array.isArray(containers) ? containers : []).flatMap((container: unknown, index) =>
      isObject(container) ? [{ container, field: ['spec', list, index] }] : [],
    );
  });
}
