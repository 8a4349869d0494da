import { ApiObject, type App } from 'cdk8s';
import type { Problem } from '../input/problem';
import type { Findings } from './findings';
import { inManifest, type UserObject } from './user-objects';

/** Finds each object that is there twice: the second `kubectl apply` would overwrite the first. */
export function checkDuplicates(
  app: App,
  sourceOf: (object: ApiObject) => UserObject | undefined,
  findings: Findings,
): void {
  const seen = new Map<string, string>();
  for (const chart of app.charts) {
    for (const object of chart.node.findAll().filter(ApiObject.isApiObject)) {
      const key = identityOf(object);
      const first = seen.get(key);
      if (first !== undefined) {
        const source = sourceOf(object);
        const problem = duplicate(object, first, chart.node.id);
        findings.add(source?.path ?? [], source ? inManifest(source, problem) : problem);
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
