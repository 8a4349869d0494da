import { GuestConfig } from '../../src/guest/guest-config';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { confidentialManifests, type ManifestOptions } from '../../src/workload/confidential-manifests';

const OPTIONS: ManifestOptions = {
  runtimeClass: RuntimeClass.QEMU_SNP,
  guest: GuestConfig.auto({ kbs: 'kbs:8080' }),
  pullSecrets: ['cococred'],
  hasCredential: ({ name }) => name.startsWith('private.example/'),
};
const run = (text: string, options: Partial<ManifestOptions> = {}, path = 'app.yaml') =>
  confidentialManifests([{ path, text }], { ...OPTIONS, ...options });

const pod = (name: string, image: string, more = '') =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: {name: ${name}${more}}\nspec:\n  containers: [{name: a, image: '${image}'}]\n`;

describe('confidentialManifests', () => {
  test('says of each object what it is, what became of it, and why to look at it', () => {
    const text =
      pod('private', 'private.example/app:1', ', namespace: team') +
      pod('public', 'nginx') +
      '---\napiVersion: v1\nkind: Service\nmetadata: {name: svc}\n';
    expect(run(text)).toEqual([
      expect.objectContaining({
        kind: 'Pod',
        name: 'private',
        namespace: 'team',
        place: { file: 'app.yaml', line: 2 },
        placeOf: expect.any(Function),
        confidential: true,
        images: ['private.example/app:1'],
        warnings: [],
      }),
      expect.objectContaining({ name: 'public', confidential: false, images: ['nginx'] }),
      {
        kind: 'Service',
        name: 'svc',
        place: { file: 'app.yaml', line: 14 },
        placeOf: expect.any(Function),
        confidential: false,
        images: [],
        warnings: [],
        object: expect.anything(),
      },
    ]);
  });

  test('an init container with a credential is enough', () => {
    const text = pod('a', 'nginx').replace(
      'containers:',
      'initContainers: [{name: i, image: private.example/i}]\n  containers:',
    );
    expect(run(text)[0]).toMatchObject({ confidential: true, images: ['private.example/i', 'nginx'] });
  });

  test('an annotation has the last word, on the object or its Pod template', () => {
    const off = `, annotations: {cdk8s-coco/confidential: "false"}`;
    expect(run(pod('a', 'private.example/a', off), { select: { names: ['a'] } })[0]).toMatchObject({
      confidential: false,
    });
    const on = `, annotations: {cdk8s-coco/confidential: "true"}`;
    expect(run(pod('a', 'nginx', on))[0]).toMatchObject({ confidential: true });
  });

  test('custom resources pass through, unless it is said where their Pod template is', () => {
    const text = `apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: fn}
spec:
  template:
    spec:
      containers: [{image: private.example/fn}]
`;
    expect(run(text)[0]).toMatchObject({
      confidential: false,
      images: [],
      warnings: [
        expect.objectContaining({
          rule: 'hidden-image',
          what: 'spec.template.spec.containers[*].image holds the image "private.example/fn", for which there is a credential, and is not made confidential',
          fix: 'write podTemplate: spec.template, or the annotation cdk8s-coco/confidential: "false"',
        }),
      ],
    });
    expect(run(text, { podTemplate: 'spec.template' })[0]).toMatchObject({
      confidential: true,
      images: ['private.example/fn'],
      object: { spec: { template: { spec: { runtimeClassName: 'kata-qemu-snp' } } } },
    });
    const annotated = text.replace('{name: fn}', '{name: fn, annotations: {cdk8s-coco/confidential: "true"}}');
    expect(() => run(annotated)).toThrow('app.yaml:1: Service fn: the Service has no Pod template');
    const optedOut = text.replace('{name: fn}', '{name: fn, annotations: {cdk8s-coco/confidential: "false"}}');
    expect(run(optedOut)[0]?.warnings).toEqual([]);
    const other = text.replace('containers:', 'metrics:').replace('name: fn', 'name: other');
    expect(run(`${text}---\n${other}`, { podTemplate: 'spec.template' })[1]).toMatchObject({ confidential: false });
    expect(() => run(other, { podTemplate: 'spec.template' })).toThrow(
      'podTemplate "spec.template" leads to no Pod template',
    );
    expect(() => run(`${text}---\n${text}`, { podTemplate: 'spec template' })).toThrow(
      /^"spec template" is not the path of a Pod template[^\n]*$/,
    );
  });

  const RAY = `apiVersion: ray.io/v1
