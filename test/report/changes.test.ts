import { ClusterView } from '../../src/check/cluster-view';
import { readManifest } from '../../src/kubernetes/manifest-reader';
import { compare } from '../../src/report/changes';

const view = (...documents: string[]) => new ClusterView(readManifest(documents.join('---\n'), 'a.yaml'));

const CORE = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n';
const CUSTOM = 'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: web }\nspec: { a: 1 }\n';

test('objects of one name in two API groups are two objects', () => {
  const after = view(CORE.replace('80', '81'), CUSTOM.replace('a: 1', 'a: 2'));
  expect(compare(view(CORE, CUSTOM), after).changes).toEqual([
    { subject: 'Service default/web', meaning: 'changes in spec.ports[0].port' },
    { subject: 'Service default/web (serving.knative.dev)', meaning: 'changes in spec.a' },
  ]);
  expect(compare(view(CORE, CUSTOM), view(CUSTOM)).changes).toEqual([
    { subject: 'Service default/web', meaning: 'is gone' },
  ]);
  expect(compare(view(CORE, CUSTOM), view(CUSTOM, CORE))).toEqual({ changes: [], byHand: [] });
});

test('an object whose API group has another name is the same object', () => {
  const ingress = 'apiVersion: extensions/v1\nkind: Ingress\nmetadata: { name: web }\n';
  expect(compare(view(ingress), view(ingress.replace('extensions', 'networking.k8s.io'))).changes).toEqual([
    { subject: 'Ingress default/web', meaning: 'changes in apiVersion' },
  ]);
});
