import { isObject, type JsonObject, objectOf } from '../input/json';
import { InputError, type Problem, within } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { quote } from '../input/quote';
import { nameOf } from '../kubernetes/identity';
import type { LocatedObject } from '../kubernetes/located-object';
import { readManifest } from '../kubernetes/manifest-reader';
import { ImageReference } from '../registry/image-reference';
import { type ImageField, imageFieldsOf, withoutTemplate } from './confidential-object';
import { annotatedChoice, checkNames, checkSelection, isSelected, type ManifestSelection } from './manifest-selection';
import { clusterStateWarnings, emptyTemplateWarnings, hiddenImageWarnings, nameWarnings } from './manifest-warnings';
import {
  formatPattern,
  matchingPaths,
  type PodTemplatePath,
  type PodTemplatePattern,
  parsePodTemplatePattern,
  podTemplatePath,
  templateAt,
} from './pod-template';

/** A file of the user's own Kubernetes YAML. */
export interface ManifestFile {
  /** Name for error messages. */
  readonly path: string;
  /** Content. */
  readonly text: string;
}

/** Which workloads of manifests are to be confidential. */
export interface ManifestChoice {
  /**
   * Whether there is a credential for an image; workloads with such an image are made confidential.
   * @default - no image has a credential
   */
  readonly hasCredential?: (image: ImageReference) => boolean;
  /**
   * Further workloads to make confidential.
   * @default - none
   */
  readonly select?: ManifestSelection;
  /**
   * Where custom resources have their Pod template or templates, such as `spec.template`; `[*]` stands for each item of a
   * list, `*` for each member of a mapping: `spec.tasks[*].template`, `spec.replicaSpecs.*.template`.
   * @default - custom resources pass through
   */
  readonly podTemplate?: string | readonly string[];
}

/** An object of a manifest, as it is in the file. */
export interface ChosenManifest extends LocatedObject {
  readonly kind: string;
  /** `metadata.name`, or `metadata.generateName` where there is only that. */
  readonly name: string;
  /** `metadata.namespace`; undefined where the object does not say. */
  readonly namespace?: string;
  /** Where its Pod templates are; none where it is not to be confidential. */
  readonly templatePaths: readonly PodTemplatePath[];
  /** Images of its Pod templates, as they are written. */
  readonly images: readonly string[];
  /** Those of them that are references. */
  readonly references: readonly ImageReference[];
  readonly warnings: readonly Problem[];
}

/**
 * Reads manifests, and chooses the workloads to make confidential: those with an image for which there is a credential,
 * those selected, and those with the annotation `cdk8s-coco/confidential: "true"` on them or on their Pod template; never
 * those where it is `"false"`.
 *
 * @returns the objects of all files in their order, lists flattened
 * @throws InputError with all problems, each with file and line.
 */
export function chooseManifests(files: readonly ManifestFile[], choice: ManifestChoice): ChosenManifest[] {
  const problems = new ProblemCollector();
  const results = chooseAll(files, choice, problems);
  problems.throwIfAny();
  return results;
}

/** {@link chooseManifests} that goes on after a mistake, for who finds more of them. */
export function chooseAll(
  files: readonly ManifestFile[],
  choice: ManifestChoice,
  problems: ProblemCollector,
): ChosenManifest[] {
  const { podTemplate = [] } = choice;
  const patterns = problems.collect(() => [podTemplate].flat().map(parsePodTemplatePattern)) ?? [];
  const manifests = files.flatMap(({ path, text }) => problems.collect(() => readManifest(text, path)) ?? []);
  const results = manifests.flatMap((manifest) => {
    const chosen = problems.collect(
      () => choose(manifest, choice, patterns),
      (problem) => manifestProblem(manifest, problem),
    );
    return chosen ? [chosen] : [];
  });
  const workloads = results.filter(({ images }) => images.length > 0);
  if (problems.problems.length === 0) problems.collect(() => checkPatterns(results, patterns));
  const { select = {} } = choice;
  problems.collect(() => {
    checkNames(select, new Set(workloads.map(({ name }) => name)));
    checkSelection(
      workloads.map(({ object }) => object),
      select,
    );
  });
  return results;
}

