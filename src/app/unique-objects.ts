import { ApiObject, type App } from 'cdk8s';
import type { Problem } from '../input/input-error';
import { isClusterScoped } from './cluster-scope';

/** One problem for each object that is there twice: the second `kubectl apply` would overwrite the first. */
export function duplicateObjects(app: App): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const chart of app.charts) {
    for (const { apiGroup, apiVersion, kind, name, metadata } of chart.node.findAll().filter(ApiObject.isApiObject)) {
      const namespace = isClusterScoped({ apiVersion, kind }) ? undefined : metadata.namespace;
      const key = JSON.stringify([apiGroup, kind, namespace, name]);
      const first = seen.get(key);
      if (first !== undefined) {
        problems.push({
          what: `${kind} ${name}${namespace ? ` in namespace ${namespace}` : ''} is made twice${first === chart.node.id ? '' : `, in ${first} and ${chart.node.id}`}`,
          why: 'the second one applied would overwrite the first',
          instead: 'another name or namespace for one of them',
        });
      }
      seen.set(key, chart.node.id);
    }
  }
  return problems;
}
