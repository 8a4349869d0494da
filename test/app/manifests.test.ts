import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { passwordVariables } from '../password-variables';
import { temporaryDirectory } from '../temporary-directory';
import { secretText, synthesized } from './synthesized';

const { directory, write } = temporaryDirectory();

const CONFIG = `runtimeClass: kata-qemu-snp
kbs: { address: "kbs:8080", repository: { persistentVolumeClaim: kbs-repository } }
credentials: [{ registry: registry.example/team, username: robot, password: hunter2 }]
manifests: [{ path: "manifests/*.yaml" }]
`;

const SHOP = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { mode: "0644", answer: "yes", empty: null }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example/team/web }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: shop }
spec:
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache } }
    spec: { containers: [{ name: cache, image: redis }] }
`;

const POD = `apiVersion: v1
kind: Pod
metadata: { name: tool }
spec: { containers: [{ name: tool, image: registry.example/team/tool }] }
`;

function synthesize(config: string) {
  const { text, environment } = passwordVariables(config);
  return synthesized(write('coco.yaml', text), environment);
}

function errorOf(config: string): string {
  try {
    synthesize(config);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

beforeEach(() => {
  write('manifests/shop.yaml', SHOP);
  write('manifests/tool.yaml', POD);
});

test('workloads with a credential are made confidential, the rest passes through, in files that sort', () => {
  const { files, warnings } = synthesize(CONFIG);
  expect(Object.keys(files).sort()).toEqual([
    '00-cluster',
    '10-secrets-coco-tenant',
    '10-secrets-default',
    '10-secrets-shop',
    '20-kbs-coco-tenant',
    '40-manifests-default',
    '40-manifests-shop',
  ]);
  expect(files['00-cluster']).toEqual([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
  const [settings, web, cache] = files['40-manifests-shop'] ?? [];
  expect(settings).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'shop' },
    data: { mode: '0644', answer: 'yes', empty: null },
  });
  expect(web?.spec).toEqual({
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: {
        labels: { app: 'web' },
        annotations: {
          'io.containerd.cri.runtime-handler': 'kata-qemu-snp',
          'io.katacontainers.config.hypervisor.kernel_params':
            'agent.image_registry_auth=kbs:///default/containers/auth agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://kbs:8080',
        },
      },
      spec: {
        containers: [{ name: 'web', image: 'registry.example/team/web', imagePullPolicy: 'Always' }],
        runtimeClassName: 'kata-qemu-snp',
        imagePullSecrets: [{ name: 'cococred' }],
      },
    },
  });
  expect(JSON.stringify(cache)).not.toContain('runtimeClassName');
  expect(warnings).toEqual([]);
});

test('objects that name no namespace get that of their entry, those of the cluster none', () => {
  const { files } = synthesize(CONFIG.replace('*.yaml"', 'tool.yaml", namespace: tools'));
  const [secret] = files['10-secrets-tools'] ?? [];
  expect(secret && secretText(secret, '.dockerconfigjson')).toContain('registry.example/team');
  expect(files['40-manifests-tools']?.[0]?.metadata.namespace).toBe('tools');
  const shop = synthesize(CONFIG.replace('*.yaml"', 'shop.yaml", namespace: tools')).files;
  expect(shop['00-cluster']).toEqual([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
  expect(shop['40-manifests-shop']?.map(({ metadata }) => metadata.namespace)).toEqual(['shop', 'shop', 'shop']);
});

test('what an earlier run wrote is no manifest', () => {
  write('out/30-workloads-default.k8s.yaml', `# Written by cdk8s-coco. Changes made here are lost.\n${POD}`);
  expect(errorOf(CONFIG.replace('manifests/*', 'out/*'))).toMatch(
    /manifests\[0\]: the file out\/30-workloads-default\.k8s\.yaml was written by cdk8s-coco itself: .*; write a path or glob that leaves the output directory out/,
  );
});

test('a Secret among the manifests goes to a file that Git ignores', () => {
  write('manifests/tool.yaml', `${POD}---\napiVersion: v1\nkind: Secret\nmetadata: { name: s }\ndata: { a: eA== }\n`);
  const { files } = synthesize(CONFIG);
  expect(files['10-secrets-default']?.map(({ metadata }) => metadata.name)).toEqual(['cococred', 's']);
  expect(files['40-manifests-default']).toHaveLength(1);
});

