import { type JsonObject, objectOf } from '../input/json';
import { nearest } from '../input/nearest';
import { InputError, type Problem, write } from '../input/problem';
import { quote, quoteValue } from '../input/quote';

/** Annotation by which a manifest says itself whether it is to be made confidential, `"true"` or `"false"`. */
export const CONFIDENTIAL_ANNOTATION = 'cdk8s-coco/confidential';
/** Annotation with the names of rules, separated by commas, that an object is not to be checked by. */
export const IGNORE_ANNOTATION = 'cdk8s-coco/ignore';
const ANNOTATION_PREFIX = 'cdk8s-coco/';

/** Which workloads are made confidential, whatever their images. All criteria that are given have to hold. */
export interface ManifestSelection {
  /**
   * Names of workloads.
   * @default - any
   */
  readonly names?: readonly string[];
  /**
   * Labels of the workload, all of them.
   * @default - any
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Kinds of workloads, such as `Deployment`.
   * @default - any
   */
  readonly kinds?: readonly string[];
}

/** Whether a selection, which is not empty, chooses an object. */
export function isSelected(object: JsonObject, { names, labels, kinds }: ManifestSelection): boolean {
  const given = [names, labels, kinds].some((criterion) => criterion !== undefined);
  const metadata = objectOf(object.metadata);
  const own = objectOf(metadata.labels);
  return (
    given &&
    (names?.some((name) => name === metadata.name || name === metadata.generateName) ?? true) &&
    (kinds?.some((kind) => kind === object.kind) ?? true) &&
    Object.entries(labels ?? {}).every(([name, value]) => own[name] === value)
  );
}

/**
 * Checks that a selection chooses something: a misspelt kind or label would leave its workload out, silently.
 *
 * @throws InputError where none of the workloads is chosen.
 */
export function checkSelection(workloads: readonly JsonObject[], { names, labels, kinds }: ManifestSelection): void {
  const chooses = labels !== undefined || kinds !== undefined;
  if (!chooses || workloads.some((workload) => isSelected(workload, { names, labels, kinds }))) return;
  const present = new Set(workloads.map(({ kind }) => String(kind)));
  const suggestion = kinds?.map((kind) => nearest(kind, present)).find((kind) => kind !== undefined);
  throw new InputError({
    what: 'select chooses no workload in these manifests',
    why: 'the workloads that are meant would not be made confidential',
    fix: write(
      suggestion ? `kinds: [${suggestion}], for example` : 'kinds and labels that a workload in these files has',
    ),
  });
}

/**
 * What the annotations of a workload and its Pod templates say; undefined where they say nothing.
 *
 * @throws InputError for a value other than `"true"` and `"false"`, or for both, and for unknown annotations of ours.
 */
export function annotatedChoice(object: JsonObject, templates: readonly JsonObject[]): boolean | undefined {
  const annotations = [object, ...templates].map(annotationsOf);
  InputError.throwIfAny(annotations.flatMap(Object.keys).flatMap(unknownAnnotation));
  const values = new Set(annotations.map((own) => own[CONFIDENTIAL_ANNOTATION]).filter((value) => value !== undefined));
  const [value, other] = values;
  if (value === undefined) return undefined;
  if (other === undefined && (value === 'true' || value === 'false')) return value === 'true';
  throw new InputError({
    what: `annotation ${CONFIDENTIAL_ANNOTATION} is ${[...values].map(quoteValue).join(' and ')}`,
    why: 'it would be left to chance whether the workload is confidential',
    fix: `write ${CONFIDENTIAL_ANNOTATION}: "true" or "false", in quotes, on the workload or its Pod template`,
  });
}

/**
 * Checks that each selected name is there: a misspelt one would leave its workload out, silently.
 *
 * @param present names of all workloads
 * @throws InputError for the names that are missing.
 */
export function checkNames({ names = [] }: ManifestSelection, present: ReadonlySet<string>): void {
  const missing = names.filter((name) => !present.has(name));
  InputError.throwIfAny(
    missing.map((name) => {
      const candidate = nearest(name, present);
      return {
        what: `select.names has ${quote(name)}, but no workload in the manifests has that name`,
        why: 'it would not be made confidential',
        fix: write(candidate === undefined ? 'the name of a workload in these files' : quote(candidate)),
      };
    }),
  );
}

/** A misspelt annotation would be ignored, and its workload left out, silently. */
function unknownAnnotation(name: string): Problem[] {
  const known = [CONFIDENTIAL_ANNOTATION, IGNORE_ANNOTATION];
  if (!name.startsWith(ANNOTATION_PREFIX) || known.includes(name)) return [];
  return [
    {
      rule: 'unknown-annotation',
      what: `${quote(name)} is no annotation of cdk8s-coco`,
      why: 'it would be ignored',
      fix: write(nearest(name, known) ?? known.join(' or ')),
    },
  ];
}

function annotationsOf({ metadata }: JsonObject): JsonObject {
  return objectOf(objectOf(metadata).annotations);
}
