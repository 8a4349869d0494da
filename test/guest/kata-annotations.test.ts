import { checkAnnotations, fullAnnotationName } from '../../src/guest/kata-annotations';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { describeProblem } from '../../src/input/problem';

const check = (name: string, value: string, runtimeClass = RuntimeClass.QEMU_SNP) => {
  const { errors, warnings } = checkAnnotations({ [`io.katacontainers.config.${name}`]: value }, runtimeClass);
  return [
    ...errors.map((error) => `error: ${describeProblem(error)}`),
    ...warnings.map((one) => `warning: ${describeProblem(one)}`),
  ].join();
};
const RUST = RuntimeClass.QEMU_SNP_RUNTIME_RS;

describe('checkAnnotations', () => {
  test.each([
    ['hypervisor.default_memory', '4096'],
    ['hypervisor.default_vcpus', '1.5'],
    ['hypervisor.enable_iommu', 'true'],
    ['runtime.create_container_timeout', '600'],
    ['agent.kernel_modules', 'fuse; e1000e'],
  ])('takes %s: %j', (name, value) => {
    expect(check(name, value)).toBe('');
  });

  test.each([
    [
      'hypervisor.default_memory',
      '4Gi',
      'error: .* is "4Gi", which is not a whole number: .*; write a whole number of MiB',
    ],
    ['hypervisor.default_vcpus', '500m', 'error: .* which is not a number'],
    ['hypervisor.enable_iommu', 'yes', 'error: .* which is not true or false'],
    ['runtime.create_container_timeout', '10m', 'error: .*; write a whole number of seconds, in quotes'],
    ['runtime.create_container_timeout', '9'.repeat(1_000_000), 'error: .*which is not a whole number'],
    [
      'hypervisor.memory_offset',
      '1',
      'error: runtime class kata-qemu-snp does not let .* through: Kata does not start .* is not enabled',
    ],
    [
      'hypervisor.memory_offset',
      '1',
      'runtimeClasses: { kata-qemu-snp: { allows: { annotations: \\[memory_offset\\] } } }',
    ],
    [
      'hypervisor.virtio_fs_extra_args',
      '[]',
      'warning: not every release of Kata lets .* through under kata-qemu-snp: the others do not start',
    ],
    [
      'runtime.cc_init_data',
      'H4sI',
      'error: the Pod has initdata in the annotation .*, which Kata since 3.20 does not read',
    ],
    [
      'runtime.create_container_timout',
      '1',
      'warning: .* is not one that Kata 4.1 knows: .*; write .*runtime.create_container_timeout',
    ],
  ])('%s: %.20j', (name, value, message) => {
    expect(check(name, value)).toMatch(new RegExp(message));
  });

  test('the runtime in Rust ignores what the one in Go refuses', () => {
    expect(check('hypervisor.memory_offset', '1', RUST)).toMatch(/^warning: .* through: Kata ignores it/);
  });

  test('says nothing of what a vendor may let through, or the administrator does', () => {
    expect(check('hypervisor.memory_offset', '1', RuntimeClass.CC)).toBe('');
    const own = RuntimeClass.of('kata-qemu-snp', { allows: { annotations: ['memory_offset'] } });
    expect(check('hypervisor.memory_offset', '1', own)).toBe('');
    expect(checkAnnotations({ 'example.com/a': 'b', constructor: 'c' }, RuntimeClass.QEMU_SNP)).toEqual({
      errors: [],
      warnings: [],
    });
  });

  test('the name of the annotation for initdata goes with the release', () => {
    const old = RuntimeClass.of('kata-qemu-snp', { kata: '3.18' });
    expect(check('runtime.cc_init_data', 'H4sI', old)).toBe('');
    expect(check('hypervisor.cc_init_data', 'H4sI', old)).toMatch(
      /which Kata 3\.18 does not read: .* or name it .*runtime\.cc_init_data/,
    );
  });
});

test.each([
  ['default_memory', 'io.katacontainers.config.hypervisor.default_memory'],
  ['create_container_timeout', 'io.katacontainers.config.runtime.create_container_timeout'],
  ['kernel_modules', 'io.katacontainers.config.agent.kernel_modules'],
  ['other', 'other'],
  ['example.com/default_memory', 'example.com/default_memory'],
])('%s stands for %s', (name, full) => {
  expect(fullAnnotationName(name)).toBe(full);
});
