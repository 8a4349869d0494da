import { assemble } from '../../src/app/assemble';
import { describePrerequisite } from '../../src/check/prerequisites';
import { validateKubernetesObject } from '../kubernetes-schema';
import { temporaryDirectory } from '../temporary-directory';
import { onlyOf, synthesized } from './synthesized';

const { write } = temporaryDirectory();

const BASE = `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  repository: { persistentVolumeClaim: kbs-repository }
credentials:
  - { registry: registry.example/team, username: team, password: team-secret }
`;
const WEB = 'workloads: [{ name: web, namespace: shop, image: registry.example/team/a }]\n';
const NEEDS = [
  'namespace coco-tenant',
  'namespace shop',
  'claim coco-tenant/kbs-repository',
  'RuntimeClass kata-qemu-snp',
];

const synthesize = (text: string) => synthesized(write('coco.yaml', text));
const needs = (text: string) => assemble(write('coco.yaml', text), {}).prerequisites.map(describePrerequisite);

test('what has to be in the cluster is known', () => {
  expect(needs(BASE + WEB)).toEqual(NEEDS);
});

describe('namespaces: create', () => {
  test('makes those that no manifest makes, before everything else', () => {
    write(
      'm.yaml',
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: own }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: own }\n',
    );
    const text = `${BASE}${WEB}manifests: [{ path: m.yaml }]\nnamespaces: create\n`;
    const { files } = synthesize(text);
    expect(Object.keys(files)[0]).toBe('00-cluster');
    expect(files['00-cluster']?.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Namespace own',
      'Namespace shop',
    ]);
    for (const object of files['00-cluster'] ?? []) validateKubernetesObject(object);
    expect(needs(text)).toEqual(NEEDS.filter((one) => one !== 'namespace shop'));
  });

  test("leaves the KBS's alone, workloads in it or not: it would be pruned with all of Trustee", () => {
    const text = `${BASE.replace('kbs:', 'kbs:\n  deployment: helm')}${WEB.replace('shop', 'coco-trustee')}namespaces: create\n`;
    expect(synthesize(text).objects.map(({ kind }) => kind)).not.toContain('Namespace');
    expect(needs(text)).toContain('namespace coco-trustee');
  });

  test('leaves those that every cluster has', () => {
    const { files } = synthesize(`${BASE.replace('kbs:', 'kbs:\n  namespace: kube-system')}namespaces: create\n`);
    expect(files).not.toHaveProperty('00-cluster');
  });
});

describe('nameSuffix: fingerprint', () => {
  const job = (rest: string) =>
    onlyOf(
      synthesize(
        `${BASE}workloads: [{ name: once, kind: Job, namespace: coco-tenant, image: nginx, ${rest} }]\n`.replace(
          /credentials:\n.*\n/,
          '',
        ),
      ),
      'Job',
    );

  test('names a Job anew exactly when it changes', () => {
    const { metadata } = job('nameSuffix: fingerprint');
    expect(metadata.name).toMatch(/^once-[0-9a-f]{10}$/);
    expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/instance': 'once' });
    expect(job('nameSuffix: fingerprint').metadata.name).toBe(metadata.name);
    const others = ['nameSuffix: fingerprint, args: [a]', 'nameSuffix: fingerprint, runtimeClass: kata-qemu-tdx'];
    expect(new Set([metadata.name, ...others.map((rest) => job(rest).metadata.name)]).size).toBe(3);
    expect(job('args: [a]').metadata.name).toBe('once');
  });

  test.each([
    ['name: a, kind: Deployment', 'nameSuffix: does not go with kind Deployment'],
    [`name: ${'a'.repeat(53)}, kind: Job`, 'write at most 52'],
  ])('%.30s is refused', (rest, message) => {
    const text = `${BASE}workloads: [{ ${rest}, image: nginx, nameSuffix: fingerprint }]\n`;
    expect(() => synthesize(text)).toThrow(message);
  });
});
