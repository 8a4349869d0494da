import { Annotation } from '../../src/guest/annotations';
import { GuestConfig } from '../../src/guest/guest-config';
import type { GuestOptions } from '../../src/guest/guest-options';
import { Initdata } from '../../src/guest/initdata';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { KBS_CERTIFICATE, REGISTRY_CERTIFICATE } from './certificate-fixtures';

const SEED: GuestOptions = { kbs: '172.18.0.3:31731', authFile: 'default/containers/auth' };
const SEED_PARAMETERS =
  'agent.image_registry_auth=kbs:///default/containers/auth agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://172.18.0.3:31731';
const EVERYTHING: GuestOptions = {
  ...SEED,
  restApi: 'all',
  imagePolicy: 'default/security-policy/test',
  httpsProxy: 'http://proxy.example:3128',
  noProxy: '10.0.0.0/8,.example',
  extraKernelParameters: ['agent.log=debug', 'quiet'],
};
const { QEMU_COCO_DEV, QEMU_SNP, REMOTE } = RuntimeClass;
const NEITHER = RuntimeClass.of('neither', { allows: { kernelParameters: false, initdata: false } });
const UNKNOWN = RuntimeClass.of('unknown');

const parametersOf = (config: GuestConfig, runtimeClass = QEMU_COCO_DEV) =>
  config.annotationsFor(runtimeClass)[Annotation.KERNEL_PARAMETERS];
const dataOf = (config: GuestConfig, runtimeClass = QEMU_COCO_DEV) =>
  Initdata.decode(config.annotationsFor(runtimeClass)[Annotation.INITDATA] ?? '').data;

describe('kernel parameters', () => {
  test('are those of the CoCo documentation, in its order', () => {
    expect(GuestConfig.kernelParameters(SEED).annotationsFor(QEMU_COCO_DEV)).toEqual({
      'io.katacontainers.config.hypervisor.kernel_params': SEED_PARAMETERS,
    });
  });

  test('carry all that they can', () => {
    expect(parametersOf(GuestConfig.kernelParameters(EVERYTHING))).toBe(
      `${SEED_PARAMETERS.replace('=resource', '=all')} agent.image_policy_file=kbs:///default/security-policy/test agent.enable_signature_verification=true agent.https_proxy=http://proxy.example:3128 agent.no_proxy=10.0.0.0/8,.example agent.log=debug quiet`,
    );
  });

  test('need no authentication file', () => {
    expect(parametersOf(GuestConfig.kernelParameters({ kbs: 'kbs:1' }))).toBe(
      'agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://kbs:1',
    );
  });

  test('cannot carry what only initdata can', () => {
    expect(() =>
      GuestConfig.kernelParameters({ ...SEED, algorithm: 'sha512', registryCertificates: [KBS_CERTIFICATE] }),
    ).toThrow('registryCertificates, algorithm cannot be kernel parameters');
  });

  test('that the class does not let through would keep the Pod from starting', () => {
    expect(() => GuestConfig.kernelParameters(SEED).annotationsFor(REMOTE)).toThrow(
      'runtime class kata-remote does not let the annotation io.katacontainers.config.hypervisor.kernel_params through: Kata does not start the Pod',
    );
  });
});

