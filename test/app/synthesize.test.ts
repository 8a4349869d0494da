import { Initdata } from '../../src/guest/initdata';
import { REGISTRY_CERTIFICATE } from '../guest/certificate-fixtures';
import { validateKubernetesObject } from '../kubernetes-schema';
import { passwordVariables } from '../password-variables';
import { temporaryDirectory } from '../temporary-directory';
import { onlyOf, secretText, synthesized } from './synthesized';

const { write } = temporaryDirectory();

const BASE = `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  repository: { persistentVolumeClaim: kbs-repository }
credentials:
  - { registry: registry.example/team, username: team, password: team-secret }
  - { registry: other.example:5000, username: other, password: other-secret }
`;

const WORKLOADS = `workloads:
  - { name: pod, image: registry.example/team/a }
  - { name: web, kind: Deployment, namespace: web, image: registry.example/team/b, replicas: 2 }
  - { name: db, kind: StatefulSet, namespace: data, image: other.example:5000/db }
  - { name: log, kind: DaemonSet, namespace: web, image: registry.example/team/log }
  - { name: once, kind: Job, namespace: data, image: registry.example/team/once }
  - { name: often, kind: CronJob, namespace: public, schedule: "0 3 * * *", image: nginx }
`;

function synthesize(text: string, environment: Record<string, string> = {}) {
  const hidden = passwordVariables(text);
  return synthesized(write('coco.yaml', hidden.text), { ...hidden.environment, ...environment });
}

test('every object passes the schema of Kubernetes and has the recommended labels', () => {
  const { objects } = synthesize(BASE + WORKLOADS);
  expect(objects).toHaveLength(11);
  for (const object of objects) {
    expect(() => validateKubernetesObject(object)).not.toThrow();
    expect(Object.keys(object.metadata.labels ?? {})).toEqual(
      expect.arrayContaining(
        ['name', 'instance', 'component', 'part-of', 'managed-by'].map((l) => `app.kubernetes.io/${l}`),
      ),
    );
  }
});

test('a namespace gets the credentials that its images need, the KBS those of all', () => {
  const output = synthesize(BASE + WORKLOADS);
  const registries = (file: string, key: string) => {
    const [secret] = output.files[file] ?? [];
    return secret && Object.keys(JSON.parse(secretText(secret, key)).auths);
  };
  expect(registries('10-secrets-default', '.dockerconfigjson')).toEqual(['registry.example/team']);
  expect(registries('10-secrets-web', '.dockerconfigjson')).toEqual(['registry.example/team']);
  expect(registries('10-secrets-data', '.dockerconfigjson')).toEqual(['other.example:5000', 'registry.example/team']);
  expect(registries('10-secrets-coco-tenant', 'default.containers.auth')).toEqual([
    'other.example:5000',
    'registry.example/team',
  ]);
  expect(output.files).not.toHaveProperty('10-secrets-public');
  expect(onlyOf(output, 'CronJob')).not.toHaveProperty('spec.jobTemplate.spec.template.spec.imagePullSecrets');
});

test('a credential that no image needs is left out, with a warning that names it', () => {
  const output = synthesize(`${BASE}workloads: [{ name: pod, image: registry.example/team/a }]\n`);
  expect(output.warnings).toEqual([expect.stringContaining('no image needs the credential for other.example:5000')]);
  expect(JSON.stringify(output.objects)).not.toContain(Buffer.from('other:other-secret').toString('base64'));
});

test('without workloads all credentials are provisioned', () => {
  const output = synthesize(BASE);
  expect(Object.keys(output.files).sort()).toEqual(['10-secrets-coco-tenant', '20-kbs-coco-tenant']);
  expect(secretText(onlyOf(output, 'Secret'), 'default.containers.auth')).toContain('other.example:5000');
});

