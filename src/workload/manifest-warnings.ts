import { groupBy } from '../input/group-by';
import { type JsonObject, objectOf } from '../input/json';
import type { Problem } from '../input/problem';
import { quote } from '../input/quote';
import { customGroup } from '../kubernetes/identity';
import { ImageReference } from '../registry/image-reference';
import { type HiddenImage, hiddenImages } from './hidden-images';
import { annotatedChoice } from './manifest-selection';

/** What keeps `kubectl apply` from applying an object. */
export function nameWarnings({ apiVersion, metadata }: JsonObject): Problem[] {
  if (String(apiVersion).startsWith('kustomize.config.k8s.io/')) return [KUSTOMIZATION];
  const { name, generateName } = objectOf(metadata);
  if (name !== undefined) return [];
  if (generateName === undefined) {
    return [{ what: 'it has no name', why: 'kubectl apply refuses it', fix: 'write metadata: { name: … }' }];
  }
  return [{ what: 'it has generateName in place of a name', why: 'kubectl apply refuses it; kubectl create takes it' }];
}

/** Fields that the API server compares with the object that it has. */
const OF_THE_CLUSTER = ['resourceVersion', 'uid'] as const;

/** What shows that `kubectl get -o yaml` wrote an object. */
export function clusterStateWarnings({ metadata }: JsonObject): Problem[] {
  const fields = objectOf(metadata);
  const present = OF_THE_CLUSTER.filter((name) => typeof fields[name] === 'string');
  if (present.length === 0) return [];
  return [
    {
      rule: 'cluster-state',
      what: `its metadata has ${present.join(' and ')} of an object in a cluster`,
      why: 'kubectl apply is refused as soon as that object has changed, and in every other cluster',
      fix: `remove ${present.join(', ')}, and what else kubectl get adds: creationTimestamp, generation, managedFields, status`,
    },
  ];
}

const KUSTOMIZATION: Problem = {
  rule: 'kustomization',
  what: 'it is for Kustomize, and no object of a cluster',
  why: 'kubectl apply refuses it, and the manifests that it names are not looked at',
  fix: 'write the path of what kubectl kustomize prints',
};

/** What keeps the API server from taking a workload, which passes through nevertheless. */
export function emptyTemplateWarnings(images: readonly string[]): Problem[] {
  return images.length > 0
    ? []
    : [{ what: 'its Pods have no container with an image', why: 'the API server refuses it' }];
}

/**
 * Private images of a custom resource that are in none of its known Pod templates: they are most likely meant to be pulled
 * in a guest. One warning for each Pod template or field.
 *
 * @param known its Pod templates that are made confidential, if it is
 */
export function hiddenImageWarnings(
  object: JsonObject,
  known: readonly JsonObject[],
  hasCredential: (image: ImageReference) => boolean,
): Problem[] {
  if (!isCustom(object) || annotatedChoice(object, known) === false) return [];
  const priv = hiddenImages(object, known).filter(({ image }) => {
    const reference = ImageReference.tryParse(image);
    return reference !== undefined && hasCredential(reference);
  });
  return [...groupBy(priv, ({ podTemplate, field }) => podTemplate ?? field).values()].flatMap(([first]) =>
    first ? [hiddenImageWarning(first, known.length > 0)] : [],
  );
}

function hiddenImageWarning({ image, field, podTemplate }: HiddenImage, others: boolean): Problem {
  const optOut = 'the annotation cdk8s-coco/confidential: "false"';
  return {
    rule: 'hidden-image',
    what: `${field} holds the image ${quote(image)}, for which there is a credential, and is not made confidential`,
    ...(podTemplate === undefined
      ? {
          why: 'it is in no Pod template, so its Pods run where their operator puts them, without the guest and its credential',
          fix: `give them runtime class and annotations in the way of that operator, and write ${optOut}`,
        }
      : {
          why: 'where a custom resource has its Pod templates is only known from podTemplate',
          fix: others
            ? `add ${podTemplate} to the list of podTemplate`
            : `write podTemplate: ${podTemplate}, or ${optOut}`,
        }),
  };
}

/** Whether an object is of a kind that Kubernetes does not have itself, and may run Pods. */
function isCustom(object: JsonObject): boolean {
  const group = customGroup(object);
  // Flux' image automation only reads registries.
  return group !== undefined && group !== 'image.toolkit.fluxcd.io';
}
