import { isObject, type JsonObject } from '../input/json';
import { InputError, type Place, type Problem, within } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { quote } from '../input/quote';
import type { FieldPath } from '../kubernetes/field-places';
import { type ManifestObject, readManifest } from '../kubernetes/manifest-reader';
import { ImageReference } from '../registry/image-reference';
import { confidentialObject, imagesOf, withoutTemplate } from './confidential-object';
import type { ConfidentialSettings } from './confidential-template';
import { annotatedChoice, checkNames, checkSelection, isSelected, type ManifestSelection } from './manifest-selection';
import { emptyTemplateWarnings, hiddenImageWarnings, nameWarnings } from './manifest-warnings';
import { type PodTemplatePath, parsePodTemplatePath, podTemplatePath, templateAt } from './pod-template';

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
   * Where custom resources have their Pod template, such as `spec.template`.
   * @default - custom resources pass through
   */
  readonly podTemplate?: string;
}

/** Which workloads of manifests are made confidential, and how. */
export interface ManifestOptions extends ManifestChoice, ConfidentialSettings {}

/** An object of a manifest, as it is in the file. */
export interface ChosenManifest {
  readonly object: JsonObject;
  readonly kind: string;
  /** `metadata.name`, or `metadata.generateName` where there is only that. */
  readonly name: string;
  /** `metadata.namespace`; undefined where the object does not say. */
  readonly namespace?: string;
  /** Where it begins. */
  readonly place: Place;
  /** Where one of its fields stands. */
  placeOf(path: FieldPath): Place;
  /** Where its Pod template is; undefined where it is not to be confidential. */
  readonly templatePath?: PodTemplatePath;
  /** Images of its Pod template, as they are written. */
  readonly images: readonly string[];
  /** Those of them that are references. */
  readonly references: readonly ImageReference[];
  readonly warnings: readonly Problem[];
}

/** An object of a manifest after {@link confidentialManifests}. */
export interface ConfidentialManifest extends Omit<ChosenManifest, 'templatePath' | 'references'> {
  /** Whether it was made confidential; otherwise the object is as in the file. */
  readonly confidential: boolean;
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

function chooseAll(
  files: readonly ManifestFile[],
  choice: ManifestChoice,
  problems: ProblemCollector,
): ChosenManifest[] {
  const manifests = files.flatMap(({ path, text }) => problems.collect(() => readManifest(text, path)) ?? []);
  const results = manifests.flatMap((manifest) => {
    const chosen = problems.collect(
      () => choose(manifest, choice),
      (problem) => manifestProblem(manifest, problem),
    );
    return chosen ? [chosen] : [];
  });
  const workloads = results.filter(({ images }) => images.length > 0);
  if (problems.problems.length === 0) problems.collect(() => checkPodTemplate(results, choice));
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

/**
 * Makes workloads in the user's own manifests confidential, those that {@link chooseManifests} chooses. Everything else
 * passes through as it is. Only workloads with an image for which there is a credential get the pull Secrets.
 *
 * @returns the objects of all files in their order, lists flattened
 * @throws InputError with all problems, each with file and line.
 */
export function confidentialManifests(
  files: readonly ManifestFile[],
  options: ManifestOptions,
): ConfidentialManifest[] {
  const problems = new ProblemCollector();
  const results = chooseAll(files, options, problems).flatMap(({ templatePath, references, ...manifest }) => {
    if (!templatePath) return [{ ...manifest, confidential: false }];
    const pullSecrets = references.some(options.hasCredential ?? noImage) ? options.pullSecrets : [];
    const made = problems.collect(
      () => confidentialObject(manifest.object, { ...options, pullSecrets }, templatePath),
      (problem) => manifestProblem(manifest, problem),
    );
    return made
      ? [{ ...manifest, object: made.object, confidential: true, warnings: [...manifest.warnings, ...made.warnings] }]
      : [];
  });
  problems.throwIfAny();
  return results;
}

function noImage(): boolean {
  return false;
}

/** A problem of an object of a manifest, with its place and what the object is. */
function manifestProblem({ place, object }: ManifestObject, problem: Problem): Problem {
  return within({ ...place, subject: describe(object) }, problem);
}

function choose({ object, place, placeOf }: ManifestObject, choice: ManifestChoice): ChosenManifest {
  const path = podTemplatePath(object) ?? customPath(object, choice);
  const template = path && templateAt(object, path);
  const images = template ? imagesOf(template) : [];
  const { references, warnings } = readImages(images);
  const chosen = { ...identityOf(object), object, place, placeOf, images, references };
  const told = [...warnings, ...nameWarnings(object)];
  if (isConfidential(object, template, references, choice)) {
    if (!path || !template) throw withoutTemplate(object, path);
    return { ...chosen, templatePath: path, warnings: told };
  }
  const hidden = path ? emptyTemplateWarnings(images) : hiddenImageWarnings(object, choice.hasCredential ?? noImage);
  return { ...chosen, warnings: [...told, ...hidden] };
}

/** @throws InputError where the path for custom resources leads nowhere: it would leave them out, silently. */
function checkPodTemplate(manifests: readonly ManifestObject[], choice: ManifestChoice): void {
  const { podTemplate } = choice;
  if (podTemplate === undefined || manifests.some(({ object }) => customPath(object, choice))) return;
  throw new InputError({
    what: `podTemplate ${quote(podTemplate)} leads to no Pod template in these manifests`,
    why: 'nothing at it would be made confidential',
    fix: 'write the path of the object that has metadata and spec.containers, such as spec.template',
  });
}

function customPath(object: JsonObject, { podTemplate }: ManifestChoice): PodTemplatePath | undefined {
  if (podTemplate === undefined) return undefined;
  const path = parsePodTemplatePath(podTemplate);
  // Other custom resources in the same files may have something else there.
  const spec = templateAt(object, path)?.spec;
  return isObject(spec) && Array.isArray(spec.containers) ? path : undefined;
}

function isConfidential(
  object: JsonObject,
  template: JsonObject | undefined,
  images: readonly ImageReference[],
  { select = {}, hasCredential = noImage }: ManifestChoice,
): boolean {
  const choice = annotatedChoice(object, template ?? {});
  if (choice !== undefined) return choice;
  return template !== undefined && (isSelected(object, select) || images.some(hasCredential));
}

function readImages(images: readonly string[]): { references: ImageReference[]; warnings: readonly Problem[] } {
  const unread = new ProblemCollector();
  const references = images.flatMap((image) => unread.collect(() => ImageReference.parse(image)) ?? []);
  return { references, warnings: unread.problems };
}

function identityOf({ kind, metadata }: JsonObject): { kind: string; name: string; namespace?: string } {
  const { name, generateName, namespace } = isObject(metadata) ? metadata : ({} as JsonObject);
  return {
    kind: String(kind),
    name: String(name ?? generateName ?? ''),
    ...(typeof namespace === 'string' && { namespace }),
  };
}

function describe(object: JsonObject): string {
  const { kind, name, namespace } = identityOf(object);
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
