import { z } from 'zod';
import { InputError, type Problem } from '../../input/problem';
import { labelProblem, subdomainProblem } from '../../kubernetes/name';
import { quantityProblem } from '../../kubernetes/quantity';
import { labelKeyProblem, labelValueProblem, secretKeyProblem } from '../../kubernetes/value';

import { ImageReference } from '../../registry/image-reference';
import type { ConfigDirectory } from '../config-directory';

/** How a problem travels in one of zod's issues. */
export interface ProblemParams {
  readonly problem: Problem;
}

/** Adds problems, as ours, to the value that zod is looking at, or to one below it. */
export function addProblems(context: z.RefinementCtx, problems: readonly Problem[], path: PropertyKey[] = []): void {
  for (const problem of problems) {
    // A copy for each, since zod adds to it.
    const place = problem.key === undefined ? path : [...path, problem.key];
    context.addIssue({ code: 'custom', path: [...place], params: { problem } satisfies ProblemParams });
  }
}

/**
 * What `make` returns, or `z.NEVER` with the problems of the InputError that it throws.
 *
 * @param path of the value that they are about, from the one that zod is looking at.
 */
export function attempt<T>(context: z.RefinementCtx, make: () => T, path: PropertyKey[] = []): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    addProblems(context, error.problems, path);
    return z.NEVER;
  }
}

/** A text that `parse` turns into an object, which throws an InputError where it cannot. */
export function parsed<T>(parse: (text: string) => T) {
  return z.string().transform((text, context) => attempt(context, () => parse(text)));
}

/** A text that `problem` finds nothing wrong with. */
export function checked(problem: (text: string) => Problem | undefined) {
  return z.string().superRefine((text, context) => {
    const found = problem(text);
    if (found) addProblems(context, [found]);
  });
}

/** Name of an object. */
export const objectName = checked(subdomainProblem);

/** Name of a namespace, a container or a port. */
export const labelName = checked((name) => labelProblem(name));

/** Name of a port. */
export const portName = z.string().regex(/^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/, {
  error: 'must be at most 15 lower-case letters, digits and single "-", with a letter in it',
});

/** A text that says something. */
export const nonEmpty = z.string().min(1);

/** A whole number; also as a text, which is what `${NAME}` gives. */
export function wholeNumber(minimum: number) {
  const text = z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(minimum));
  return z.union([z.int().min(minimum), text], { error: `must be a whole number, at least ${minimum}` });
}

/** true or false; also as a text, which is what `${NAME}` gives. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')], {
  error: 'must be true or false',
});

/** Key of a Secret or ConfigMap. */
export const secretKey = checked(secretKeyProblem);

/** Labels, or a selector of them. */
export const labels = z.record(checked(labelKeyProblem), checked(labelValueProblem));

/** Annotations: keys as those of labels, any text. */
export const annotations = z.record(checked(labelKeyProblem), z.string());

/** cdk8s takes a map with this key for an object of a class, and does not print it. */
const UNPRINTABLE_KEY = 'constructor';

function printedKeyProblem(key: string): Problem | undefined {
  if (key !== UNPRINTABLE_KEY) return labelKeyProblem(key);
  const why = 'JavaScript has the name for itself, and cdk8s prints no map with it';
  return { rule: 'reserved-key', what: `"${key}" cannot be a key here`, why, fix: 'write another key' };
}

/** Labels of an object that cdk8s prints. */
export const printedLabels = z.record(checked(printedKeyProblem), checked(labelValueProblem));

/** Annotations of an object that cdk8s prints. */
export const printedAnnotations = z.record(checked(printedKeyProblem), z.string());

/** An amount, such as `500m` or `1Gi`, or a number. */
export const quantity = z.union([checked(quantityProblem), z.number().min(0)]);

/** An image reference, kept as it is written. */
export const imageText = z.string().superRefine((text, context) => {
  attempt(context, () => ImageReference.parse(text));
});

/**
 * The text of a file, whose path the key holds.
 *
 * @param description of the file, for the published schema.
 */
export function fileText(directory: ConfigDirectory, description: string) {
  return nonEmpty
    .transform((path, context) => attempt(context, () => directory.readText(path)))
    .optional()
    .meta({ description: `Path of ${description}` });
}
