import { ApiObject, type App } from 'cdk8s';
import type { Path, PathProblem } from '../config/config-file';
import { type Place, within } from '../input/problem';

/** Where the user's files have an object. */
export interface Origin {
  /** In `coco.yaml`. */
  readonly path: Path;
  /** In a manifest. */
  readonly place?: Place;
}

/**
 * One problem for each object that is there twice: the second `kubectl apply` would overwrite the first.
 *
 * @param origins of the objects that the user's files have.
 */
export function duplicateObjects(app: App, origins: ReadonlyMap<ApiObject, Origin>): PathProblem[] {
  const seen = new Map<string, string>();
  const problems: PathProblem[] = [];
  for (const chart of app.charts) {
    for (const object of chart.node.findAll().filter(ApiObject.isApiObject)) {
      const key = identityOf(object);
      const first = seen.get(key);
      if (first !== undefined) {
        const { path = [], place } = origins.get(object) ?? {};
        problems.push({ path, ...within(place, duplicate(object, first, chart.node.id)) });
      }
      seen.set(key, chart.node.id);
    }
  }
  return problems;
}

function identityOf({ apiGroup, kind, metadata, name }: ApiObject): string {
  return JSON.stringify([apiGroup, kind, metadata.namespace, name]);
}

function duplicate(object: ApiObject, first: string, second: string) {
  const { namespace } = object.metadata;
  const where = namespace ? ` in namespace ${namespace}` : '';
  const files = first === second ? '' : `, in ${first} and ${second}`;
  return {
    what: `${object.kind} ${object.name}${where} is made twice${files}`,
    why: 'the second one applied would overwrite the first',
    fix: 'write another name or namespace for one of them',
  };
}
