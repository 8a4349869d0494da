import type { LoadedConfig } from '../config/load';
import type { Path } from '../config/path';
import type { Config } from '../config/schema/config';
import type { RuntimeClass } from '../guest/runtime-class';
import { type JsonObject, objectOf, objectsIn } from '../input/json';
import { InputError, type Problem, within } from '../input/problem';
import { quoteValue } from '../input/quote';
import { type CustomClusterScope, customClusterScope, isClusterScoped } from '../kubernetes/cluster-scope';
import type { LocatedObject } from '../kubernetes/located-object';
import type { CredentialSet } from '../registry/credential-set';
import { ImageReference } from '../registry/image-reference';
import { chooseManifests } from '../workload/choose-manifests';
import { imagesOf } from '../workload/confidential-object';
import { type PodTemplatePath, podTemplatePath, templateAt } from '../workload/pod-template';
import { CONTAINER_LISTS } from '../workload/template-checks';
import type { Findings } from './findings';
import { hasMark } from './mark';
import { pathInSpec, workloadObject } from './workload-object';

/**
 * An object of the user's: a workload that `coco.yaml` describes, or an object of a manifest that it names. Its `object` is
 * the one that it was first, and in the plan the one that is written.
 */
export interface UserObject extends LocatedObject {
  /** Where `coco.yaml` speaks of it. */
  readonly path: Path;
  /** As the user wrote it. */
  readonly name: string;
  /** The namespace that it is applied to. */
  readonly namespace: string;
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

/** `Deployment shop/web`, for a message. */
export function titleOf({ object, namespace, name }: UserObject): string {
  return `${object.kind} ${namespace}/${name}`;
}

/** A problem of an object, with where its manifest has what it is about; where `coco.yaml` speaks of it is added later. */
export function inManifest({ within: entry, place, placeOf }: LocatedObject, problem: Problem): Problem {
  if (!entry) return problem;
  return within(problem.field ? { ...place, ...placeOf(problem.field) } : place, problem);
}

/** All objects of the user's. */
export interface UserObjects {
  readonly workloads: readonly UserObject[];
  /** Those of each entry of `manifests`. */
  readonly manifests: readonly (readonly UserObject[])[];
  /** Which custom resources belong to no namespace. */
  readonly customScope: CustomClusterScope;
  /** Whether everything could be read. */
  readonly isWhole: boolean;
}

/** Reads the workloads of `coco.yaml` and the manifests that it names. */
export function findUserObjects(loaded: LoadedConfig, credentials: CredentialSet, findings: Findings): UserObjects {
  const { config } = loaded;
  const made = config.workloads.map((workload, index) => {
    const path = ['workloads', index];
    return findings.collect(path, () => workloadOf(workload, path, loaded));
  });
  const read = config.manifests.map((manifest, index) => {
    const path = ['manifests', index];
    return findings.collect(path, () => manifestObjects(manifest, path, loaded, credentials));
  });
  const customScope = customClusterScope(read.flatMap((objects = []) => objects).map(({ object }) => object));
  return {
    workloads: made.filter((workload) => workload !== undefined),
    manifests: read.map((objects = [], index) =>
      objects.map((object) => inNamespace(object, config.manifests[index]?.namespace, customScope)),
    ),
    customScope,
    isWhole: !made.includes(undefined) && !read.includes(undefined),
  };
}

/**
 * A workload that `coco.yaml` describes.
 *
 * @throws InputError for containers in its `spec` without an image that can be pulled.
 */
function workloadOf(workload: Config['workloads'][number], path: Path, loaded: LoadedConfig): UserObject {
  const { config, place } = loaded;
  const object = workloadObject(workload, config.project);
  const templatePath = podTemplatePath(object) ?? [];
  const template = templateAt(object, templatePath) ?? {};
  InputError.throwIfAny(imageless(template));
  const images = imagesOf(template).map((image) => ImageReference.parse(image));
  const { name, namespace, runtimeClass, guest, nameSuffix } = workload;
  const fingerprinted = nameSuffix === 'fingerprint';
  return {
    object,
    place: place(path),
    placeOf: (field) => place([...path, ...(pathInSpec(workload, object, field) ?? [])]),
    path,
    name,
    namespace,
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
  const all = CONTAINER_LISTS.flatMap((list) => objectsIn(objectOf(spec)[list]));
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
function manifestObjects(
  { path: pattern, select, podTemplate, runtimeClass, guest }: Config['manifests'][number],
  path: Path,
  { directory, place }: LoadedConfig,
  credentials: CredentialSet,
): UserObject[] {
  const entry = place(path);
  const files = directory
    .find(pattern)
    .map((file) => ({ path: file, text: directory.readText(file, `the file ${file}`) }));
  InputError.throwIfAny(files.filter(({ text }) => hasMark(text)).map(ownOutput));
  const hasCredential = (image: ImageReference) => credentials.find(image) !== undefined;
  return chooseManifests(files, { hasCredential, select, podTemplate }).map((manifest) => ({
    ...manifest,
    place: { ...manifest.place, subject: `${manifest.kind} ${manifest.name}`.trim() },
    within: entry,
    images: manifest.references,
    namespace: manifest.namespace ?? DEFAULT_NAMESPACE,
    path,
    runtimeClass,
    guest,
  }));
}

/** A file of an earlier run, most likely taken in by a glob. */
function ownOutput({ path }: { readonly path: string }): Problem {
  return {
    rule: 'own-output',
    what: `the file ${path} was written by cdk8s-coco itself`,
    why: 'what is made from a manifest would become a manifest at the next run',
    fix: 'write a path or glob that leaves the output directory out, or another --output',
  };
}

/** An object in the namespace of its entry, unless it names one or belongs to none. */
function inNamespace(own: UserObject, namespace: string | undefined, customScope: CustomClusterScope): UserObject {
  const { object } = own;
  const metadata = objectOf(object.metadata);
  if (!namespace || metadata.namespace || isClusterScoped(object, customScope)) return own;
  return { ...own, namespace, object: { ...object, metadata: { ...metadata, namespace } } };
}
