import { isObject, type JsonObject } from '../input/json';
import type { Problem } from '../input/problem';
import { quote } from '../input/quote';
import { ImageReference } from '../registry/image-reference';
import { annotatedChoice } from './manifest-selection';
import { CONTAINER_LISTS } from './template-checks';

/** What keeps `kubectl apply` from applying an object. */
export function nameWarnings({ metadata }: JsonObject): Problem[] {
  if (!isObject(metadata) || metadata.name !== undefined || metadata.generateName === undefined) return [];
  return [{ what: 'it has generateName in place of a name', why: 'kubectl apply refuses it; kubectl create takes it' }];
}

/** What keeps the API server from taking a workload, which passes through nevertheless. */
export function emptyTemplateWarnings(images: readonly string[]): Problem[] {
  return images.length > 0
    ? []
    : [{ what: 'its Pods have no container with an image', why: 'the API server refuses it' }];
}

/** A custom resource with a private image is most likely meant to be confidential. */
export function hiddenImageWarnings(object: JsonObject, hasCredential: (image: ImageReference) => boolean): Problem[] {
  const image = hiddenImages(object).find((text) => {
    const reference = ImageReference.tryParse(text);
    return reference !== undefined && hasCredential(reference);
  });
  if (image === undefined || annotatedChoice(object, {}) === false) return [];
  return [
    {
      what: `it uses the image ${quote(image)}, for which there is a credential, and is not made confidential`,
      why: 'where a custom resource has its Pod template is not known',
      fix: 'write podTemplate: <path>, such as spec.template, or the annotation cdk8s-coco/confidential: "false"',
    },
  ];
}

const CONTAINER_FIELDS: readonly string[] = [...CONTAINER_LISTS, 'container'];

/** Images of what looks like containers, anywhere in an object. */
function hiddenImages(value: unknown, field = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => hiddenImages(item, field));
  if (!isObject(value)) return [];
  const own = CONTAINER_FIELDS.includes(field) && typeof value.image === 'string' ? [value.image] : [];
  return [...own, ...Object.entries(value).flatMap(([name, member]) => hiddenImages(member, name))];
}
