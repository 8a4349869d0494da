import { readFileSync } from 'node:fs';
import { Annotation } from '../../src/guest/annotations';
import { RuntimeClass } from '../../src/guest/runtime-class';

const YES = { kernelParameters: true, initdata: true };
const PARAMETERS_ONLY = { kernelParameters: true, initdata: false };
const INITDATA_ONLY = { kernelParameters: false, initdata: true };
const NEITHER = { kernelParameters: false, initdata: false };
const UNKNOWN = { kernelParameters: 'unknown', initdata: 'unknown' };

const hypervisor = (name: string) => `io.katacontainers.config.hypervisor.${name}`;

describe('RuntimeClass', () => {
  test.each([
    [RuntimeClass.QEMU_COCO_DEV, 'kata-qemu-coco-dev', 'none (development)', YES],
    [RuntimeClass.QEMU_COCO_DEV_RUNTIME_RS, 'kata-qemu-coco-dev-runtime-rs', 'none (development)', YES],
    [RuntimeClass.QEMU_SNP, 'kata-qemu-snp', 'AMD SEV-SNP', YES],
    [RuntimeClass.QEMU_SNP_RUNTIME_RS, 'kata-qemu-snp-runtime-rs', 'AMD SEV-SNP', YES],
    [RuntimeClass.QEMU_TDX, 'kata-qemu-tdx', 'Intel TDX', YES],
    [RuntimeClass.QEMU_TDX_RUNTIME_RS, 'kata-qemu-tdx-runtime-rs', 'Intel TDX', YES],
    [RuntimeClass.QEMU_SE, 'kata-qemu-se', 'IBM Secure Execution', YES],
    [RuntimeClass.QEMU_SE_RUNTIME_RS, 'kata-qemu-se-runtime-rs', 'IBM Secure Execution', YES],
    [RuntimeClass.QEMU_NVIDIA_GPU_SNP, 'kata-qemu-nvidia-gpu-snp', 'AMD SEV-SNP', YES],
    [RuntimeClass.QEMU_NVIDIA_GPU_TDX, 'kata-qemu-nvidia-gpu-tdx', 'Intel TDX', YES],
    [RuntimeClass.QEMU_NVIDIA_GPU_SNP_RUNTIME_RS, 'kata-qemu-nvidia-gpu-snp-runtime-rs', 'AMD SEV-SNP', INITDATA_ONLY],
    [RuntimeClass.QEMU_NVIDIA_GPU_TDX_RUNTIME_RS, 'kata-qemu-nvidia-gpu-tdx-runtime-rs', 'Intel TDX', INITDATA_ONLY],
    [RuntimeClass.REMOTE, 'kata-remote', 'cloud provider', INITDATA_ONLY],
    [RuntimeClass.CC, 'kata-cc', 'unknown', UNKNOWN],
    [RuntimeClass.CC_ISOLATION, 'kata-cc-isolation', 'unknown', UNKNOWN],
    [RuntimeClass.of('kata-cc-nvidia-gpu'), 'kata-cc-nvidia-gpu', 'unknown', UNKNOWN],
    [RuntimeClass.of('kata-qemu-cca'), 'kata-qemu-cca', 'Arm CCA', PARAMETERS_ONLY],
  ])('%s', (runtimeClass, name, tee, allows) => {
    expect(RuntimeClass.of(name)).toBe(runtimeClass);
    expect(runtimeClass).toMatchObject({ name, base: name, tee, allows, known: true });
    expect(String(runtimeClass)).toBe(name);
  });

  test('lists those that are for confidential Pods', () => {
    const names = RuntimeClass.all().map(String);
    expect(names).toEqual(expect.arrayContaining(['kata-qemu-coco-dev', 'kata-qemu-cca', 'kata-remote', 'kata-cc']));
    expect(names).not.toContain('kata-qemu');
  });

  test('docs/guest.md has each of them', () => {
    const guide = readFileSync('docs/guest.md', 'utf8');
    expect(RuntimeClass.all().filter(({ name }) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  // Read from kata-deploy's templates, release by release.
  test.each([
    ['3.18', 'kata-qemu-snp', YES, Annotation.OLD_INITDATA],
    ['3.19.1', 'kata-remote', INITDATA_ONLY, Annotation.OLD_INITDATA],
    ['3.19', 'kata-qemu-se-runtime-rs', PARAMETERS_ONLY, Annotation.INITDATA],
    ['3.20', 'kata-qemu-snp', PARAMETERS_ONLY, Annotation.INITDATA],
    ['3.20', 'kata-qemu-tdx', YES, Annotation.INITDATA],
    ['3.20', 'kata-remote', NEITHER, Annotation.INITDATA],
    ['3.21', 'kata-remote', INITDATA_ONLY, Annotation.INITDATA],
    ['3.22', 'kata-qemu-nvidia-gpu-tdx', PARAMETERS_ONLY, Annotation.INITDATA],
    ['3.23', 'kata-qemu-nvidia-gpu-tdx', YES, Annotation.INITDATA],
    ['4.0', 'kata-qemu-nvidia-gpu-snp-runtime-rs', YES, Annotation.INITDATA],
    ['4.1', 'kata-qemu-nvidia-gpu-snp-runtime-rs', INITDATA_ONLY, Annotation.INITDATA],
    ['5.0', 'kata-qemu-tdx', YES, Annotation.INITDATA],
  ])('in Kata %s, %s', (kata, name, allows, initdataAnnotation) => {
    expect(RuntimeClass.of(name, { kata })).toMatchObject({ allows, initdataAnnotation, known: true });
  });

  test.each([
    ['kata-qemu-snp', undefined, 'default_memory', true],
    ['kata-qemu-snp', '3.20', 'default_memory', false],
    ['kata-qemu-snp', undefined, 'memory_offset', false],
    ['kata-qemu-snp', undefined, 'kernel_verity_params', 'unknown'],
    ['kata-qemu-snp', '3.26', 'kernel_verity_params', false],
    ['kata-qemu-snp', '3.27', 'kernel_verity_params', true],
    ['kata-qemu-snp', undefined, 'virtio_fs_extra_args', 'unknown'],
    ['kata-qemu-snp', '4.1', 'virtio_fs_extra_args', false],
    ['kata-qemu-snp', undefined, 'kernel_params', true],
    ['kata-qemu-nvidia-gpu-tdx-runtime-rs', undefined, 'default_memory', 'unknown'],
    ['kata-remote', undefined, 'machine_type', true],
    // Kata's list says gpu_model, and matches it anywhere in the name.
    ['kata-remote', undefined, 'default_gpu_model', true],
    ['kata-remote', undefined, 'enable_iommu', false],
    ['kata-cc', undefined, 'memory_offset', 'unknown'],
    ['my-class', undefined, 'memory_offset', 'unknown'],
  ])('%s (Kata %s) lets %s through: %s', (name, kata, annotation, allowed) => {
    expect(RuntimeClass.of(name, { kata }).lets(hypervisor(annotation))).toBe(allowed);
  });

  test('lets all annotations through that Kata does not gate', () => {
    expect(RuntimeClass.REMOTE.lets('io.katacontainers.config.runtime.create_container_timeout')).toBe(true);
    expect(RuntimeClass.REMOTE.lets('example.com/owner')).toBe(true);
  });

  test.each([
    ['kata-qemu-snp-debug', 'kata-qemu-snp'],
    ['kata-qemu-tdx-runtime-rs-devkit', 'kata-qemu-tdx-runtime-rs'],
    ['kata-qemu-snp-blue', 'kata-qemu-snp'],
    ['kata-qemu-tdx-runtime-rs-blue-debug', 'kata-qemu-tdx-runtime-rs'],
    ['kata-remote-cc', 'kata-remote'],
    ['kata-qemu-debug', 'kata-qemu'],
    ['kata-qemu-sev', undefined],
    ['my-class', undefined],
  ])('%s is known by its base, %s', (name, base) => {
    const runtimeClass = RuntimeClass.of(name);
    expect(runtimeClass.base).toBe(base);
    expect(runtimeClass.tee).toBe(base ? RuntimeClass.of(base).tee : 'unknown');
    expect(runtimeClass.allows).toEqual(base ? RuntimeClass.of(base).allows : UNKNOWN);
  });

  test('a class of another name is what it was made from', () => {
    const own = RuntimeClass.of('secure', { basedOn: 'kata-remote', kata: '3.28' });
    expect(own).toMatchObject({ name: 'secure', base: 'kata-remote', tee: 'cloud provider', peerPods: true });
    expect(() => RuntimeClass.of('secure', { basedOn: 'kata-tdx' })).toThrow('write kata-qemu-tdx');
    expect(() => RuntimeClass.of('secure', { kata: 'new' })).toThrow('is not a version of Kata Containers');
  });

  test('peer pods are those of kata-remote', () => {
    const names = ['kata-remote', 'kata-remote-blue', 'kata-qemu-snp', 'my-class'];
    expect(names.map((name) => RuntimeClass.of(name).peerPods)).toEqual([true, true, false, false]);
  });

  test('takes any other name, of which it knows nothing', () => {
    expect(RuntimeClass.of('my-class')).toMatchObject({ tee: 'unknown', allows: UNKNOWN, known: false, rust: false });
  });

  test('what the administrator allows goes before the catalogue', () => {
    const allows = { kernelParameters: true, annotations: ['memory_offset', hypervisor('rootless')] };
    const remote = RuntimeClass.of('kata-remote', { allows });
    expect(remote).toMatchObject({ tee: 'cloud provider', allows: YES });
    const names = ['memory_offset', 'rootless', 'enable_iommu', 'kernel_params'];
    expect(names.map((name) => remote.lets(hypervisor(name)))).toEqual([true, true, false, true]);
    expect(RuntimeClass.of('own', { allows: { initdata: true } }).allows).toEqual({ ...UNKNOWN, initdata: true });
    expect(RuntimeClass.of('kata-qemu-cca', { allows: { annotations: ['cc_init_data'] } }).allows).toEqual(YES);
  });

  test('the kernel of s390x takes a longer command line', () => {
    expect(RuntimeClass.QEMU_SE.commandLineLength).toBe(4096);
    expect(RuntimeClass.QEMU_TDX.commandLineLength).toBe(2048);
  });

  test.each([
    '',
    'Kata',
    'kata_qemu',
    '-kata',
    'kata-',
    'a..b',
    'a b',
    'kata\n',
    'x'.repeat(254),
    '-'.repeat(1_000_000),
  ])('refuses %.20j', (name) => {
    expect(() => RuntimeClass.of(name)).toThrow('is not a name that Kubernetes accepts');
  });
});
