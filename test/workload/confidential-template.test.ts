import fc from 'fast-check';
import { GuestConfig } from '../../src/guest/guest-config';
import { RuntimeClass } from '../../src/guest/runtime-class';
import type { JsonObject } from '../../src/input/json';
import { type ConfidentialSettings, confidentialTemplate } from '../../src/workload/confidential-template';

const PARAMETERS =
  'agent.image_registry_auth=kbs:///default/containers/auth agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://kbs:8080';
const SETTINGS: ConfidentialSettings = {
  runtimeClass: RuntimeClass.QEMU_SNP,
  guest: GuestConfig.auto({ kbs: 'kbs:8080', authFile: 'default/containers/auth' }),
  pullSecrets: ['cococred'],
};

const make = (template: JsonObject, settings: Partial<ConfidentialSettings> = {}) =>
  confidentialTemplate(template, { ...SETTINGS, ...settings });
const pod = (spec: JsonObject, metadata?: JsonObject) => ({
  ...(metadata && { metadata }),
  spec: { containers: [{ name: 'a', image: 'a' }], ...spec },
});

describe('confidentialTemplate', () => {
  test('adds what CoCo needs and keeps the rest, in order', () => {
    const template = {
      metadata: { labels: { app: 'web' }, annotations: { 'prometheus.io/scrape': 'true' } },
      spec: {
        imagePullSecrets: [{ name: 'other' }],
        initContainers: [{ name: 'init', image: 'i', imagePullPolicy: 'Never' }],
        containers: [
          { image: 'a', name: 'a', imagePullPolicy: 'IfNotPresent', resources: null },
          { name: 'b', image: 'b' },
        ],
        ephemeralContainers: [{ name: 'debug', image: 'd' }],
        volumes: [],
      },
    };
    const copy = structuredClone(template);
    const { template: result, warnings } = make(template);
    expect(JSON.stringify(result, null, 1)).toBe(
      JSON.stringify(
        {
          metadata: {
            labels: { app: 'web' },
            annotations: {
              'prometheus.io/scrape': 'true',
              'io.containerd.cri.runtime-handler': 'kata-qemu-snp',
              'io.katacontainers.config.hypervisor.kernel_params': PARAMETERS,
            },
          },
          spec: {
            imagePullSecrets: [{ name: 'other' }, { name: 'cococred' }],
            initContainers: [{ name: 'init', image: 'i', imagePullPolicy: 'Always' }],
            containers: [
              { image: 'a', name: 'a', imagePullPolicy: 'Always', resources: null },
              { name: 'b', image: 'b', imagePullPolicy: 'Always' },
            ],
            ephemeralContainers: [{ name: 'debug', image: 'd', imagePullPolicy: 'Always' }],
            volumes: [],
            runtimeClassName: 'kata-qemu-snp',
          },
        },
        null,
        1,
      ),
    );
    expect(warnings).toEqual([]);
    expect(template).toEqual(copy);
  });

  test('takes nulls for absent', () => {
    expect(make(pod({ runtimeClassName: null, imagePullSecrets: null }, { annotations: null }))).toMatchObject({
      template: { spec: { runtimeClassName: 'kata-qemu-snp', imagePullSecrets: [{ name: 'cococred' }] } },
    });
  });

  test('adds each pull Secret once, and no list where there is none', () => {
    const existing = { imagePullSecrets: [{ name: 'b' }] };
    const { spec } = make(pod(existing), { pullSecrets: ['a', 'b', 'a'] }).template;
    expect(spec).toMatchObject({ imagePullSecrets: [{ name: 'b' }, { name: 'a' }] });
    expect(make(pod({}), { pullSecrets: [] }).template.spec).not.toHaveProperty('imagePullSecrets');
  });

  test.each<[string, JsonObject]>([
    ['has no containers', {}],
    ['has no containers', { spec: {} }],
    ['has no containers', pod({ containers: [] })],
    ['has no containers', pod({ containers: null })],
    ['has no containers', pod({ containers: ['a'] })],
    ['spec of the Pod is not an object', { spec: [] }],
    ['imagePullSecrets of the Pod is not a list', pod({ containers: [{ name: 'a' }], imagePullSecrets: 'mine' })],
    ['metadata of the Pod is not an object', { ...pod({}), metadata: 'x' }],
    ['annotations of the Pod is not an object', pod({}, { annotations: [] })],
    ['has the runtime class "gvisor" already, and is to run under kata-qemu-snp', pod({ runtimeClassName: 'gvisor' })],
    [
      'has the annotation io.containerd.cri.runtime-handler: "kata"',
      pod({}, { annotations: { 'io.containerd.cri.runtime-handler': 'kata' } }),
    ],
    [
      'kernel parameter "agent.aa_kbc_params" is set twice',
      pod({}, { annotations: { 'io.katacontainers.config.hypervisor.kernel_params': 'agent.aa_kbc_params=x' } }),
    ],
    [
      'annotation "io.katacontainers.config.hypervisor.kernel_params" of the Pod is a number',
      pod({}, { annotations: { 'io.katacontainers.config.hypervisor.kernel_params': 1 } }),
    ],
    ['annotations take 262', pod({}, { annotations: { big: 'x'.repeat(262_000) } })],
    ['annotations take 262', pod({}, { annotations: { big: '€'.repeat(87_320) } })],
  ])('refuses: the Pod %s', (message, template) => {
    expect(() => make(template)).toThrow(message);
  });

  test('tells everything that the API server, Kata and the guest would refuse at once', () => {
    const template = pod(
      {
        initContainers: [{ name: 'i', image: '127.0.0.1:32000/eportal:8a3304d6-dirty' }],
        containers: [
          {
            name: 'a',
            image: 'localhost:5000/nginx',
            command: ['sleep', 10],
            args: ['yes', true],
            env: [
              { name: 'A', value: true },
              { name: 'PIN', value: 271828 },
              { name: 'C', value: 'no' },
              { name: 'D', value: null },
            ],
          },
        ],
      },
      {
        labels: { build: 17 },
        annotations: {
          'sidecar.istio.io/inject': false,
          'io.katacontainers.config.hypervisor.memory_offset': '2147483648',
          'io.katacontainers.config.runtime.cc_init_data': 'H4sI',
        },
      },
    );
    const told = () => make(template);
    expect(told).toThrow(/label "build" of the Pod is a number/);
    expect(told).toThrow(/annotation "sidecar.istio.io\/inject" of the Pod is true or false/);
    expect(told).toThrow(/variable "A" of container "a" is true or false/);
    expect(told).toThrow(/variable "PIN" of container "a" is a number/);
    expect(told).toThrow(/command\[1\] of container "a" is a number/);
    expect(told).toThrow(/args\[1\] of container "a" is true or false/);
    expect(told).not.toThrow(/271828/);
    expect(told).toThrow(/image "127\.0\.0\.1:32000\/eportal:8a3304d6-dirty" is at the loopback host/);
    expect(told).toThrow(/image "localhost:5000\/nginx" is at the loopback host localhost:5000/);
    expect(told).toThrow(/does not let the annotation \S*memory_offset through/);
    expect(told).toThrow(/initdata in the annotation \S*runtime.cc_init_data, which Kata since 3.20 does not read/);
    expect(told).not.toThrow(/variable "[CD]"/);
  });

  test('warns of annotations that Kata ignores', () => {
    const annotations = { 'io.katacontainers.config.runtime.create_container_timout': '600' };
    expect(make(pod({}, { annotations })).warnings.map(({ fix }) => fix)).toEqual([
      'write io.katacontainers.config.runtime.create_container_timeout',
    ]);
  });

  test('counts annotations in bytes, and to the limit', () => {
    expect(() => make(pod({}, { annotations: { big: 'x'.repeat(261_000) } }))).not.toThrow();
  });

  test('warns of what a guest does not share with its host', () => {
    const { warnings } = make(
      pod({
        hostNetwork: true,
        hostPID: true,
        hostIPC: true,
        initContainers: [{ name: 'setup', securityContext: { privileged: true } }],
        containers: [
          { name: 'a', securityContext: { privileged: false } },
          { name: 'b', securityContext: null },
        ],
      }),
    );
    expect(warnings.map(({ what }) => what)).toEqual([
      'the Pod asks for hostNetwork',
      'the Pod asks for hostPID',
      'the Pod asks for hostIPC',
      'container "setup" is privileged',
    ]);
  });

  test('the second time it changes nothing, and it only ever adds', () => {
    const text = fc.stringMatching(/^[a-z]{1,5}$/);
    const container = fc.record({ name: text, image: text, imagePullPolicy: fc.constantFrom('Never', 'Always') });
    const spec = fc.record(
      {
        containers: fc.array(container, { minLength: 1, maxLength: 3 }),
        initContainers: fc.array(container, { maxLength: 2 }),
        imagePullSecrets: fc.array(fc.record({ name: text }), { maxLength: 3 }),
        volumes: fc.jsonValue(),
        nodeSelector: fc.dictionary(text, text),
      },
      { requiredKeys: ['containers'] },
    );
    const metadata = fc.record(
      { annotations: fc.dictionary(text, text), labels: fc.dictionary(text, text) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.record({ spec, metadata }), fc.boolean(), (template, initdata) => {
        const settings = { runtimeClass: initdata ? RuntimeClass.REMOTE : RuntimeClass.QEMU_SNP };
        const { template: once } = make(template, settings);
        expect(make(once, settings).template).toEqual(once);
        const { containers, initContainers, imagePullSecrets, ...rest } = template.spec;
        expect(once.spec).toMatchObject({ imagePullSecrets: expect.arrayContaining(imagePullSecrets ?? []) });
        expect(once).toMatchObject({ metadata: template.metadata, spec: rest });
      }),
    );
  });
});
