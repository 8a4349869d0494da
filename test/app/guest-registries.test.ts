import { Initdata } from '../../src/guest/initdata';
import { passwordVariables } from '../password-variables';
import { temporaryDirectory } from '../temporary-directory';
import { onlyOf, secretText, synthesized } from './synthesized';

const { write } = temporaryDirectory();

const BASE = `runtimeClass: kata-qemu-snp
kbs: { address: "http://10.0.0.5:8080", repository: { persistentVolumeClaim: kbs } }
`;
const CREDENTIAL = 'credentials: [{ registry: registry.example/team, username: u, password: p }]\n';
const WORKLOAD = 'workloads: [{ name: a, image: registry.example/team/app }]\n';

const synthesize = (added: string) => {
  const { text, environment } = passwordVariables(BASE + added);
  return synthesized(write('coco.yaml', text), environment);
};
const dataHubOf = (text: string) => {
  const annotation = 'io.katacontainers.config.hypervisor.cc_init_data';
  return Initdata.decode(onlyOf(synthesize(text), 'Pod').metadata.annotations?.[annotation] ?? '').data['cdh.toml'];
};

test('mirrors and registries without TLS reach the guest in initdata, or as a KBS resource', () => {
  const text = `${CREDENTIAL}${WORKLOAD}guest:
  registries:
    - { prefix: registry.example, mirrors: [{ location: mirror.example:5000, insecure: true }] }
    - { location: "192.168.0.66:443", insecure: true }
`;
  expect(dataHubOf(text)).toMatch(
    /registry_config\.registry\.mirror\]\]\nlocation = "mirror\.example:5000"\ninsecure = true\n/,
  );
  const resource = text.replace(/registries:.*/s, 'registries: default/registry-configuration/test\n');
  expect(dataHubOf(resource)).toContain('registry_configuration_uri = "kbs:///default/registry-configuration/test"');
});

test.each([
  [
    'registries: [{ location: "http://a.example" }]',
    'guest: registries: location "http://a.example" has a scheme in front',
  ],
  [
    'registries: [{ localtion: a.example }]',
    'guest.registries[0].localtion: is not a key of this file: it would be ignored; write location',
  ],
  ['registries: a/b', 'guest.registries: KBS resource "a/b" has not exactly three segments'],
  ['registries: 5', 'guest.registries: must be a list of registries'],
  ['extra: { cdh.toml: { kbc: { url: "http://x:1" } } }', 'guest: extra sets kbc.url in cdh.toml'],
  ['extra: { cdh.toml: bad.toml }', 'guest.extra.cdh.toml: "bad.toml" is not TOML (line 1)'],
  ['extra: { cdh.toml: none.toml }', 'guest.extra.cdh.toml: the file "none.toml" does not exist'],
  ['extra: { policy.rego: {} }', 'guest.extra: a key is not one of this file'],
])('guest: { %s } is an error that says so', (guest, message) => {
  write('bad.toml', 'password hunter2\n');
  const told = () => synthesize(`${CREDENTIAL}${WORKLOAD}guest: { ${guest} }\n`);
  expect(told).toThrow(message);
  expect(told).not.toThrow('hunter2');
});

test("the rest of the guest's files comes from a file, or stands in place", () => {
  write('cdh.toml', '[image]\nsigstore_config_uri = "kbs:///default/sigstore-config/test"\n');
  const extra = 'guest: { extra: { cdh.toml: cdh.toml, aa.toml: { log: { levle: debug } } } }\n';
  expect(dataHubOf(CREDENTIAL + WORKLOAD + extra)).toContain(
    'sigstore_config_uri = "kbs:///default/sigstore-config/test"',
  );
  expect(synthesize(CREDENTIAL + WORKLOAD + extra).warnings).toEqual([
    expect.stringMatching(/guest: extra aa\.toml log has "levle".*write level/),
  ]);
});

test('an http:// that is dropped is told, with what to write for the guest', () => {
  const text =
    'credentials: [{ registry: "http://192.168.0.66:443", username: u, password: p }]\nworkloads: [{ name: a, image: "192.168.0.66:443/nginx:1" }]\n';
  expect(synthesize(text).warnings).toEqual([
    expect.stringContaining('guest.registries: [{ location: "192.168.0.66:443", insecure: true }]'),
  ]);
  expect(synthesize(text.replace('http://', '')).warnings).toEqual([]);
});

test('an image at a loopback registry is fine where the guest pulls it from elsewhere', () => {
  const text = `${CREDENTIAL}workloads: [{ name: a, image: "localhost:5000/app" }]\n`;
  expect(() => synthesize(text)).toThrow('is at the loopback host localhost:5000');
  const mirrored = 'guest: { registries: [{ prefix: "localhost:5000", mirrors: [{ location: registry.example }] }] }\n';
  expect(onlyOf(synthesize(text + mirrored), 'Pod').spec).toMatchObject({
    containers: [{ image: 'localhost:5000/app' }],
  });
});

test('initdata that a Pod brings along is refused with the options that can say it', () => {
  const { annotation } = Initdata.of({
    data: { 'cdh.toml': '[kbc]\nname = "cc_kbc"\nurl = "http://10.0.0.5:8080"\n' },
  });
  write(
    'm.yaml',
    `apiVersion: v1
kind: Pod
metadata: { name: p, annotations: { io.katacontainers.config.hypervisor.cc_init_data: ${annotation} } }
spec: { containers: [{ name: a, image: registry.example/team/app }] }
`,
  );
  const text = `${CREDENTIAL}manifests: [{ path: m.yaml }]\nguest: { channel: initdata }\n`;
  expect(() => synthesize(text)).toThrow(
    /another document .*; say what it holds as guest options \(policy, certificates, registries, extra\)/,
  );
});

test('the credential of a mirror goes to the guest, and not to the host', () => {
  const text = `credentials:
  - { registry: registry.example/team, username: u, password: p }
  - { registry: mirror.example, username: mirror, password: m }
${WORKLOAD}guest: { registries: [{ prefix: registry.example, mirrors: [{ location: mirror.example/cache }] }] }
`;
  const { files, warnings } = synthesize(text);
  const keysIn = (file: string, key: string) =>
    Object.keys(JSON.parse(secretText(files[file]?.[0] as never, key)).auths);
  expect(warnings).toEqual([]);
  expect(keysIn('10-secrets-coco-tenant', 'default.containers.auth')).toEqual([
    'mirror.example',
    'registry.example/team',
  ]);
  expect(keysIn('10-secrets-default', '.dockerconfigjson')).toEqual(['registry.example/team']);
  const resource = text.replace(/registries: .*/, 'registries: default/registry-configuration/test }');
  expect(synthesize(resource).warnings).toEqual([]);
  expect(synthesize(text.replace(/guest: .*/, '')).warnings).toEqual([
    expect.stringContaining('no image needs the credential for mirror.example'),
  ]);
});
