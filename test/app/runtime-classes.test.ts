import { passwordVariables } from '../password-variables';
import { temporaryDirectory } from '../temporary-directory';
import { synthesized } from './synthesized';

const { write } = temporaryDirectory();

const BASE = `kbs: { address: "http://10.0.0.5:8080", repository: { persistentVolumeClaim: kbs } }
credentials: [{ registry: registry.example/team, username: u, password: p }]
`;

const synthesize = (added: string) => {
  const { text, environment } = passwordVariables(BASE + added);
  return synthesized(write('coco.yaml', text), environment);
};
const annotationsOf = (text: string) =>
  synthesize(text)
    .objects.filter(({ kind }) => kind === 'Pod')
    .map(({ metadata }) =>
      Object.keys(metadata.annotations ?? {})
        .at(-1)
        ?.replace(/^io.katacontainers.config./, ''),
    );

test('classes without a TEE, unknown ones and those that are gone are told apart, each where it stands', () => {
  const names = ['kata-qemu', 'kata-remote', 'kata-qemu-sev', 'runc', 'kata-remote-cc', 'kata-snp', 'kata-cc'];
  const workloads = names.map(
    (name, index) => `  - { name: w${index}, runtimeClass: ${name}, image: registry.example/team/app }`,
  );
  expect(synthesize(`runtimeClass: kata-qemu-snp\nworkloads:\n${workloads.join('\n')}\n`).warnings).toEqual([
    expect.stringMatching(/coco\.yaml:5: workloads\[0\]\.runtimeClass: .*kata-qemu is Kata without a TEE/),
    expect.stringMatching(
      /coco\.yaml:7: workloads\[2\]\.runtimeClass: .*"kata-qemu-sev" is not one.*write "kata-qemu-snp" if/,
    ),
    expect.stringMatching(
      /coco\.yaml:8: workloads\[3\]\.runtimeClass: .*"runc" is not one.*runtimeClasses\.runc\.basedOn/,
    ),
    expect.stringMatching(
      /coco\.yaml:10: workloads\[5\]\.runtimeClass: .*"kata-snp" is not one.*write "kata-qemu-snp" if/,
    ),
  ]);
});

test('the release of Kata decides what passes, and under which name', () => {
  const pod = 'workloads: [{ name: a, image: registry.example/team/app }]\n';
  const gpu = `runtimeClass: kata-qemu-nvidia-gpu-snp-runtime-rs\n${pod}`;
  expect(annotationsOf(gpu)).toEqual(['hypervisor.cc_init_data']);
  expect(annotationsOf(`kata: "4.0"\n${gpu}`)).toEqual(['hypervisor.kernel_params']);
  expect(annotationsOf(`kata: "3.19"\nruntimeClass: kata-remote\n${pod}`)).toEqual(['runtime.cc_init_data']);
  expect(() => synthesize(`kata: 3.20\n${gpu}`)).toThrow(/kata: must be a text, but YAML reads a number/);
  expect(() => synthesize(`kata: new\n${gpu}`)).toThrow(/kata: "new" is not a version of Kata Containers/);
});

test('what the administrator set up is said once for a class', () => {
  const text = (classes: string) => `runtimeClass: own
runtimeClasses: ${classes}
guest: { channel: kernelParameters }
workloads: [{ name: a, image: registry.example/team/app }, { name: b, image: registry.example/team/app, runtimeClass: constructor }]
`;
  const based =
    '{ own: { basedOn: kata-remote, allows: { kernelParameters: true } }, constructor: { basedOn: kata-qemu-tdx } }';
  expect(synthesize(text(based)).warnings).toEqual([]);
  expect(annotationsOf(text(based))).toEqual(['hypervisor.kernel_params', 'hypervisor.kernel_params']);
  expect(() => synthesize(text('{ own: { basedOn: kata-remote } }'))).toThrow(
    /own does not let .*kernel_params through/,
  );
  expect(() => synthesize(text('{ own: { basedOn: kata-tdx } }'))).toThrow(
    /runtimeClasses\.own: .*write kata-qemu-tdx/,
  );
  expect(() => synthesize(text('{ own: { alows: {} } }'))).toThrow(/runtimeClasses\.own\.alows: .*write allows/);
  expect(() => synthesize(text('{ own: { allows: { initdata: maybe } } }'))).toThrow(
    /allows\.initdata: must be true or false/,
  );
});

test('what is said of a class that nothing runs under is told', () => {
  const text =
    'runtimeClass: our-tdx\nruntimeClasses: { our-tdx: { basedOn: kata-qemu-tdx }, our-tdz: { basedOn: kata-qemu-tdx } }\n';
  expect(synthesize(`${text}workloads: [{ name: a, image: registry.example/team/app }]\n`).warnings).toEqual([
    expect.stringMatching(
      /coco\.yaml:\d: runtimeClasses: nothing runs under the runtime class our-tdz: .*; write our-tdx/,
    ),
  ]);
});
