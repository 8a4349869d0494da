import { ANNOTATION_LIMIT_BYTES, Annotation } from '../guest/annotations';
import type { GuestConfig } from '../guest/guest-config';
import { checkAnnotations, isKataAnnotation } from '../guest/kata-annotations';
import type { RuntimeClass } from '../guest/runtime-class';
import { isObject, type JsonObject, objectOf } from '../input/json';
import { InputError, type Problem } from '../input/problem';
import { quoteValue } from '../input/quote';
import { CONTAINER_LISTS, hostAccessProblems, loopbackProblems, textProblems } from './template-checks';

/** What makes a Pod confidential. */
export interface ConfidentialSettings {
  readonly runtimeClass: RuntimeClass;
  readonly guest: GuestConfig;
  /** Names of the Secrets with which the host fetches the images' metadata. */
  readonly pullSecrets: readonly string[];
}

/** A Pod template, or a Pod, made confidential. */
export interface ConfidentialTemplate {
  readonly template: JsonObject;
  /** What works differently in a guest than the template seems to expect. */
  readonly warnings: readonly Problem[];
}

/**
 * The confidential version of a Pod template (or Pod): annotations for containerd and Kata, runtime class, pull Secrets,
 * and `imagePullPolicy: Always`, as the example of the CoCo documentation has them. Nothing else changes, keys keep their
 * order, and the input stays as it is. Applied to its own result it changes nothing.
 *
 * @throws InputError for a template without containers, with another runtime class, with what the API server or Kata would
 * refuse, with an image that the guest cannot reach, or with guest configuration of its own that contradicts the settings.
 */
export function confidentialTemplate(template: JsonObject, settings: ConfidentialSettings): ConfidentialTemplate {
  const metadata = objectAt(template, 'metadata') ?? {};
  const spec = objectAt(template, 'spec') ?? {};
  checkContainers(spec);
  const kata = checkAnnotations(guestAnnotations(metadata), settings.runtimeClass);
  InputError.throwIfAny([
    ...textProblems(template),
    ...loopbackProblems(spec, (name) => settings.guest.redirects(name)),
    ...kata.errors,
  ]);
  checkRuntimeClass(spec, settings.runtimeClass);
  const result = {
    ...template,
    metadata: { ...metadata, annotations: confidentialAnnotations(metadata, settings) },
    spec: {
      ...spec,
      runtimeClassName: settings.runtimeClass.name,
      ...imagePullSecrets(spec, settings.pullSecrets),
      ...containers(spec),
    },
  };
  return { template: result, warnings: [...kata.warnings, ...hostAccessProblems(spec)] };
}

function confidentialAnnotations(metadata: JsonObject, { runtimeClass, guest }: ConfidentialSettings): JsonObject {
  const existing = objectAt(metadata, 'annotations') ?? {};
  const handler = existing[Annotation.RUNTIME_HANDLER] ?? runtimeClass.name;
  if (handler !== runtimeClass.name) {
    throw new InputError({
      what: `the Pod has the annotation ${Annotation.RUNTIME_HANDLER}: ${quoteValue(handler)}`,
      why: `containerd would set the image up for that runtime, not for ${runtimeClass.name}`,
      fix: 'write no such annotation',
    });
  }
  const annotations = {
    ...existing,
    [Annotation.RUNTIME_HANDLER]: runtimeClass.name,
    ...guest.annotationsFor(runtimeClass, guestAnnotations(metadata)),
  };
  checkSize(annotations);
  return annotations;
}

/** The existing annotations that configure the guest; {@link textProblems} found them to be texts. */
function guestAnnotations(metadata: JsonObject): Record<string, string> {
  const annotations = Object.entries(objectAt(metadata, 'annotations') ?? {});
  return Object.fromEntries(
    annotations.filter(
      (entry): entry is [string, string] => isKataAnnotation(entry[0]) && typeof entry[1] === 'string',
    ),
  );
}

function checkSize(annotations: JsonObject): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(annotations)) {
    bytes += name.length + (typeof value === 'string' ? value.length : 0);
  }
  // A character takes at most three bytes a UTF-16 unit, so only long annotations need to be counted exactly.
  if (bytes * 3 <= ANNOTATION_LIMIT_BYTES) return;
  const exact = Buffer.byteLength(Object.entries(annotations).flat().join(''));
  if (exact <= ANNOTATION_LIMIT_BYTES) return;
  throw new InputError({
    what: `the Pod's annotations take ${exact} bytes`,
    why: `the API server accepts ${ANNOTATION_LIMIT_BYTES} for all annotations of an object together`,
    fix: 'write a shorter initdata policy, fewer certificates, or fewer other annotations',
  });
}

function checkContainers(spec: JsonObject): void {
  const { containers } = spec;
  if (Array.isArray(containers) && containers.length > 0 && containers.every(isObject)) return;
  throw new InputError({
    what: 'the Pod has no containers',
    why: 'the API server refuses it',
    fix: 'write a list of at least one container under spec.containers',
  });
}

/** Rule of a Pod that names another runtime class than it is to run under. */
export const OTHER_CLASS = 'other-runtime-class';

function checkRuntimeClass({ runtimeClassName }: JsonObject, { name }: RuntimeClass): void {
  if (runtimeClassName === undefined || runtimeClassName === null || runtimeClassName === name) return;
  throw new InputError({
    what: `the Pod has the runtime class ${quoteValue(runtimeClassName)} already, and is to run under ${name}`,
    rule: OTHER_CLASS,
    why: 'it would no longer run where its author meant it to',
    fix: `write no runtimeClassName, or ${name}; or leave this workload as it is`,
  });
}

/** @throws InputError for what is no list, instead of putting a list in its place. */
function imagePullSecrets({ imagePullSecrets }: JsonObject, names: readonly string[]): JsonObject {
  const existing = imagePullSecrets ?? [];
  if (!Array.isArray(existing)) {
    throw new InputError({
      what: 'imagePullSecrets of the Pod is not a list',
      why: 'the API server refuses it',
      fix: 'write [{ name: <Secret> }]',
      rule: 'wrong-type',
    });
  }
  const present = new Set(existing.map((secret) => objectOf(secret).name));
  const added = [...new Set(names)].filter((name) => !present.has(name)).map((name) => ({ name }));
  return added.length === 0 ? {} : { imagePullSecrets: [...existing, ...added] };
}

function containers(spec: JsonObject): JsonObject {
  const lists: Record<string, unknown> = {};
  for (const name of CONTAINER_LISTS) {
    const list = spec[name];
    if (Array.isArray(list)) lists[name] = list.map(alwaysPulled);
  }
  return lists;
}

function alwaysPulled(container: unknown): unknown {
  return isObject(container) ? { ...container, imagePullPolicy: 'Always' } : container;
}

function objectAt(parent: JsonObject, key: string): JsonObject | undefined {
  const value = parent[key] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw new InputError({ what: `${key} of the Pod is not an object`, why: 'the API server refuses it' });
}
