import { Initdata } from '../../src/guest/initdata';
import { passwordVariables } from '../password-variables';
import { temporaryDirectory } from '../temporary-directory';
import { onlyOf, type SynthesizedObject, secretText, synthesized } from './synthesized';

const { write } = temporaryDirectory();

const KBS = 'kbs: { address: "http://10.0.0.5:8080", repository: { persistentVolumeClaim: kbs } }\n';
const CREDENTIALS = `credentials:
  - { registry: registry.example/team, username: u, password: p }
  - { registry: mirror.example, username: m, password: q }
`;
const PRIVATE = '  - { name: a, namespace: shop, image: registry.example/team/app }\n';
const MIRRORED = `  - name: b
    namespace: shop
    image: docker.io/library/redis
    guest: { registries: [{ prefix: docker.io, location: mirror.example/docker.io }] }
`;
const INITDATA = 'io.katacontainers.config.hypervisor.cc_init_data';

const synthesize = (added: string, runtimeClass = 'kata-remote') => {
  const { text, environment } = passwordVariables(`runtimeClass: ${runtimeClass}\n${CREDENTIALS}${added}`);
  return synthesized(write('coco.yaml', text), environment);
};
const annotationsOf = ({ objects }: { objects: readonly SynthesizedObject[] }, name: string) =>
  objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.name === name)?.metadata.annotations ?? {};
const keysOf = (result: ReturnType<typeof synthesize>) =>
  Object.keys(JSON.parse(secretText(onlyOf(result, 'Secret'), '.dockerconfigjson')).auths);

test('peer pods need no KBS: a pull Secret, and a Pod that says nothing of one', () => {
  const result = synthesize(`workloads:\n${PRIVATE}`);
  expect(result.objects.map(({ kind }) => kind)).toEqual(['Secret', 'Pod']);
  expect(annotationsOf(result, 'a')).toEqual({ 'io.containerd.cri.runtime-handler': 'kata-remote' });
});

test("a mirror's credential goes into the pull Secret of the peer pods that use it, and their rules into initdata", () => {
  const result = synthesize(`workloads:\n${PRIVATE}${MIRRORED}`);
  expect(keysOf(result)).toEqual(['mirror.example', 'registry.example/team']);
  const { data } = Initdata.decode(annotationsOf(result, 'b')[INITDATA] ?? '');
  expect(data['aa.toml']?.trim()).toBe('');
  expect(data['cdh.toml']).toMatch(
    /^\[kbc\]\nname = "offline_fs_kbc"\nurl = ""\n\n\[\[image\.registry_config\.registry\]\]/,
  );
  expect(result.warnings).toEqual([]);
});

test('a peer pod with a public image and a mirror that asks for a login has the pull Secret', () => {
  const result = synthesize(`workloads:\n${MIRRORED}`);
  expect(keysOf(result)).toEqual(['mirror.example']);
  expect(onlyOf(result, 'Pod').spec).toMatchObject({ imagePullSecrets: [{ name: 'cococred' }] });
});

test("elsewhere a mirror's credential goes into the KBS alone", () => {
  const result = synthesize(`${KBS}workloads:\n${PRIVATE}${MIRRORED}`, 'kata-qemu-snp');
  const pullSecrets = result.objects.filter(({ type }) => type === 'kubernetes.io/dockerconfigjson');
  const keys = pullSecrets.map((secret) => Object.keys(JSON.parse(secretText(secret, '.dockerconfigjson')).auths));
  expect(keys).toEqual([['registry.example/team']]);
  const pods = result.objects.filter(({ kind }) => kind === 'Pod');
  expect(pods.map(({ spec }) => spec?.imagePullSecrets)).toEqual([[{ name: 'cococred' }], undefined]);
});

test('where a resource of the KBS has the rules, peer pods get no credential that it may mean', () => {
  const guest = 'guest: { registries: default/registry-configuration/test }\n';
  const { objects } = synthesize(`${KBS}${guest}workloads:\n${PRIVATE}`);
  const pullSecrets = objects.filter(({ type }) => type === 'kubernetes.io/dockerconfigjson');
  const keys = pullSecrets.map((secret) => Object.keys(JSON.parse(secretText(secret, '.dockerconfigjson')).auths));
  expect(keys).toEqual([['registry.example/team']]);
});

test.each([
  [
    'a Pod of another class with a credential',
    `workloads:\n${PRIVATE}${PRIVATE.replace('name: a', 'name: c, runtimeClass: kata-qemu-tdx')}`,
    /coco\.yaml:7: workloads\[1\]: kbs is missing: under kata-qemu-tdx the guest of Pod shop\/c takes .*; write kbs: \{ address:/,
  ],
  [
    'a Pod of another class with a mirror that asks for a login',
    `workloads:\n${PRIVATE}${MIRRORED.replace('name: b', 'name: b\n    runtimeClass: kata-qemu-tdx')}`,
    /coco\.yaml:7: workloads\[1\]: kbs is missing: under kata-qemu-tdx the guest of Pod shop\/b takes/,
  ],
  ['credentials alone', '', /coco\.yaml:2: credentials: kbs is missing: without workloads/],
  [
    'an image policy',
    `workloads:\n${PRIVATE}guest: { imagePolicy: default/security-policy/test }\n`,
    /coco\.yaml:7: guest: imagePolicy needs a KBS, and kbs is missing: .*; write the address of the KBS under kbs/,
  ],
  [
    "a URI among the guest's files",
    `workloads:\n${PRIVATE}guest: { extra: { cdh.toml: { image: { sigstore_config_uri: "kbs:///a/b/c" } } } }\n`,
    /guest: extra cdh\.toml image\.sigstore_config_uri needs a KBS/,
  ],
  ['kbs without an address', `kbs: {}\nworkloads:\n${PRIVATE}`, /coco\.yaml:5: kbs\.address: is missing/],
  [
    'kbs that is no mapping',
    `kbs: 5\nworkloads:\n${PRIVATE.replace('a,', 'a, runtimeClass: kata-qemu-tdx,')}`,
    /5: kbs: must be/,
  ],
])('%s without a KBS is one error that says so', (_, text, message) => {
  let told = '';
  try {
    synthesize(text);
  } catch (error) {
    told = String(error);
  }
  expect(told).toMatch(message);
  expect(told.split('\n').filter((line) => line.includes('coco.yaml:'))).toHaveLength(1);
});

test('settings that come to nothing without a KBS are told', () => {
  const { warnings } = synthesize(`guest: { restApi: resource, channel: initdata }\nworkloads:\n${PRIVATE}`);
  expect(warnings).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/guest\.restApi: .*kbs is missing; write kbs, or leave out restApi/),
      expect.stringMatching(/guest: the channel is initdata, and there is nothing to put into it/),
    ]),
  );
});