describe('initdata', () => {
  test('says what the kernel parameters say', () => {
    expect(GuestConfig.initdata(SEED).initdataDocument.toml).toBe(`version = "0.1.0"
algorithm = "sha256"

[data]
"aa.toml" = '''
[token_configs.kbs]
url = "http://172.18.0.3:31731"
'''

"cdh.toml" = '''
[kbc]
name = "cc_kbc"
url = "http://172.18.0.3:31731"

[image]
authenticated_registry_credentials_uri = "kbs:///default/containers/auth"
'''
`);
  });

  test('carries everything', () => {
    const config = GuestConfig.initdata({
      ...EVERYTHING,
      kbs: 'https://kbs.example:8443',
      kbsCertificate: KBS_CERTIFICATE,
      registryCertificates: [REGISTRY_CERTIFICATE],
      maxConcurrentLayerDownloads: 5,
      policy: 'package agent_policy\n',
      algorithm: 'sha384',
    });
    expect(config.annotationsFor(QEMU_SNP)).toEqual({
      'io.katacontainers.config.hypervisor.kernel_params': 'agent.guest_components_rest_api=all agent.log=debug quiet',
      'io.katacontainers.config.hypervisor.cc_init_data': config.initdataDocument.annotation,
    });
    expect(config.initdataDocument.algorithm).toBe('sha384');
    expect(config.initdataDocument.data).toEqual({
      'aa.toml': `[token_configs.kbs]\nurl = "https://kbs.example:8443"\ncert = """\n${KBS_CERTIFICATE}"""\n`,
      'cdh.toml': `[kbc]
name = "cc_kbc"
url = "https://kbs.example:8443"
kbs_cert = """
${KBS_CERTIFICATE}"""

[image]
authenticated_registry_credentials_uri = "kbs:///default/containers/auth"
image_security_policy_uri = "kbs:///default/security-policy/test"
max_concurrent_layer_downloads_per_image = 5
extra_root_certificates = [
"""
${REGISTRY_CERTIFICATE}""",
]

[image.image_pull_proxy]
https_proxy = "http://proxy.example:3128"
no_proxy = "10.0.0.0/8,.example"
`,
      'policy.rego': 'package agent_policy\n',
    });
  });

  // An empty one would make the guest ignore image settings on the kernel command line.
  test('has no [image] table without image settings', () => {
    expect(dataOf(GuestConfig.initdata({ kbs: 'kbs:1' }))['cdh.toml']).not.toContain('[image');
    expect(dataOf(GuestConfig.initdata({ kbs: 'kbs:1', httpsProxy: 'http://proxy:1' }))['cdh.toml']).not.toContain(
      '[image]',
    );
  });

  test('works with the default of the REST API, and with others only where kernel parameters pass', () => {
    expect(Object.keys(GuestConfig.initdata(SEED).annotationsFor(REMOTE))).toEqual([Annotation.INITDATA]);
    expect(() => GuestConfig.initdata({ ...SEED, restApi: 'attestation' }).annotationsFor(REMOTE)).toThrow(
      'write restApi: resource and no extraKernelParameters, which become "agent.guest_components_rest_api"',
    );
    const secret = GuestConfig.initdata({ ...SEED, extraKernelParameters: ['app.token=hunter2'] });
    expect(() => secret.annotationsFor(REMOTE)).toThrow(/which become "app\.token"(?!.*hunter2)/);
    const own = { [Annotation.KERNEL_PARAMETERS]: 'app.token=other' };
    const parameters = GuestConfig.auto({ ...SEED, extraKernelParameters: ['app.token=hunter2'] });
    expect(() => parameters.annotationsFor(QEMU_SNP, own)).toThrow(/"app\.token" is set twice(?!.*(hunter2|other))/);
  });

  test('that the class does not let through would keep the Pod from starting', () => {
    const config = GuestConfig.initdata({ ...SEED, algorithm: 'sha384' });
    expect(() => config.annotationsFor(NEITHER)).toThrow('write another runtime class');
  });
});

