import { isObject, type JsonObject } from '../input/json';
import { CONTAINER_LISTS } from './template-checks';

/** An image in a custom resource that is in none of its known Pod templates. */
export interface HiddenImage {
  /** The image, as it is written. */
  readonly image: string;
  /** The field that holds it, such as `spec.steps[*].image`. */
  readonly field: string;
  /** The Pod template that the field seems to be in; undefined where there is none around it. */
  readonly podTemplate?: string;
}

/** `image`, and what custom resources call it beside that: `imageName`, `baseImage` and so on. */
const IMAGE_FIELD = /^(?:image|imageName|[A-Za-z]+Image)$/;
/** An image of a container, below a Pod template. */
const IN_TEMPLATE = new RegExp(String.raw`^(.+)\.spec\.(?:${CONTAINER_LISTS.join('|')})\[\*\]\.image$`);

/** The images in an object outside the Pod templates that are known, which are objects in it. */
export function hiddenImages(object: JsonObject, known: readonly JsonObject[]): HiddenImage[] {
  const skipped = new Set<unknown>(known);
  const found: HiddenImage[] = [];
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, `${path}[*]`);
    if (!isObject(value) || skipped.has(value)) return;
    const parts = imageInParts(value);
    if (parts !== undefined) found.push(hiddenImage(parts, path));
    for (const [name, member] of Object.entries(value)) {
      const field = path === '' ? name : `${path}.${name}`;
      if (typeof member === 'string' && IMAGE_FIELD.test(name)) found.push(hiddenImage(member, field));
      else visit(member, field);
    }
  };
  visit(object, '');
  return found;
}

/** An image as the values of charts have it. */
function imageInParts({ registry, repository, tag, digest, pullPolicy }: JsonObject): string | undefined {
  if (typeof repository !== 'string' || (tag ?? digest ?? pullPolicy) === undefined) return undefined;
  const name = typeof registry === 'string' && registry !== '' ? `${registry}/${repository}` : repository;
  return tag === undefined || tag === null || tag === '' ? name : `${name}:${String(tag)}`;
}

function hiddenImage(image: string, field: string): HiddenImage {
  const podTemplate = IN_TEMPLATE.exec(field)?.[1];
  return { image, field, ...(podTemplate !== undefined && { podTemplate }) };
}
