import type { ConfigDirectory } from '../config/config-directory';
import type { Path } from '../config/config-file';
import type { Config } from '../config/schema/config';
import type { RuntimeClass } from '../guest/runtime-class';
import type { JsonObject } from '../input/json';
import type { Place, Problem } from '../input/problem';
import { isClusterScoped } from '../kubernetes/cluster-scope';
import type { FieldPath } from '../kubernetes/field-places';
import type { CredentialSet } from '../registry/credential-set';
import { ImageReference } from '../registry/image-reference';
import { chooseManifests } from '../workload/confidential-manifests';
import { imagesOf } from '../workload/confidential-object';
import { type PodTemplatePath, podTemplatePath, templateAt } from '../workload/pod-template';
import { workloadObject } from './workload-object';

/** An object before it is made confidential, or one that stays as it is. */
export interface Candidate {
  /** Where `coco.yaml` speaks of it. */
  readonly path: Path;
  /** Where a manifest has it. */
  readonly place?: Place;
  /** Where a manifest has one of its fields. */
  placeOf?(path: FieldPath): Place;
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
  readonly warnings: readonly Problem[];
}

/** A workload that `coco.yaml` describes. */
export function workloadCandidate(workload: Config['workloads'][number], path: Path): Candidate {
  const object = workloadObject(workload);
  const templatePath = podTemplatePath(object) ?? [];
  const images = imagesOf(templateAt(object, templatePath) ?? {}).map((image) => ImageReference.parse(image));
  const { name, namespace, runtimeClass, guest } = workload;
  return { path, name, namespace, object, templatePaths: [templatePath], images, runtimeClass, guest, warnings: [] };
}

/** Where kubectl applies an object that names no namespace, unless it is told otherwise. */
const DEFAULT_NAMESPACE = 'default';

/**
 * The objects of an entry of `manifests`.
 *
 * @throws InputError for a path without files, and for everything in them that cannot be read.
 */
export function manifestCandidates(
  { path: pattern, namespace, select, podTemplate, runtimeClass, guest }: Config['manifests'][number],
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
    object: namespace ? withNamespace(manifest.object, namespace) : manifest.object,
    place: { ...manifest.place, subject: `${manifest.kind} ${manifest.name}` },
    images: manifest.references,
    namespace: manifest.namespace ?? namespace ?? DEFAULT_NAMESPACE,
    path,
    runtimeClass,
    guest,
  }));
}

function withNamespace(object: JsonObject, namespace: string): JsonObject {
  const metadata = object.metadata as JsonObject | undefined;
  return metadata?.namespace || isClusterScoped(object) ? object : { ...object, metadata: { ...metadata, namespace } };
}