describe('the channel', () => {
  test('is kernel parameters where the class lets them through, or nobody knows; else initdata', () => {
    const auto = GuestConfig.auto(SEED);
    expect(auto.channelFor(QEMU_COCO_DEV)).toBe('kernelParameters');
    expect(auto.channelFor(UNKNOWN)).toBe('kernelParameters');
    expect(auto.channelFor(REMOTE)).toBe('initdata');
    expect(parametersOf(auto)).toBe(SEED_PARAMETERS);
    expect(auto.annotationsFor(REMOTE)).toEqual(GuestConfig.initdata(SEED).annotationsFor(REMOTE));
    expect(() => auto.channelFor(NEITHER)).toThrow(/kernel_params through.*write another runtime class$/);
    expect(auto.channelFor(RuntimeClass.CC)).toBe('initdata');
    expect(auto.channelFor(RuntimeClass.of('own', { allows: { initdata: true } }))).toBe('initdata');
    expect(auto.channelFor(RuntimeClass.of('own', { allows: { initdata: false } }))).toBe('kernelParameters');
    expect(auto.channelFor(RuntimeClass.of('own', { allows: { kernelParameters: false } }))).toBe('initdata');
  });

  test('is what the release lets through, under the name that it reads', () => {
    const initdata = GuestConfig.initdata(SEED);
    const old = RuntimeClass.of('kata-qemu-snp', { kata: '3.19' });
    expect(Object.keys(initdata.annotationsFor(old))).toEqual(['io.katacontainers.config.runtime.cc_init_data']);
    expect(initdata.annotationsFor(old, initdata.annotationsFor(old))).toEqual(initdata.annotationsFor(old));
    expect(() => initdata.channelFor(RuntimeClass.of('kata-qemu-snp', { kata: '3.20' }))).toThrow(
      /cc_init_data through in Kata 3\.20: Kata does not start the Pod/,
    );
    const gpu = 'kata-qemu-nvidia-gpu-snp-runtime-rs';
    const parameters = GuestConfig.kernelParameters(SEED);
    expect(parameters.channelFor(RuntimeClass.of(gpu, { kata: '4.0' }))).toBe('kernelParameters');
    expect(() => parameters.channelFor(RuntimeClass.of(gpu))).toThrow(
      /Kata ignores it, and the guest gets no configuration; .*or say which release/,
    );
  });

  test('is initdata for options that only initdata can carry', () => {
    expect(GuestConfig.auto({ ...SEED, algorithm: 'sha256' }).channelFor(QEMU_COCO_DEV)).toBe('initdata');
  });

  test('goes by name too', () => {
    for (const channel of ['auto', 'kernelParameters', 'initdata'] as const) {
      expect(GuestConfig.of(channel, SEED).channel).toBe(channel);
    }
  });

  test('is worked out once for each class', () => {
    const auto = GuestConfig.auto(SEED);
    expect(auto.annotationsFor(REMOTE)).toBe(auto.annotationsFor(REMOTE));
  });
});

describe('annotations for all Pods', () => {
  const timeout = 'io.katacontainers.config.runtime.create_container_timeout';
  const memory = 'io.katacontainers.config.hypervisor.default_memory';
  const config = GuestConfig.auto({ ...SEED, annotations: { create_container_timeout: '600', [memory]: '4096' } });

  test('are added under their whole names, where the Pod has none of its own', () => {
    const annotations = config.annotationsFor(QEMU_SNP);
    expect(annotations).toEqual({
      [timeout]: '600',
      [memory]: '4096',
      [Annotation.KERNEL_PARAMETERS]: SEED_PARAMETERS,
    });
    expect(config.annotationsFor(QEMU_SNP, { [memory]: '8192' })).toEqual({ ...annotations, [memory]: '8192' });
    expect(config.annotationsFor(QEMU_SNP, annotations)).toEqual(annotations);
  });

  test('have to pass', () => {
    const offset = GuestConfig.auto({ ...SEED, annotations: { [memory]: '4Gi', [`${memory}_offset`]: '1' } });
    expect(() => offset.annotationsFor(QEMU_SNP)).toThrow(/is "4Gi", which is not a whole number/);
    const device = 'io.katacontainers.config.hypervisor.memory_offset';
    expect(() => GuestConfig.auto({ ...SEED, annotations: { [device]: '1' } }).annotationsFor(QEMU_SNP)).toThrow(
      /does not let the annotation \S*memory_offset through/,
    );
    const rust = GuestConfig.auto({ ...SEED, annotations: { [device]: '1' } });
    expect(rust.annotationsFor(RuntimeClass.QEMU_SNP_RUNTIME_RS)).toHaveProperty([device]);
    expect(rust.warningsUnder(RuntimeClass.QEMU_SNP_RUNTIME_RS)).toMatchObject([
      { why: expect.stringMatching('ignores') },
    ]);
  });

  test.each([
    ['kernel_params', 'write the option extraKernelParameters'],
    ['cc_init_data', 'has an option of its own'],
    ['example.com/owner', "is none of Kata's"],
    ['constructor', "is none of Kata's"],
    ['default_memry', "is none of Kata's"],
  ])('refuse %s', (name, message) => {
    expect(() => GuestConfig.auto({ ...SEED, annotations: { [name]: 'x' } })).toThrow(message);
  });
});

