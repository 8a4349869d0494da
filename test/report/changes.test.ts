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

const object = (apiVersion: string, kind: string, name: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n`;

test('nobody is advised to delete what has data or other objects in it', () => {
  const gone = [
    object('v1', 'PersistentVolumeClaim', 'kbs-repository'),
    object('v1', 'Namespace', 'shop'),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'a.b.example'),
    object('apps/v1', 'Deployment', 'web'),
    object('kafka.example/v1', 'Topic', 'orders'),
  ];
  const { changes, byHand } = compare(view(...gone), view(object('v1', 'ConfigMap', 'stays')));
  expect(changes.filter(({ meaning }) => meaning === 'is gone')).toHaveLength(gone.length);
  expect(byHand.filter((line) => line.includes('delete'))).toEqual([
    'delete what is gone, unless something prunes it: kubectl delete deployment/web --namespace shop',
    'delete what is gone, unless something prunes it: kubectl delete topic.kafka.example/orders --namespace shop',
  ]);
});

test('a Job of an upload that is gone has run, and needs no deletion', () => {
  const labels = '{ app.kubernetes.io/component: kbs-upload }';
  const job = `apiVersion: batch/v1
kind: Job
metadata: { name: kbs-upload-1, namespace: coco-tenant, labels: ${labels} }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: a, image: b, args: [a/b/c] }] } } }
`;
  const { changes, byHand } = compare(view(job), view(object('v1', 'ConfigMap', 'stays')));
  expect(changes).toContainEqual({
    subject: 'Job coco-tenant/kbs-upload-1',
    meaning: 'is gone; what it has uploaded stays in the KBS',
  });
  expect(byHand.filter((line) => line.includes('delete'))).toEqual([]);
});
