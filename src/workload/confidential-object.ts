import { type JsonObject, objectOf } from '../input/json';
import type { Problem } from '../input/problem';
import { InputError } from '../input/problem';
import type { FieldPath } from '../kubernetes/field-places';
import { type ConfidentialSettings, confidentialTemplate } from './confidential-template';
import { type PodTemplatePath, podTemplatePath, templateAt, withTemplateAt } from './pod-template';
import { CONTAINER_LISTS, misplacedAnnotations } from './template-checks';

/** A workload made confidential. */
export interface ConfidentialObject {
  readonly object: JsonObject;
  /** What works differently in a guest than the workload seems to expect. */
  readonly warnings: readonly Problem[];
}

/**
 * The confidential version of a workload's object: {@link confidentialTemplate} at the place of each of its Pod templates.
 *
 * @param object the workload, which stays as it is
 * @param settings what makes it confidential
 * @param paths where its Pod templates are; by default where its kind has the only one
 * @throws InputError for what {@link confidentialTemplate} refuses, and for an object without a Pod template.
 */
export function confidentialObject(
  object: JsonObject,
  settings: ConfidentialSettings,
  paths: readonly PodTemplatePath[] = ownPaths(object),
): ConfidentialObject {
  if (paths.length === 0) throw withoutTemplate(object);
  const warnings: Problem[] = [];
  let made = object;
  for (const path of paths) {
    const template = templateAt(made, path);
    if (!template) throw withoutTemplate(object, path);
    const inTemplate = (problem: Problem) =>
      problem.field ? { ...problem, field: [...path, ...problem.field] } : problem;
    const result = InputError.amend(inTemplate, () => confidentialTemplate(template, settings));
    made = withTemplateAt(made, path, result.template);
    warnings.push(...misplacedAnnotations(object, result.template), ...result.warnings.map(inTemplate));
  }
  return { object: made, warnings };
}

function ownPaths(object: JsonObject): PodTemplatePath[] {
  const path = podTemplatePath(object);
  return path ? [path] : [];
}

/** What to tell of an object that has no Pod template where one is looked for. */
export function withoutTemplate({ kind }: JsonObject, path?: PodTemplatePath): InputError {
  return new InputError({
    what: `the ${String(kind)} has no Pod template${path ? ` at ${path.join('.')}` : ''}`,
    why: 'there is nothing to make confidential',
    fix: 'write podTemplate: spec.template, for example, where a custom resource has its Pod template',
  });
}

/** An image of a Pod template, and where it stands in the object. */
export interface ImageField {
  /** As it is written. */
  readonly image: string;
  readonly field: FieldPath;
}

/**
 * The images of a Pod template (or Pod), in the order in which their containers start.
 *
 * @param path from the object to the template
 */
export function imageFieldsOf(template: JsonObject, path: FieldPath = []): ImageField[] {
  const spec = objectOf(template.spec);
  return CONTAINER_LISTS.flatMap((list) => {
    const containers: readonly unknown[] = Array.isArray(spec[list]) ? spec[list] : [];
    return containers.flatMap((container, index) => {
      const { image } = objectOf(container);
      return typeof image === 'string' ? [{ image, field: [...path, 'spec', list, index, 'image'] }] : [];
    });
  });
}

/** As {@link imageFieldsOf}, without their places. */
export function imagesOf(template: JsonObject): string[] {
  return imageFieldsOf(template).map(({ image }) => image);
}
