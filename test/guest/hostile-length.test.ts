import { Annotation } from '../../src/guest/annotations';
import { GuestConfig } from '../../src/guest/guest-config';
import type { GuestOptions } from '../../src/guest/guest-options';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { parseTomlFile } from '../../src/guest/toml-text';
import { InputError } from '../../src/input/problem';

const LENGTH = 250_000;
const PARTS = [':', 'a.', 'a:', '-a', '/', '@', ' ', 'a=b ', '"', '\\', '[', '${', '9.', 'kata-qemu-snp-'];

const configure = (options: object, existing = {}) =>
  GuestConfig.auto({ kbs: 'https://kbs:1', ...options } as GuestOptions).annotationsFor(
    RuntimeClass.QEMU_SNP,
    existing,
  );

const WAYS: Readonly<Record<string, (text: string) => unknown>> = {
  runtimeClass: (text) => RuntimeClass.of(text),
  basedOn: (text) => RuntimeClass.of('a', { basedOn: text }),
  kata: (text) => RuntimeClass.of('a', { kata: text }),
  kbs: (kbs) => configure({ kbs }),
  authFile: (authFile) => configure({ authFile }),
  imagePolicy: (imagePolicy) => configure({ imagePolicy }),
  httpsProxy: (httpsProxy) => configure({ httpsProxy }),
  noProxy: (noProxy) => configure({ httpsProxy: 'http://p:1', noProxy }),
  extraKernelParameters: (text) => configure({ extraKernelParameters: [text] }),
  kbsCertificate: (kbsCertificate) => configure({ kbsCertificate }),
  policy: (policy) => configure({ policy }),
  'the name of an annotation': (text) => configure({ annotations: { [text]: 'x' } }),
  'the value of an annotation': (text) => configure({ annotations: { default_memory: text } }),
  'a registry': (text) => configure({ registries: [{ prefix: text, mirrors: [{ location: text }] }] }),
  'registries, a resource': (registries) => configure({ registries }),
  TOML: (text) => parseTomlFile(`x${text}`, 'it'),
  "a Pod's kernel parameters": (text) => configure({}, { [Annotation.KERNEL_PARAMETERS]: text }),
  "a Pod's initdata": (text) => configure({}, { [Annotation.INITDATA]: text }),
};

// Whatever takes a pass for each character takes half a minute.
describe.each(Object.entries(WAYS))('250 kB of anything as %s', (_, way) => {
  test.each(PARTS)('is refused in a short message, %j', (part) => {
    let message = '';
    try {
      way(part.repeat(LENGTH / part.length));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      message = error.message;
    }
    expect(message).not.toBe('');
    expect(message.length).toBeLessThan(1_000);
  });
});

test('many of a kind are read in one pass', () => {
  const many = <T>(make: (index: number) => T) => Array.from({ length: 30_000 }, (_, index) => make(index));
  expect(() => configure({ extraKernelParameters: many((index) => `a${index}=b`) })).toThrow(InputError);
  expect(() => configure({ registries: many((index) => ({ prefix: `h${index}.example` })) })).toThrow('initdata takes');
  const extra = { 'cdh.toml': Object.fromEntries(many((index) => [`x${index}`, 'x'])) };
  expect(GuestConfig.auto({ kbs: 'kbs:1', extra }).warningsUnder(RuntimeClass.QEMU_SNP)).toHaveLength(20);
});
