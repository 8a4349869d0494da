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

  test('of encrypted Secrets, somebody who decrypts them, once', () => {
    const secret = (name: string) =>
      `---\napiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: default }\ndata: { a: "ENC[]" }\nsops: {}\n`;
    expect(needs(secret('a') + secret('b'))).toEqual([
      'who decrypts what SOPS encrypted (Flux, or sops -d before kubectl)',
    ]);
  });

  const EXTERNAL = `---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: pull, namespace: default }
spec:
  secretStoreRef: { name: vault }
  target: { name: cococred }
  dataFrom:
    - sourceRef: { generatorRef: { apiVersion: generators.external-secrets.io/v1alpha1, kind: ECRAuthorizationToken, name: ecr } }
`;
  const CONFIDENTIAL = POD.replace('namespace: shop', 'namespace: default').replace(
    'serviceAccountName: robot',
    'imagePullSecrets: [{ name: cococred }]',
  );

  test('of External Secrets are the operator, the store and the generator, and no Secret that it makes', () => {
    expect(needs(EXTERNAL + CONFIDENTIAL)).toEqual([
      'kind ExternalSecret of external-secrets.io and its controller',
      'ECRAuthorizationToken default/ecr',
      'claim default/data',
      'RuntimeClass kata-qemu-snp',
      'SecretStore default/vault',
    ]);
    expect(needs(EXTERNAL.replace('name: vault', 'name: vault, kind: ClusterSecretStore'))).toContain(
      'ClusterSecretStore vault',
    );
  });

  test('a definition and a store among the objects are none', () => {
    const definition = `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: externalsecrets.external-secrets.io }
spec: { group: external-secrets.io, names: { kind: ExternalSecret } }
`;
    const store = '---\napiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: { name: vault }\n';
    expect(needs(EXTERNAL + definition + store)).toEqual([
      'kind SecretStore of external-secrets.io and its controller',
      'ECRAuthorizationToken default/ecr',
    ]);
  });

  test('Secrets that somebody else makes are named with their keys, of confidential Pods and of uploads', () => {
    const upload = `---
apiVersion: v1
kind: Pod
metadata: { name: up, namespace: default, labels: { app.kubernetes.io/component: kbs-upload } }
spec:
  containers: [{ name: up, image: a }]
  volumes:
    - name: a
      projected:
        sources:
          - { secret: { name: admin, items: [{ key: token, path: token }] } }
          - { secret: { name: admin, items: [{ key: auth, path: auth }] } }
          - { secret: { name: may, optional: true, items: [{ key: a, path: a }] } }
`;
    expect(needs(CONFIDENTIAL + upload).filter((one) => one.startsWith('Secret'))).toEqual([
      'Secret default/admin with auth, token',
      'Secret default/cococred with .dockerconfigjson',
    ]);
    expect(needs(CONFIDENTIAL.replace('runtimeClassName: kata-qemu-snp', '')).join()).not.toContain('cococred');
  });
});