test('manifests of which none becomes confidential are told, and nothing is provisioned for them', () => {
  const { files, warnings } = synthesize(CONFIG.replace('registry.example/team', 'registry.example/taem'));
  expect(Object.keys(files).sort()).toEqual(['00-cluster', '40-manifests-default', '40-manifests-shop']);
  expect(warnings).toEqual([
    expect.stringMatching(
      /no image needs the credential for registry\.example\/taem, .*; write registry\.example to cover it$/,
    ),
    expect.stringMatching(
      /manifests\[0\]: no workload in these manifests is made confidential: none of their images \(/,
    ),
  ]);
});

test('of manifests that were not meant the credential is not told, too', () => {
  write('manifests/other.yml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
  const { warnings } = synthesize(CONFIG.replace('*.yaml', '*.yml'));
  expect(warnings).toEqual([
    expect.stringMatching(/they have no image that can be pulled, .*; write the path of manifests with workloads$/),
  ]);
});

test('a selected workload gets the class and guest of its entry', () => {
  const { files } = synthesize(
    CONFIG.replace(
      '*.yaml"',
      'shop.yaml", select: { names: [cache] }, runtimeClass: kata-remote, guest: { channel: initdata }',
    ),
  );
  const [, web, cache] = files['40-manifests-shop'] ?? [];
  for (const workload of [web, cache]) {
    expect(workload?.spec).toMatchObject({
      template: {
        metadata: { annotations: { 'io.katacontainers.config.hypervisor.cc_init_data': expect.any(String) } },
        spec: { runtimeClassName: 'kata-remote' },
      },
    });
  }
  expect(cache).not.toHaveProperty('spec.template.spec.imagePullSecrets');
});

test('a custom resource is made confidential at the path of its Pod template', () => {
  write(
    'manifests/tool.yaml',
    `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: roll }
spec: { template: { spec: { containers: [{ name: a, image: registry.example/team/roll }] } } }
`,
  );
  const { files } = synthesize(CONFIG.replace('*.yaml"', 'tool.yaml", podTemplate: spec.template'));
  expect(files['40-manifests-default']?.[0]).toHaveProperty('spec.template.spec.runtimeClassName', 'kata-qemu-snp');
});

test.each([
  ['a path without files', CONFIG.replace('*.yaml', '*.json'), /manifests\[0\]: no file matches "manifests\/\*\.json"/],
  ['a missing file', CONFIG.replace('*.yaml', 'absent.yaml'), /the file manifests\/absent\.yaml does not exist/],
  [
    'a file twice',
    CONFIG.replace('yaml" }]', 'yaml" }, { path: manifests/tool.yaml }]'),
    /Pod tool in namespace default is made twice/,
  ],
])('%s is an error', (_, config, message) => {
  expect(errorOf(config)).toMatch(message);
});

test.each([
  ['not YAML', 'a: b: c', /manifests\/tool\.yaml:1: a value holds/],
  [
    'a name that is no text',
    POD.replace('name: tool }', 'name: off }'),
    /manifests\/tool\.yaml:3: "name" in the metadata is no text/,
  ],
  ['duplicate keys', POD.replace('kind: Pod', 'kind: Pod\nkind: Pod'), /manifests\/tool\.yaml:3: /],
  [
    'another runtime class',
    POD.replace('spec: {', 'spec: { runtimeClassName: gvisor,'),
    /manifests\/tool\.yaml:1: Pod tool: .*runtime class "gvisor" already/,
  ],
  [
    'conflicting kernel parameters',
    POD.replace(
      'name: tool }',
      'name: tool, annotations: { io.katacontainers.config.hypervisor.kernel_params: agent.guest_components_rest_api=all } }',
    ),
    /manifests\/tool\.yaml:3: Pod tool: kernel parameter "agent\.guest_components_rest_api" is set twice/,
  ],
])('a manifest that holds %s is an error with its file and line', (_, text, message) => {
  write('manifests/tool.yaml', text);
  expect(errorOf(CONFIG)).toMatch(message);
});

test('a password in plain sight that may be a word is told, but not shown', () => {
  const secret = 'sesameseed';
  write('manifests/tool.yaml', POD.replace('name: tool, image', `name: tool, args: ["--password=${secret}"], image`));
  const { warnings } = synthesize(CONFIG.replace('hunter2', secret));
  expect(warnings).toEqual([expect.stringContaining('Pod default/tool holds the password for registry.example/team')]);
  expect(warnings.join()).not.toContain(secret);
});

test('a Secret that holds the password is where it belongs', () => {
  const secret = Buffer.from('a-long-password').toString('base64');
  write(
    'manifests/tool.yaml',
    `${POD}---\napiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { a: a-long-password, b: ${secret} }\n`,
  );
  expect(synthesize(CONFIG.replace('hunter2', 'a-long-password')).warnings).toEqual([]);
});

test('what belongs to the cluster is there once, whatever namespaces the entries have', () => {
  const twice = CONFIG.replace(
    'manifests/*.yaml" }',
    'manifests/shop.yaml", namespace: a }, { path: manifests/shop.yaml, namespace: b }',
  );
  expect(errorOf(twice)).toContain('Namespace shop is made twice');
});

test('one kind and name in two API groups are two objects', () => {
  const service = (apiVersion: string) => `---\napiVersion: ${apiVersion}\nkind: Service\nmetadata: { name: web }\n`;
  write('manifests/tool.yaml', `${POD}${service('v1')}${service('serving.knative.dev/v1')}`);
  const { objects } = synthesize(CONFIG);
  const services = objects.filter(({ kind, metadata }) => kind === 'Service' && metadata.name === 'web');
  expect(services.map(({ apiVersion }) => apiVersion)).toEqual(
    expect.arrayContaining(['v1', 'serving.knative.dev/v1']),
  );
  write('manifests/tool.yaml', POD);
});

test('the order of the files is that of their names', () => {
  write('manifests/a.yaml', POD.replace('name: tool', 'name: first'));
  write('manifests/Z.yaml', POD.replace('name: tool', 'name: zeroth'));
  const { files } = synthesize(CONFIG);
  expect(files['40-manifests-default']?.map(({ metadata }) => metadata.name)).toEqual(['zeroth', 'first', 'tool']);
  rmSync(join(directory, 'manifests/a.yaml'));
  rmSync(join(directory, 'manifests/Z.yaml'));
});

test('host namespaces and privileges are warned of', () => {
  write('manifests/tool.yaml', POD.replace('spec: {', 'spec: { hostNetwork: true,'));
  expect(synthesize(CONFIG).warnings).toEqual([
    expect.stringMatching(/manifests\[0\]: manifests\/tool\.yaml:4: Pod tool: the Pod asks for hostNetwork/),
  ]);
});

test('the ten real-world manifests of the workload tests go through as one', () => {
  const directory = join(__dirname, '../workload/manifests');
  const config = CONFIG.replace('kata-qemu-snp', 'kata-qemu-coco-dev')
    .replace('registry.example/team', 'registry.example:5000')
    .replace('manifests/*.yaml', `${directory}/*.yaml`);
  expect(synthesize(config).objects.length).toBeGreaterThan(15);
});

test('several Pod templates of a custom resource, those of list items included', () => {
  write(
    'manifests/tool.yaml',
    `apiVersion: ray.io/v1
kind: RayCluster
metadata: { name: ray }
spec:
  head: { template: { spec: { containers: [{ name: a, image: registry.example/team/ray }] } } }
  workers: [{ template: { spec: { containers: [{ name: a, image: registry.example/team/ray }] } } }]
`,
  );
  const podTemplate = '[spec.head.template, "spec.workers[*].template"]';
  const { files, warnings } = synthesize(CONFIG.replace('*.yaml"', `tool.yaml", podTemplate: ${podTemplate}`));
  const [ray] = files['40-manifests-default'] ?? [];
  const confidential = { template: { spec: { runtimeClassName: 'kata-qemu-snp' } } };
  expect(ray?.spec).toMatchObject({ head: confidential, workers: [confidential] });
  expect(warnings).toEqual([]);
});

test('pull Secrets of a ServiceAccount that ours would switch off are told', () => {
  const account =
    '---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\nimagePullSecrets: [{ name: sidecar }]\n';
  write('manifests/tool.yaml', POD.replace('spec: {', 'spec: { serviceAccountName: app,') + account);
  const config = CONFIG.replace('*.yaml', 'tool.yaml');
  expect(synthesize(config).warnings).toEqual([
    expect.stringMatching(
      /Pod default\/tool: its imagePullSecrets switch off those of its ServiceAccount "app": "sidecar"/,
    ),
  ]);
  write('manifests/tool.yaml', POD.replace('spec: {', 'spec: { serviceAccountName: other,') + account);
  expect(synthesize(config).warnings).toEqual([]);
});

test('of a custom resource it is known from its definition whether it belongs to a namespace', () => {
  const definition = (kind: string, scope: string) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${kind.toLowerCase()}s.example.com }
spec: { group: example.com, scope: ${scope}, names: { kind: ${kind}, plural: ${kind.toLowerCase()}s } }
`;
  const resource = (kind: string, group = 'example.com') =>
    `---\napiVersion: ${group}/v1\nkind: ${kind}\nmetadata: { name: it }\n`;
  write('manifests/a-objects.yaml', resource('Wide') + resource('Narrow') + resource('Wide', 'other.example'));
  write('manifests/z-kinds.yaml', definition('Wide', 'Cluster') + definition('Narrow', 'Namespaced'));
  const entry = (file: string) => `{ path: manifests/${file}, namespace: tools }`;
  const { files } = synthesize(
    CONFIG.replace(/manifests: .*/, `manifests: [${entry('a-objects.yaml')}, ${entry('z-kinds.yaml')}]`),
  );
  const names = (file: string) =>
    files[file]?.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.namespace]);
  expect(names('00-cluster')?.[0]).toEqual(['example.com/v1', 'Wide', undefined]);
  expect(names('40-manifests-tools')).toEqual([
    ['example.com/v1', 'Narrow', 'tools'],
    ['other.example/v1', 'Wide', 'tools'],
  ]);
});