kind: RayCluster
metadata: {name: ray}
spec:
  headGroupSpec: {template: {spec: {containers: [{name: h, image: private.example/ray}]}}}
  workerGroupSpecs:
  - {template: {spec: {containers: [{name: w, image: private.example/ray}]}}}
  - {template: {spec: {containers: [{name: w, image: private.example/ray}]}}}
`;

  test('several Pod templates, those in lists included', () => {
    const [made] = run(RAY, { podTemplate: ['spec.headGroupSpec.template', 'spec.workerGroupSpecs[*].template'] });
    const template = { spec: { runtimeClassName: 'kata-qemu-snp', imagePullSecrets: [{ name: 'cococred' }] } };
    expect(made).toMatchObject({
      confidential: true,
      warnings: [],
      object: { spec: { headGroupSpec: { template }, workerGroupSpecs: [{ template }, { template }] } },
    });
    expect(run(RAY, { podTemplate: 'spec.*[*].template' })[0]?.object).not.toHaveProperty(
      'spec.headGroupSpec.template.spec.runtimeClassName',
    );
    expect(() => run(RAY, { podTemplate: ['spec.headGroupSpec.template', 'spec.tasks[*].template'] })).toThrow(
      /^podTemplate "spec\.tasks\[\*\]\.template" leads to no Pod template[^\n]*$/,
    );
  });

  test('of the Pod templates that are not named, each is told once', () => {
    const fixes = (options: Partial<ManifestOptions>) => run(RAY, options)[0]?.warnings.map(({ fix }) => fix);
    const fix = (path: string) => `write podTemplate: ${path}, or the annotation cdk8s-coco/confidential: "false"`;
    const workers = fix('spec.workerGroupSpecs[*].template');
    expect(fixes({})).toEqual([fix('spec.headGroupSpec.template'), workers]);
    expect(fixes({ podTemplate: 'spec.headGroupSpec.template' })).toEqual([
      'add spec.workerGroupSpecs[*].template to the list of podTemplate',
    ]);
  });

  test.each([
    ['tekton.dev/v1', 'Task', '{steps: [{name: s, image: private.example/b}]}', 'spec.steps[*].image'],
    ['postgresql.cnpg.io/v1', 'Cluster', '{imageName: private.example/pg}', 'spec.imageName'],
    ['monitoring.coreos.com/v1', 'Prometheus', '{image: private.example/prom}', 'spec.image'],
    ['sparkoperator.k8s.io/v1beta2', 'SparkApplication', '{image: private.example/spark}', 'spec.image'],
    [
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      '{values: {image: {repository: private.example/app, tag: 1}}}',
      'spec.values.image',
    ],
    ['acme.io/v1', 'App', '{image: {registry: private.example, repository: app, tag: "1"}}', 'spec.image'],
    [
      'argoproj.io/v1alpha1',
      'Workflow',
      '{templates: [{container: {image: private.example/x}}]}',
      'spec.templates[*].container.image',
    ],
  ])('an image outside Pod templates is told: %s %s', (apiVersion, kind, spec, field) => {
    const text = `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: it}, spec: ${spec}}`;
    expect(run(text)[0]?.warnings).toEqual([
      expect.objectContaining({
        rule: 'hidden-image',
        what: expect.stringMatching(`^${field.replace(/[.[\]*]/g, '\\$&')} holds`),
      }),
    ]);
    expect(run(text, { hasCredential: () => false })[0]?.warnings).toEqual([]);
  });

  test.each([
    ['v1', 'ConfigMap', 'data: {image: private.example/x}'],
    ['node.k8s.io/v1', 'RuntimeClass', 'image: private.example/x'],
    ['acme.io/v1', 'Mirror', 'spec: {repository: private.example/x}'],
    ['image.toolkit.fluxcd.io/v1', 'ImageRepository', 'spec: {image: private.example/x}'],
    ['tekton.dev/v1', 'Task', 'spec: {description: private.example/x, steps: [{image: "private.example/*"}]}'],
  ])('what pulls no image is not told: %s %s', (apiVersion, kind, rest) => {
    expect(run(`{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: it}, ${rest}}`)[0]?.warnings).toEqual([]);
  });

  test('an object that kubectl get wrote is told, since kubectl apply compares it with that in the cluster', () => {
    const text = pod('a', 'nginx').replace('name: a', 'name: a, uid: 1-2, resourceVersion: "7", generation: 1');
    expect(run(text)[0]?.warnings).toEqual([
      expect.objectContaining({
        rule: 'cluster-state',
        what: 'its metadata has resourceVersion and uid of an object in a cluster',
        fix: expect.stringMatching(/^remove resourceVersion, uid, and .*managedFields, status$/),
      }),
    ]);
  });

  test('an image that no runtime could pull is a warning, as it is not ours to refuse', () => {
    expect(run(pod('a', 'Upper/Case'), { select: { names: ['a'] } })[0]?.warnings).toHaveLength(1);
    expect(run(pod('a', 'Upper/Case'))[0]?.warnings).toHaveLength(1);
  });

  test('warns of what works differently in a guest', () => {
    const text = pod('a', 'private.example/a').replace('spec:', 'spec:\n  hostNetwork: true');
    expect(run(text)[0]?.warnings).toEqual([expect.objectContaining({ what: 'the Pod asks for hostNetwork' })]);
  });

  test('collects the problems of all files, with file and line', () => {
    const conflict = pod('a', 'private.example/a').replace('spec:', 'spec:\n  runtimeClassName: gvisor');
    const empty = '---\napiVersion: v1\nkind: Pod\nmetadata: {name: b, namespace: team}\nspec: {containers: []}\n';
    const files = [
      { path: 'x.yaml', text: conflict },
      { path: 'y.yaml', text: empty },
      { path: 'z.yaml', text: 'a: b: c' },
    ];
    const select = { kinds: ['Pod'] };
    const convert = () => confidentialManifests(files, { ...OPTIONS, select });
    expect(convert).toThrow(/^x\.yaml:2: Pod a: the Pod has the runtime class "gvisor" already/m);
    expect(convert).toThrow(/^y\.yaml:2: Pod team\/b: the Pod has no containers/m);
    expect(convert).toThrow(/^z\.yaml:1: a value holds/m);
  });

  test.each([{ names: ['web'] }, { labels: { app: 'web' } }])(
    '%j selects workloads, and not their Service',
    (select) => {
      const service =
        '---\napiVersion: v1\nkind: Service\nmetadata: {name: web, labels: {app: web}}\nspec: {ports: [{port: 80}]}\n';
      const results = run(pod('web', 'nginx', ', labels: {app: web}') + service, { select });
      expect(results.map(({ kind, confidential }) => [kind, confidential])).toEqual([
        ['Pod', true],
        ['Service', false],
      ]);
    },
  );

  test('a selected name has to be there', () => {
    expect(() => run(pod('web', 'nginx'), { select: { names: ['wep'] } })).toThrow('select.names has "wep"');
  });

  test('other workloads without containers are not ours to refuse', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: b}\n';
    expect(run(text)[0]).toMatchObject({
      confidential: false,
      warnings: [{ what: expect.stringContaining('no container') }],
    });
  });

  test('what kubectl apply cannot apply is told', () => {
    const text = pod('a', 'nginx').replace('name: a', 'generateName: a-');
    expect(run(text)[0]?.warnings).toEqual([
      expect.objectContaining({ what: expect.stringContaining('generateName') }),
    ]);
  });
});