describe('the command line of the guest', () => {
  const long = (length: number) => ({ ...SEED, extraKernelParameters: [`x=${'y'.repeat(length)}`] });

  test('holds what the kernel reads, without what Kata takes of it', () => {
    const fits = 2048 - 768 - SEED_PARAMETERS.length - ' x='.length;
    expect(parametersOf(GuestConfig.kernelParameters(long(fits)))).toHaveLength(2048 - 768);
    expect(() => parametersOf(GuestConfig.kernelParameters(long(fits + 1)))).toThrow(
      'the kernel parameters of the guest have 1281 characters: its kernel reads 2048',
    );
    expect(parametersOf(GuestConfig.kernelParameters(long(2048)), RuntimeClass.QEMU_SE)).toHaveLength(
      2048 + SEED_PARAMETERS.length + ' x='.length,
    );
    expect(() => GuestConfig.initdata(long(1300)).annotationsFor(QEMU_SNP)).toThrow('have 1302 characters');
  });

  test('is checked first in a Pod', () => {
    const existing = { [Annotation.KERNEL_PARAMETERS]: 'a=b '.repeat(250_000) };
    expect(() => GuestConfig.auto(SEED).annotationsFor(QEMU_SNP, existing)).toThrow('have 1000000 characters');
  });
});

