import { ClusterView } from '../../src/check/cluster-view';
import { describePrerequisite, prerequisites } from '../../src/check/prerequisites';
import { readManifest } from '../../src/kubernetes/manifest-reader';

const needs = (text: string) => prerequisites(new ClusterView(readManifest(text, 'a.yaml'))).map(describePrerequisite);
const POD = `---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  runtimeClassName: kata-qemu-snp
  serviceAccountName: robot
  volumes: [{ name: a, persistentVolumeClaim: { claimName: data } }, { name: b, emptyDir: {} }]
  containers: [{ name: web, image: a }]
`;

describe('prerequisites', () => {
  test('are what the objects name and nobody makes, each once', () => {
    expect(needs(POD + POD.replace('name: web,', 'name: web2,'))).toEqual([
      'namespace shop',
      'claim shop/data',
      'RuntimeClass kata-qemu-snp',
      'ServiceAccount shop/robot',
    ]);
  });

  test('what is among the objects is none, in its namespace', () => {
    const made = (kind: string, name: string, namespace?: string) =>
      `---\napiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}${namespace ? `, namespace: ${namespace}` : ''} }\n`;
    const all = [
      made('Namespace', 'shop'),
      made('RuntimeClass', 'kata-qemu-snp'),
      made('PersistentVolumeClaim', 'data', 'shop'),
      made('ServiceAccount', 'robot', 'default'),
    ];
    expect(needs(POD + all.join(''))).toEqual(['ServiceAccount shop/robot']);
  });

  test('of a cluster and a StatefulSet nothing that they have themselves', () => {
    const text = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: kube-system }
spec:
  volumeClaimTemplates: [{ metadata: { name: data } }]
  template:
    spec:
      serviceAccountName: default
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
      containers: [{ name: db, image: a }]
`;
    expect(needs(text)).toEqual([]);
    expect(needs('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n')).toEqual([]);
  });
});
