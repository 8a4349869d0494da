import { InputError, type Problem } from '../../input/problem';
import type { FieldPath } from '../../kubernetes/field-places';
import type { LocatedObject } from '../../kubernetes/located-object';
import type { PodView } from '../pod-view';
import type { Violation } from '../rule';

/** Violations of what the functions for single values find wrong. */
export function violations(at: LocatedObject, field: FieldPath, problems: readonly Problem[]): Violation[] {
  return problems.map(({ what, why, fix, severity }) => ({ at, field, what, why, fix, severity }));
}

/** Violations of what is found in a Pod template, each at its field. */
export function templateViolations(pod: PodView, problems: readonly Problem[]): Violation[] {
  return problems.flatMap((problem) => violations(pod.owner, pod.field(...(problem.field ?? [])), [problem]));
}

/** What a parser that throws has against a text. */
export function problemsOf(parse: () => unknown): readonly Problem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