function noImage(): boolean {
  return false;
}

/** A problem of an object of a manifest, with its place and what the object is. */
export function manifestProblem({ place, placeOf, object }: LocatedObject, problem: Problem): Problem {
  return within({ ...(problem.field ? placeOf(problem.field) : place), subject: describe(object) }, problem);
}

function choose(
  { object, place, placeOf }: LocatedObject,
  choice: ManifestChoice,
  patterns: readonly PodTemplatePattern[],
): ChosenManifest {
  const { hasCredential = noImage } = choice;
  const own = podTemplatePath(object);
  const paths = own ? [own] : customPaths(object, patterns);
  const templates = paths.map((path) => templateAt(object, path)).filter((template) => template !== undefined);
  const fields = paths.flatMap((path) => imageFieldsOf(objectOf(templateAt(object, path)), path));
  const images = fields.map(({ image }) => image);
  const { references, warnings } = readImages(fields);
  const confidential = isConfidential(object, templates, references, choice);
  if (confidential && templates.length === 0) throw withoutTemplate(object, own);
  const told = [
    ...warnings,
    ...nameWarnings(object),
    ...clusterStateWarnings(object),
    ...(own && !confidential ? emptyTemplateWarnings(images) : []),
    ...hiddenImageWarnings(object, templates, hasCredential),
  ];
  const templatePaths = confidential ? paths : [];
  return { ...identityOf(object), object, place, placeOf, templatePaths, images, references, warnings: told };
}

/** @throws InputError where the path for custom resources leads nowhere: it would leave them out, silently. */
function checkPatterns(manifests: readonly LocatedObject[], patterns: readonly PodTemplatePattern[]): void {
  const idle = patterns.filter((pattern) => {
    return !manifests.some(({ object }) => customPaths(object, [pattern]).length > 0);
  });
  InputError.throwIfAny(
    idle.map((pattern) => ({
      what: `podTemplate ${quote(formatPattern(pattern))} leads to no Pod template in these manifests`,
      why: 'nothing at it would be made confidential',
      fix: 'write the path of the object that has metadata and spec.containers, such as spec.template',
    })),
  );
}

function customPaths(object: JsonObject, patterns: readonly PodTemplatePattern[]): PodTemplatePath[] {
  const paths = patterns.flatMap((pattern) => matchingPaths(object, pattern));
  // Other custom resources in the same files may have something else there.
  return paths.filter((path) => {
    const spec = templateAt(object, path)?.spec;
    return isObject(spec) && Array.isArray(spec.containers);
  });
}

function isConfidential(
  object: JsonObject,
  templates: readonly JsonObject[],
  images: readonly ImageReference[],
  { select = {}, hasCredential = noImage }: ManifestChoice,
): boolean {
  const choice = annotatedChoice(object, templates);
  if (choice !== undefined) return choice;
  return templates.length > 0 && (isSelected(object, select) || images.some(hasCredential));
}

function readImages(fields: readonly ImageField[]): { references: ImageReference[]; warnings: readonly Problem[] } {
  const unread = new ProblemCollector();
  const references = fields.flatMap(({ image, field }) => {
    const read = () => ImageReference.parse(image);
    return unread.collect(read, (problem) => ({ rule: 'image-reference', ...problem, field })) ?? [];
  });
  return { references, warnings: unread.problems };
}

function identityOf({ kind, metadata }: JsonObject): { kind: string; name: string; namespace?: string } {
  const namespace = objectOf(metadata).namespace;
  return {
    kind: String(kind),
    name: nameOf({ metadata }),
    ...(typeof namespace === 'string' && { namespace }),
  };
}

function describe(object: JsonObject): string {
  const { kind, name, namespace } = identityOf(object);
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
