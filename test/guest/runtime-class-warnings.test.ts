import { RuntimeClass, type RuntimeClassOptions } from '../../src/guest/runtime-class';
import { meantClass } from '../../src/guest/runtime-class-hint';
import { digestWarnings, runtimeClassWarnings } from '../../src/guest/runtime-class-warnings';
import { describeProblem } from '../../src/input/problem';

const warningsOf = (name: string, options?: RuntimeClassOptions) =>
  runtimeClassWarnings(RuntimeClass.of(name, options)).map(describeProblem).join('\n');

describe('runtimeClassWarnings', () => {
  test.each(['kata-qemu-snp', 'kata-remote', 'kata-cc', 'kata-qemu-snp-debug', 'kata-qemu-tdx-blue', 'kata-remote-cc'])(
    '%s: nothing to say',
    (name) => {
      expect(warningsOf(name)).toBe('');
    },
  );

  test.each([
    'kata',
    'kata-qemu',
    'kata-clh',
    'kata-fc',
    'kata-qemu-nvidia-gpu',
    'kata-qemu-runtime-rs',
    'kata-qemu-debug',
  ])('%s is Kata without a TEE', (name) => {
    expect(warningsOf(name)).toMatch(/is Kata without a TEE: images are pulled on the host/);
  });

  test.each([
    ['my-class', 'is not one that cdk8s-coco knows: a Pod whose class'],
    ['my-class', 'runtimeClasses.my-class.basedOn'],
    ['kata-qemu-snq', 'write "kata-qemu-snp" if that is meant'],
    ['kata-qemu-tdx-runtime-r', 'write "kata-qemu-tdx-runtime-rs" if that is meant'],
    ['kata-cc-isolatoin', 'write "kata-cc-isolation" if that is meant'],
  ])('%s: %s', (name, text) => {
    expect(warningsOf(name)).toContain(text);
  });

  test('a class that the release does not have', () => {
    expect(warningsOf('kata-qemu-snp-runtime-rs', { kata: '3.25' })).toContain('which kata-deploy has since 3.26');
    expect(warningsOf('kata-qemu-cca', { kata: '4.1' })).toContain('which kata-deploy has since 3.22 and before 3.29');
    expect(warningsOf('kata-qemu-snp-debug', { kata: '3.31' })).toContain('which kata-deploy has since 4.1');
    expect(warningsOf('kata-qemu-snp-runtime-rs', { kata: '3.26' })).toBe('');
  });
});

// A class for another TEE would be worse than no hint.
test.each([
  ['kata-snp', 'kata-qemu-snp'],
  ['kata-tdx', 'kata-qemu-tdx'],
  ['kata-tdx-qemu', 'kata-qemu-tdx'],
  ['kata-qemu-sev', 'kata-qemu-snp'],
  ['kata-qemu-spn', 'kata-qemu-snp'],
  ['kata-qemu-snpp', 'kata-qemu-snp'],
  ['kata-qemu-ttdx', 'kata-qemu-tdx'],
  ['kata-qemu-tdc', 'kata-qemu-tdx'],
  ['kata-qemu-snp-rs', 'kata-qemu-snp-runtime-rs'],
  ['kata-gpu-snp', 'kata-qemu-nvidia-gpu-snp'],
  ['kata-nvidia-tdx-rust', 'kata-qemu-nvidia-gpu-tdx-runtime-rs'],
  ['kata-se', 'kata-qemu-se'],
  ['kata-qemu-snp-tdx', undefined],
  ['kata-qemu-coco-dv', 'kata-qemu-coco-dev'],
  ['kata-remot', 'kata-remote'],
  ['runc', undefined],
  ['enclave-cc', undefined],
  ['kata-qemu-sgx', undefined],
])('%s may mean %s', (name, meant) => {
  expect(meantClass(name)).toBe(meant);
});

test.each([
  ['kata-qemu-snp', undefined, undefined],
  ['kata-qemu-snp-runtime-rs', undefined, 'only since Kata 3.31'],
  ['kata-qemu-snp-runtime-rs', '3.30', 'only since Kata 3.31'],
  ['kata-qemu-snp-runtime-rs', '3.31', undefined],
  ['kata-qemu-snp-runtime-rs', '4.1', undefined],
  ['kata-qemu-se', '4.1', 'no evidence holds this digest'],
  ['kata-qemu-se-runtime-rs', '4.1', undefined],
])('the digest under %s with Kata %s: %s', (name, kata, text) => {
  const warnings = digestWarnings(RuntimeClass.of(name, { kata })).map(({ what }) => what);
  expect(warnings).toEqual(text ? [expect.stringContaining(text)] : []);
});
