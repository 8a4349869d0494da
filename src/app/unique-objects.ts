import { ApiObject, type App } from 'cdk8s';
import type { Path } from '../config/path';
import { type Place, type Problem, within } from '../input/problem';
import type { FieldPath } from '../kubernetes/field-places';
import type { Findings } from './findings';

/** Where the user's files speak of an object. */
export interface Origin {
  /** In `coco.yaml`. */
  readonly path: Path;
  /** In a manifest. */
  readonly place?: Place;
  /** Where one of its fields stands in the manifest. */
  placeOf?(path: FieldPath): Place;
  /** Where `coco.yaml` has one of its fields, from {@link path}; undefined where it has no line of its own. */
  pathOf?(field: FieldPath): FieldPath | undefined;
}

/** Finds each object that is there twice: the second `kubectl apply` would overwrite the first. */
export function checkDuplicates(
  app: App,
  originOf: (object: ApiObject) => Origin | undefined,
  findings: Findings,
): void {
  const seen = new Map<string, string>();
  for (const chart of app.charts) {
    for (const object of chart.node.findAll().filter(ApiObject.isApiObject)) {
      const key = identityOf(object);
      const first = seen.get(key);
      if (first !== undefined) {
        const { path, place } = originOf(object) ?? { path: [] };
        findings.add(path, within(place, duplicate(object, first, chart.node.id)));
      }
      seen.set(key, chart.node.id);
    }
  }
}

function identityOf({ apiGroup, kind, metadata, name }: ApiObject): string {
  return JSON.stringify([apiGroup, kind, metadata.namespace, name]);
}

function duplicate(object: ApiObject, first: string, second: string): Problem {
  const { namespace } = object.metadata;
  const where = namespace ? ` in namespace ${namespace}` : '';
  const files = first === second ? '' : `, in ${first} and ${second}`;
  return {
    rule: 'duplicate-object',
    what: `${object.kind} ${object.name}${where} is made twice${files}`,
    why: 'the second one applied would overwrite the first',
    fix: 'write another name or namespace for one of them',
  };
}