test('without credentials the guest is told of no authentication file, and nothing is uploaded', () => {
  const output = synthesize(BASE.replace(/credentials:.*/s, 'workloads: [{ name: pod, image: nginx }]\n'));
  expect(Object.keys(output.files)).toEqual(['30-workloads-default']);
  expect(onlyOf(output, 'Pod').metadata.annotations).toEqual({
    'io.containerd.cri.runtime-handler': 'kata-qemu-snp',
    'io.katacontainers.config.hypervisor.kernel_params':
      'agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://172.18.0.3:31731',
  });
});

test('two credentials on one host are told to be ambiguous for nydus-snapshotter, where it has a keychain', () => {
  const text = `${BASE.replace('other.example:5000', 'registry.example/other')}workloads:
  - { name: a, image: registry.example/team/a }
  - { name: b, image: registry.example/other/b }
`;
  expect(synthesize(text).warnings).toEqual([]);
  expect(synthesize(`${text}host: { nydusKeychain: true }\n`).warnings).toEqual([
    expect.stringMatching(/credentials: registry registry\.example has different credentials.*nydus-snapshotter/),
  ]);
});

test("a Pod's own pull Secret with a line break is told", () => {
  const auth = Buffer.from('old:x\n').toString('base64');
  const config = Buffer.from(JSON.stringify({ auths: { 'https://registry.example/team': { auth } } }));
  write(
    'own.yaml',
    `apiVersion: v1
kind: Pod
metadata: { name: p, namespace: shop }
spec:
  imagePullSecrets: [{ name: regcred }]
  containers: [{ name: a, image: registry.example/team/app:1 }]
---
apiVersion: v1
kind: Secret
metadata: { name: regcred, namespace: shop }
type: kubernetes.io/dockerconfigjson
data: { .dockerconfigjson: ${config.toString('base64')} }
`,
  );
  const { warnings } = synthesize(`${BASE}manifests: [{ path: own.yaml }]\n`);
  expect(warnings.join('\n')).toContain(
    'key https://registry.example/team of Secret shop/regcred: its password ends in a line break',
  );
});

test('peer pods get both keys in the pull Secret, and nothing into the KBS', () => {
  const text = `${BASE.replace('kata-qemu-snp', 'kata-remote').replace('registry.example/team', 'registry.example/v2/team')}workloads:
  - { name: a, image: registry.example/v2/team/a }
`;
  const result = synthesize(text);
  const { auths } = JSON.parse(secretText(onlyOf(result, 'Secret'), '.dockerconfigjson'));
  expect(Object.keys(auths)).toEqual(['registry.example/v2/team', 'registry.example/v2/v2/team']);
  expect(result.objects.map(({ kind }) => kind)).toEqual(['Secret', 'Pod']);
});

test('an unknown runtime class is told once, where it stands', () => {
  const text = `${BASE.replace('kata-qemu-snp', 'kata-qemu-snq')}workloads:
  - { name: a, image: registry.example/team/a }
  - { name: b, image: other.example:5000/b }
  - { name: c, image: other.example:5000/c, runtimeClass: my-class }
`;
  expect(synthesize(text).warnings).toEqual([
    expect.stringMatching(/coco\.yaml:1: runtimeClass: runtime class "kata-qemu-snq" .*"kata-qemu-snp"/),
    expect.stringMatching(/coco\.yaml:11: workloads\[2\]\.runtimeClass: runtime class "my-class"/),
  ]);
});

test('an address without scheme is told where initdata needs one', () => {
  const text = `${BASE.replace('kata-qemu-snp', 'kata-remote')}workloads:
  - { name: a, image: registry.example/team/a }
  - { name: b, image: other.example:5000/b }
`;
  expect(synthesize(text).warnings).toEqual([
    expect.stringMatching(
      /coco\.yaml:3: kbs\.address: the address has no scheme.*write http:\/\/172\.18\.0\.3:31731, or https/,
    ),
  ]);
  expect(synthesize(text.replace('172.18', 'http://172.18')).warnings).toEqual([]);
});

