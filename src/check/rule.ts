import { objectOf } from '../input/json';
import type { Finding, Problem, Severity } from '../input/problem';
import type { FieldPath } from '../kubernetes/field-places';
import { describeObject } from '../kubernetes/identity';
import type { LocatedObject } from '../kubernetes/located-object';
import { IGNORE_ANNOTATION } from '../workload/manifest-selection';
import type { ClusterView } from './cluster-view';
import { isAtLeast } from './severity';

/** Something that a rule found: in which object, and at which of its fields. */
export interface Violation extends Pick<Problem, 'what' | 'why' | 'fix'> {
  readonly at: LocatedObject;
  /** @default - the object as a whole */
  readonly field?: FieldPath;
  /** @default - that of the rule */
  readonly severity?: Severity;
}

/** Something that keeps a confidential Pod from starting, or that a reviewer should know. */
export interface Rule {
  /** In kebab case; stays the same for ever, since people write it into annotations. */
  readonly name: string;
  readonly severity: Severity;
  /**
   * Whether it is for files of others only: at synthesis it is known what is meant, and checked by that.
   * @default false
   */
  readonly filesOnly?: boolean;
  /** What is checked, in one sentence. */
  readonly summary: string;
  /** What happens otherwise, and where that is known from. */
  readonly why: string;
  /** What to do about it, where a violation does not say something more precise. */
  readonly fix: string;
  /** A manifest that violates it, and one that does not; `docs/rules.md` shows both, and a test holds them true. */
  readonly examples: { readonly fails: string; readonly passes: string };
  check(view: ClusterView): Iterable<Violation>;
}

/**
 * What the rules find in a set of objects, in their order, without what the objects ask to ignore.
 *
 * @param linesFrom from which severity on the line of a field is told, and not its object's: to find it takes reading the
 * file again.
 */
export function checkView(view: ClusterView, rules: readonly Rule[], linesFrom: Severity = 'info'): Finding[] {
  return rules.flatMap((rule) =>
    [...rule.check(view)].filter(({ at }) => !ignores(at, rule)).map((found) => findingOf(rule, found, linesFrom)),
  );
}

function ignores({ object }: LocatedObject, { name }: Rule): boolean {
  const ignored = objectOf(objectOf(object.metadata).annotations)[IGNORE_ANNOTATION];
  return typeof ignored === 'string' && ignored.split(',').some((text) => text.trim() === name);
}

function findingOf(rule: Rule, violation: Violation, linesFrom: Severity): Finding {
  const { at, field, severity = rule.severity, what, why, fix } = violation;
  const place = field && isAtLeast(severity, linesFrom) ? at.placeOf(field) : at.place;
  return {
    rule: rule.name,
    severity,
    places: [...(at.within ? [at.within] : []), { ...place, subject: place.subject ?? describeObject(at.object) }],
    what,
    why: why ?? rule.why,
    fix: fix ?? rule.fix,
  };
}
