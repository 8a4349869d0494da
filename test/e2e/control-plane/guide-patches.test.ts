import { readFileSync } from 'node:fs';
import { ControlPlane, STARTING_MS } from './control-plane';

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

/** The container and the volumes of Trustee's Deployment (0.21, `kbs/config/kubernetes/base`) that the patch is about. */
const KBS = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'kbs', namespace: 'coco-tenant' },
  spec: {
    selector: { matchLabels: { app: 'kbs' } },
    template: {
      metadata: { labels: { app: 'kbs' } },
      spec: {
        containers: [
          {
            name: 'kbs',
            image: 'kbs',
            volumeMounts: [
              { name: 'kbs-config', mountPath: '/etc/kbs/' },
              { name: 'policy-volume', mountPath: '/opt/confidential-containers/kbs/' },
            ],
          },
        ],
        volumes: [
          { name: 'kbs-config', configMap: { name: 'kbs-config', defaultMode: 420 } },
          { name: 'policy-volume', emptyDir: {} },
        ],
      },
    },
  },
};

test('the patch of the kustomize files puts the claim in place of policy-volume, and nothing else', async () => {
  await controlPlane.createNamespace('coco-tenant');
  await controlPlane.kubectl(['apply', '--filename', '-'], JSON.stringify(KBS));
  const patch = ['--patch-file', 'examples/kbs-kustomize/kbs-claim.patch.yaml'];
  const patched = JSON.parse(
    await controlPlane.kubectl(['patch', 'deployment', 'kbs', '-n', 'coco-tenant', ...patch, '--output=json']),
  ).spec;

  expect(patched.strategy).toEqual({ type: 'Recreate' });
  expect(patched.template.spec.volumes).toEqual([
    KBS.spec.template.spec.volumes[0],
    { name: 'policy-volume', persistentVolumeClaim: { claimName: 'kbs-repository' } },
  ]);
  expect(patched.template.spec.containers[0].volumeMounts).toEqual(KBS.spec.template.spec.containers[0]?.volumeMounts);
  expect(readFileSync('docs/kbs.md', 'utf8')).toContain(
    readFileSync('examples/kbs-kustomize/kbs-claim.patch.yaml', 'utf8')
      .replace(/^ *#.*\n/gm, '')
      .replace(/ #.*/g, ''),
  );
});

describe('the patches of a KbsConfig', () => {
  const GROUP = 'confidentialcontainers.org';
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const names = { kind: 'KbsConfig', plural: 'kbsconfigs', singular: 'kbsconfig' };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `kbsconfigs.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names,
      versions: [{ name: 'v1alpha1', served: true, storage: true, schema }],
    },
  };
  const [append = '', create = ''] = [
    ...readFileSync('docs/kbs.md', 'utf8').matchAll(/^ *patch '(\[[^']*kbsSecretResources[^']*\])'/gm),
  ].map(([, patch]) => patch);

  beforeAll(async () => {
    await controlPlane.kubectl(['apply', '--filename', '-'], JSON.stringify(definition));
    await controlPlane.kubectl(['wait', '--for=condition=established', `crd/kbsconfigs.${GROUP}`, '--timeout=30s']);
  });

  /** What the list is after the guide's command, and which of its patches were taken. */
  async function patched(spec: Readonly<Record<string, unknown>>) {
    const object = { apiVersion: `${GROUP}/v1alpha1`, kind: 'KbsConfig', metadata: { name: 'kbs' }, spec };
    await controlPlane.kubectl(['replace', '--force', '--filename', '-'], JSON.stringify(object));
    const run = (patch: string) =>
      controlPlane.tryKubectl(['patch', 'kbsconfig', 'kbs', '--type=json', `--patch=${patch}`]);
    const appended = (await run(append)).status === 0;
    const created = (await run(create)).status === 0;
    const { spec: after } = JSON.parse(await controlPlane.kubectl(['get', 'kbsconfig', 'kbs', '--output=json']));
    return { list: after.kbsSecretResources, appended, created };
  }

  test('append to a list that is there, which is never replaced', async () => {
    expect(await patched({ kbsSecretResources: ['mine'] })).toEqual({
      list: ['mine', 'containers'],
      appended: true,
      created: false,
    });
  });

  test('make a list where there is none', async () => {
    expect(await patched({ kbsConfigMapName: 'a' })).toEqual({ list: ['containers'], appended: false, created: true });
  });
});
