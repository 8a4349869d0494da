import { z } from 'zod';
import { InputError, type Problem } from '../../input/input-error';
import { labelProblem, subdomainProblem } from '../../input/kubernetes-name';

/** How a problem travels in one of zod's issues. */
export interface ProblemParams {
  readonly problem: Problem;
}

/** Adds problems, as ours, to the value that zod is looking at, or to one below it. */
export function addProblems(context: z.RefinementCtx, problems: readonly Problem[], path: PropertyKey[] = []): void {
  for (const problem of problems) {
    context.addIssue({ code: 'custom', path, params: { problem } satisfies ProblemParams });
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

function named(problem: (name: string) => Problem | undefined) {
  return z.string().superRefine((name, context) => {
    const found = problem(name);
    if (found) addProblems(context, [found]);
  });
}

/** Name of an object. */
export const objectName = named(subdomainProblem);

/** Name of a namespace, a container or a port. */
export const labelName = named(labelProblem);

/** A text that says something. */
export const nonEmpty = z.string().min(1);

/** A whole number; also as a text, which is what `${NAME}` gives. */
export function wholeNumber(minimum: number) {
  return z.union([z.int().min(minimum), z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(minimum))]);
}

/** true or false; also as a text, which is what `${NAME}` gives. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** A mapping from names to texts, as labels and annotations are. */
export const texts = z.record(z.string(), z.string());