test('an image under a name that a reader does not know is an error that says what to write', () => {
  const text = BASE.replace('registry.example/team', 'docker.io/team');
  expect(() => synthesize(`${text}workloads: [{ name: a, image: registry-1.docker.io/team/a }]\n`)).toThrow(
    /coco\.yaml:5: credentials: image registry-1\.docker\.io\/team\/a.*write docker\.io\/team\/a/,
  );
});

test("a registry's private CA reaches the guest in initdata", () => {
  write('ca.pem', REGISTRY_CERTIFICATE);
  const text = `${BASE.replace('password: team-secret', 'password: team-secret, caCertificate: ca.pem').replace('172.18', 'http://172.18')}workloads:
  - { name: a, image: registry.example/team/a }
  - { name: b, image: other.example:5000/b }
`;
  const pods = synthesize(text).objects.filter(({ kind }) => kind === 'Pod');
  for (const { metadata } of pods) {
    const annotation = metadata.annotations?.['io.katacontainers.config.hypervisor.cc_init_data'] ?? '';
    const { toml } = Initdata.decode(annotation);
    expect(toml).toContain('extra_root_certificates');
    expect(toml.replaceAll('\n', '')).toContain(REGISTRY_CERTIFICATE.split('\n')[1]);
  }
  expect(pods).toHaveLength(2);
});

test("a workload's own guest settings stand in for the file's, key by key", () => {
  const text = `${BASE}guest: { restApi: all, extraKernelParameters: [a=1] }
workloads:
  - { name: a, image: registry.example/team/a, guest: { restApi: attestation } }
  - { name: b, image: other.example:5000/b }
`;
  const parameters = synthesize(text)
    .objects.filter(({ kind }) => kind === 'Pod')
    .map(({ metadata }) => metadata.annotations?.['io.katacontainers.config.hypervisor.kernel_params']);
  expect(parameters).toEqual([
    expect.stringMatching(/guest_components_rest_api=attestation .* a=1$/),
    expect.stringMatching(/guest_components_rest_api=all .* a=1$/),
  ]);
});

test('the operator needs no Job, and no empty file is written', () => {
  const text = BASE.replace(/ {2}repository:.*/, '  deployment: operator');
  const { files, warnings } = synthesize(text);
  expect(Object.keys(files)).toEqual(['10-secrets-trustee-operator-system']);
  expect(warnings).toEqual([expect.stringContaining('spec.kbsSecretResources of the KbsConfig')]);
});

describe('the name of the upload Job', () => {
  const nameOf = (text: string) => onlyOf(synthesize(text), 'Job').metadata.name;
  const text = `${BASE}workloads: [{ name: pod, image: registry.example/team/a }, { name: db, image: other.example:5000/db }]\n`;
  const name = nameOf(text);

  test.each([
    ['another password', 'team-secret', 'changed'],
    ['another user', 'username: team', 'username: robot'],
    ['another path', 'repository:', 'authFile: default/containers/other\n  repository:'],
    ['another claim', 'kbs-repository', 'another-claim'],
    ['another layout', 'kbs-repository', 'kbs-repository, layout: nested'],
    ['another image', 'repository:', 'upload: { image: "mirror.example/busybox:1" }\n  repository:'],
  ])('changes with %s', (_, from, to) => {
    expect(nameOf(text.replace(from, to))).not.toBe(name);
  });

  test.each([
    ['another workload', '{ name: pod', '{ name: another, image: nginx }, { name: pod'],
    ['another address of the KBS', '172.18.0.3', '172.18.0.4'],
    ['another pull Secret', 'credentials:', 'pullSecret: { name: x }\ncredentials:'],
    ['a comment', 'credentials:', '# comment\ncredentials:'],
  ])('stays with %s', (_, from, to) => {
    expect(nameOf(text.replace(from, to))).toBe(name);
  });

  test('does not depend on the order of the credentials', () => {
    const [first = '', second = ''] = text.split('\n').filter((line) => line.startsWith('  - { registry'));
    expect(nameOf(text.replace(`${first}\n${second}`, `${second}\n${first}`))).toBe(name);
  });
});