describe('guest configuration that the Pod has already', () => {
  const parameters = (text: string) => ({ [Annotation.KERNEL_PARAMETERS]: text });
  const initdata = (data: Record<string, string>) => ({ [Annotation.INITDATA]: Initdata.of({ data }).annotation });

  test('other kernel parameters stay, in front', () => {
    expect(GuestConfig.auto(SEED).annotationsFor(QEMU_COCO_DEV, parameters(' agent.log=debug  quiet'))).toEqual(
      parameters(`agent.log=debug  quiet ${SEED_PARAMETERS}`),
    );
  });

  test('kernel parameters stay beside initdata', () => {
    const config = GuestConfig.initdata(SEED);
    const existing = parameters('agent.log=debug agent.aa_kbc_params=cc_kbc::http://172.18.0.3:31731');
    expect(config.annotationsFor(QEMU_SNP, existing)).toEqual({ ...existing, ...config.annotationsFor(QEMU_SNP) });
  });

  test('image settings stay beside initdata that has none', () => {
    const existing = parameters('agent.https_proxy=http://proxy:1');
    expect(GuestConfig.initdata({ kbs: 'kbs:1' }).annotationsFor(QEMU_SNP, existing)).toMatchObject(existing);
  });

  test('initdata without [image] stays beside kernel parameters', () => {
    const existing = initdata({
      'policy.rego': 'package agent_policy\n',
      'cdh.toml': '[kbc]\nname = "cc_kbc"\nurl = "http://172.18.0.3:31731"\n',
    });
    expect(GuestConfig.kernelParameters(SEED).annotationsFor(QEMU_SNP, existing)).toEqual({
      ...existing,
      ...parameters(SEED_PARAMETERS),
    });
  });

  test.each<[string, GuestConfig]>([
    ['kernelParameters', GuestConfig.kernelParameters(EVERYTHING)],
    ['initdata', GuestConfig.initdata(EVERYTHING)],
  ])('the same once more changes nothing: %s', (_channel, config) => {
    const once = config.annotationsFor(QEMU_SNP);
    expect(config.annotationsFor(QEMU_SNP, once)).toEqual(once);
  });

  test.each<[string, GuestConfig, Record<string, string>]>([
    [
      'kernel parameter "agent.aa_kbc_params" is set twice and differently',
      GuestConfig.auto(SEED),
      parameters('agent.aa_kbc_params=cc_kbc::http://other:1'),
    ],
    [
      'kernel parameter "agent.image_registry_auth" beside initdata that has an [image] table',
      GuestConfig.initdata(SEED),
      parameters('agent.image_registry_auth=kbs:///default/credential/other'),
    ],
    [
      'kernel parameter "agent.https_proxy" beside initdata that has an [image] table',
      GuestConfig.initdata(SEED),
      parameters('agent.https_proxy=http://proxy:1'),
    ],
    [
      'sets kernel parameter "agent.aa_kbc_params" to "cc_kbc::http://other:1" beside initdata',
      GuestConfig.initdata(SEED),
      parameters('agent.aa_kbc_params=cc_kbc::http://other:1'),
    ],
    [
      'the value of kernel parameter "agent.log" is not one of fatal',
      GuestConfig.auto(SEED),
      parameters('agent.log=loud'),
    ],
    ['kernel parameter "agent.log" is set twice', GuestConfig.auto(SEED), parameters('agent.log=info agent.log=debug')],
    ['another document in the annotation', GuestConfig.initdata(SEED), initdata({})],
    [
      'initdata with an [image] table beside kernel parameter "agent.image_registry_auth"',
      GuestConfig.kernelParameters(SEED),
      initdata({ 'cdh.toml': '[image]\n' }),
    ],
    [
      'initdata for the KBS "http://other:1" beside kernel parameters for http://172.18.0.3:31731',
      GuestConfig.kernelParameters(SEED),
      initdata({ 'cdh.toml': '[kbc]\nurl = "http://other:1"\n' }),
    ],
    [
      'initdata for the KBS "http://other:1" beside kernel parameters for http://172.18.0.3:31731',
      GuestConfig.kernelParameters(SEED),
      initdata({ 'aa.toml': '[token_configs.kbs]\nurl = "http://other:1"\n' }),
    ],
    ['cdh.toml in the initdata is not TOML', GuestConfig.kernelParameters(SEED), initdata({ 'cdh.toml': '[' })],
    ['initdata is not base64', GuestConfig.kernelParameters(SEED), { [Annotation.INITDATA]: '???' }],
    [
      'write it on one line, as base64 -w0 does',
      GuestConfig.initdata(SEED),
      { [Annotation.INITDATA]: 'H4sIAAAA\nAAAAAAAA\n' },
    ],
  ])('refuses: %s', (message, config, existing) => {
    expect(() => config.annotationsFor(QEMU_SNP, existing)).toThrow(message);
  });

  test('is refused where the class does not let it through', () => {
    expect(() => GuestConfig.auto(SEED).annotationsFor(REMOTE, parameters('agent.log=debug'))).toThrow(
      'has the annotation io.katacontainers.config.hypervisor.kernel_params, which runtime class kata-remote does not let through',
    );
  });

  test('an [image] table that nothing contradicts stays', () => {
    const existing = initdata({ 'cdh.toml': '[image]\n' });
    expect(GuestConfig.kernelParameters({ kbs: 'kbs:1' }).annotationsFor(QEMU_SNP, existing)).toMatchObject(existing);
  });
});

test('a channel without content is told, one with content is not', () => {
  const told = (config: GuestConfig) => config.warningsUnder(RuntimeClass.QEMU_SNP).map(({ what }) => what);
  expect(told(GuestConfig.initdata({}))).toEqual(['the channel is initdata, and there is nothing to put into it']);
  expect(told(GuestConfig.initdata(SEED))).toEqual([]);
  expect(told(GuestConfig.auto({}))).toEqual([]);
});

test('a Pod may name a KBS by itself where the configuration names none', () => {
  const own = { [Annotation.KERNEL_PARAMETERS]: 'agent.aa_kbc_params=cc_kbc::http://10.0.0.9:8080' };
  expect(GuestConfig.initdata({}).annotationsFor(RuntimeClass.QEMU_SNP, own)).toEqual(own);
  expect(() => GuestConfig.initdata(SEED).annotationsFor(RuntimeClass.QEMU_SNP, own)).toThrow(
    'beside initdata for http://172.18.0.3:31731',
  );
});
