import type { ConfigDirectory } from '../config/config-directory';
import type { Path } from '../config/path';
import type { Config } from '../config/schema/config';
import type { RuntimeClass } from '../guest/runtime-class';
import { isObject, type JsonObject, objectsIn } from '../input/json';
import { InputError, type Place, type Problem } from '../input/problem';
import { quoteValue } from '../input/quote';
import { type CustomClusterScope, isClusterScoped } from '../kubernetes/cluster-scope';
import type { FieldPath } from '../kubernetes/field-places';
import type { CredentialSet } from '../registry/credential-set';
import { ImageReference } from '../registry/image-reference';
import { chooseManifests } from '../workload/confidential-manifests';
import { imagesOf } from '../workload/confidential-object';
import { type PodTemplatePath, podTemplatePath, templateAt } from '../workload/pod-template';
import { CONTAINER_LISTS } from '../workload/template-checks';
import { pathInSpec, workloadObject } from './workload-object';

/** An object before it is made confidential, or one that stays as it is. */
export interface Candidate {
  /** Where `coco.yaml` speaks of it. */
  readonly path: Path;
  /** Where a manifest has it. */
  readonly place?: Place;
  /** Where a manifest has one of its fields. */
  placeOf?(path: FieldPath): Place;
  /** Where `coco.yaml` has one of its fields, from {@link path}; undefined where it has no line of its own. */
  pathOf?(field: FieldPath): FieldPath | undefined;
  readonly name: string;
  /** The namespace that it is applied to. */
  readonly namespace: string;
  readonly object: JsonObject;
  /** Where its Pod templates are; none where it is not to be confidential. */
  readonly templatePaths: readonly PodTemplatePath[];
  readonly images: readonly ImageReference[];
  /** @default - that of the file */
  readonly runtimeClass?: RuntimeClass;
  /** What it has in place of the file's. */
  readonly guest?: Config['guest'];
  /** Whether its name ends in a fingerprint of what it is. */
  readonly fingerprinted?: boolean;
  readonly warnings: readonly Problem[];
}

/**
 * A workload that `coco.yaml` describes.
 *
 * @throws InputError for containers in its `spec` without an image that can be pulled.
 */
export function workloadCandidate(
  workload: Config['workloads'][number],
  path: Path,
  project: string | undefined,
): Candidate {
  const object = workloadObject(workload, project);
  const templatePath = podTemplatePath(object) ?? [];
  const template = templateAt(object, templatePath) ?? {};
  InputError.throwIfAny(imageless(template));
  const images = imagesOf(template).map((image) => ImageReference.parse(image));
  const { name, namespace, runtimeClass, guest, nameSuffix } = workload;
  const fingerprinted = nameSuffix === 'fingerprint';
  return {
    path,
    pathOf: (field) => pathInSpec(workload, object, field),
    name,
    namespace,
    object,
    templatePaths: [templatePath],
    images,
    runtimeClass,
    guest,
    fingerprinted,
    warnings: [],
  };
}

/** Containers without an image: most likely meant to be merged with one that has another name. */
function imageless({ spec }: JsonObject): Problem[] {
  const all = CONTAINER_LISTS.flatMap((list) => objectsIn(isObject(spec) ? spec[list] : undefined));
  const names = all.filter(({ image }) => image !== undefined).map(({ name }) => String(name));
  return all
    .filter(({ image }) => typeof image !== 'string')
    .map(({ name }) => ({
      rule: 'container-without-image',
      what: `spec has a container ${name === undefined ? 'without name' : quoteValue(name)} that has no image`,
      why: 'it is merged with the container of the same name only, and the API server refuses one without an image',
      fix: names.length > 0 ? `write name: ${names.join(' or ')}, or an image` : 'write an image',
    }));
}

/** Where kubectl applies an object that names no namespace, unless it is told otherwise. */
const DEFAULT_NAMESPACE = 'default';

/**
 * The objects of an entry of `manifests`.
 *
 * @throws InputError for a path without files, and for everything in them that cannot be read.
 */
export function manifestCandidates(
  { path: pattern, select, podTemplate, runtimeClass, guest }: Config['manifests'][number],
  path: Path,
  directory: ConfigDirectory,
  credentials: CredentialSet,
): Candidate[] {
  const files = directory
    .find(pattern)
    .map((file) => ({ path: file, text: directory.readText(file, `the file ${file}`) }));
  const hasCredential = (image: ImageReference) => credentials.find(image) !== undefined;
  return chooseManifests(files, { hasCredential, select, podTemplate }).map((manifest) => ({
    ...manifest,
    place: { ...manifest.place, subject: `${manifest.kind} ${manifest.name}`.trim() },
    images: manifest.references,
    namespace: manifest.namespace ?? DEFAULT_NAMESPACE,
    path,
    runtimeClass,
    guest,
  }));
}

/** A candidate in the namespace of its entry, unless it names one or belongs to none. */
export function inNamespace(
  candidate: Candidate,
  namespace: string | undefined,
  customScope: CustomClusterScope,
): Candidate {
  const { object } = candidate;
  const metadata = object.metadata as JsonObject | undefined;
  if (!namespace || metadata?.namespace || isClusterScoped(object, customScope)) return candidate;
  return { ...candidate, namespace, object: { ...object, metadata: { ...metadata, namespace } } };
}