test('the order of the keys does not change a byte', () => {
  const one = `${BASE}workloads: [{ name: pod, image: registry.example/team/a, env: { A: a, B: b }, labels: { x: "1", a: "2" } }]\n`;
  const other = `workloads: [{ labels: { a: "2", x: "1" }, env: { B: b, A: a }, image: registry.example/team/a, name: pod }]
credentials:
  - { password: other-secret, username: other, registry: other.example:5000 }
  - { username: team, password: team-secret, registry: registry.example/team }
kbs:
  repository: { persistentVolumeClaim: kbs-repository }
  address: 172.18.0.3:31731
runtimeClass: kata-qemu-snp
`;
  expect(JSON.stringify(synthesize(other).objects)).toBe(JSON.stringify(synthesize(one).objects));
});

test('secret material is only in files that Git ignores', () => {
  const { files } = synthesize(BASE + WORKLOADS);
  const committed = JSON.stringify(Object.entries(files).filter(([name]) => !name.startsWith('10-secrets-')));
  for (const secret of ['team-secret', 'other-secret', 'team:team-secret', 'other:other-secret']) {
    expect(committed).not.toContain(secret);
    expect(committed).not.toContain(Buffer.from(secret).toString('base64').replace(/=*$/, ''));
  }
});

test.each([
  [
    'two workloads of one kind and name',
    `${BASE}workloads: [{ name: a, image: nginx }, { name: a, image: nginx }]\n`,
    'Pod a in namespace default is made twice',
  ],
  [
    'two credentials for one registry',
    BASE.replace('other.example:5000', 'registry.example/team'),
    'two different credentials for registry.example/team',
  ],
  [
    'a pull Secret named as the upload',
    `${BASE}pullSecret: { name: kbs-upload }\nworkloads: [{ name: a, namespace: coco-tenant, image: registry.example/team/a }]\n`,
    'Secret kbs-upload in namespace coco-tenant is made twice',
  ],
  ['no repository', BASE.replace(/ {2}repository:.*\n/, ''), 'repository'],
  [
    'a channel that the class does not let through',
    `${BASE.replace('kata-qemu-snp', 'kata-remote')}guest: { channel: kernelParameters }\nworkloads: [{ name: a, image: nginx }]\n`,
    'kata-remote does not let',
  ],
])('%s: an error that says so', (_, text, message) => {
  expect(() => synthesize(text)).toThrow(message);
});

describe('what spec of a workload adds', () => {
  const workload = (spec: string) =>
    `${BASE}workloads:\n  - { name: web, image: registry.example/team/a, spec: ${spec} }\n`;

  test('is confidential too, with the credential of its images', () => {
    const spec = '{ containers: [{ name: side, image: "other.example:5000/side" }], runtimeClassName: kata-qemu-snp }';
    const { files } = synthesize(workload(spec));
    expect(files['30-workloads-default']?.[0]?.spec).toMatchObject({
      containers: [{ name: 'main' }, { name: 'side', imagePullPolicy: 'Always' }],
    });
    const [secret] = files['10-secrets-default'] ?? [];
    expect(secret && Object.keys(JSON.parse(secretText(secret, '.dockerconfigjson')).auths)).toEqual([
      'other.example:5000',
      'registry.example/team',
    ]);
  });

  test.each([
    [
      '{ containers: [{ name: mian, stdin: true }] }',
      /coco\.yaml:9: workloads\[0\]: spec has a container "mian" .*write name: main/,
    ],
    ['{ containers: [{ stdin: true }] }', /container without name that has no image/],
    ['{ containers: [{ name: side, image: Foo }] }', /reference "Foo" has upper-case letters/],
    ['{ containers: null }', /the Pod has no containers/],
    ['{ runtimeClassName: runc }', /the Pod has the runtime class "runc" already/],
    ['[]', /workloads\[0\]\.spec: must be a mapping/],
  ])('%s is refused', (spec, message) => {
    expect(() => synthesize(workload(spec))).toThrow(message);
  });
});
