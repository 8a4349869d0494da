import { RuntimeClass } from '../../src/guest/runtime-class';

const YES = { kernelParameters: true, initdata: true };
const INITDATA_ONLY = { kernelParameters: false, initdata: true };
const UNKNOWN = { kernelParameters: 'unknown', initdata: 'unknown' };

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
  ])('%s', (runtimeClass, name, tee, allows) => {
    expect(RuntimeClass.of(name)).toBe(runtimeClass);
    expect({ ...runtimeClass }).toEqual({ name, tee, allows, kata: expect.any(String), known: true });
    expect(runtimeClass.warning).toBeUndefined();
    expect(String(runtimeClass)).toBe(name);
  });

  test('lists its catalogue', () => {
    expect(RuntimeClass.all()).toHaveLength(15);
  });

  test('takes any other name, of which it knows nothing', () => {
    const own = RuntimeClass.of('my-class');
    expect({ ...own }).toEqual({ name: 'my-class', tee: 'unknown', allows: UNKNOWN, kata: 'unknown', known: false });
    expect(own.warning).toEqual({
      what: 'runtime class "my-class" is not one that cdk8s-coco knows',
      why: 'a Pod whose class the cluster does not have is refused',
    });
  });

  test('suggests the nearest known name', () => {
    expect(RuntimeClass.of('kata-qemu-spn').warning?.fix).toBe('write "kata-qemu-snp" if that is meant');
  });

  test('what the administrator allows goes before the catalogue', () => {
    expect(RuntimeClass.of('kata-remote', { allows: { kernelParameters: true } })).toMatchObject({
      known: true,
      tee: 'cloud provider',
      allows: { kernelParameters: true, initdata: true },
    });
    expect(RuntimeClass.of('own', { allows: { initdata: true } }).allows).toEqual({
      kernelParameters: 'unknown',
      initdata: true,
    });
  });

  test.each(['', 'Kata', 'kata_qemu', '-kata', 'kata-', 'a..b', 'a b', 'kata\n', 'x'.repeat(254)])(
    'refuses %j',
    (name) => {
      expect(() => RuntimeClass.of(name)).toThrow('is not a name that Kubernetes accepts');
    },
  );
});
