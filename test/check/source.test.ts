import { checkSources } from '../../src/check/check-sources';
import { readSource } from '../../src/check/source';

const read = (text: string) => {
  const { objects, findings, isManifest } = readSource({ file: 'a.yaml', text });
  const described = findings.map(({ rule, severity }) => `${severity} ${rule}`);
  return { kinds: objects.map(({ object }) => object.kind), findings: described, isManifest };
};

test.each([
  ['YAML', 'apiVersion: v1\nkind: Pod\n', { kinds: ['Pod'], findings: [], isManifest: true }],
  ['JSON on one line', '{"kind":"Pod","apiVersion":"v1"}', { kinds: ['Pod'], findings: [], isManifest: true }],
  [
    'a list',
    'apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: Pod }]\n',
    { kinds: ['Pod'], findings: [], isManifest: true },
  ],
  ['something else', 'services: { web: { image: a } }\n', { kinds: [], findings: [], isManifest: false }],
  ['something else that is broken', 'a: [\n', { kinds: [], findings: [], isManifest: false }],
  [
    'a schema with such properties',
    'properties:\n  apiVersion: {}\n  kind: {}\n',
    { kinds: [], findings: [], isManifest: false },
  ],
  [
    'a broken manifest',
    'apiVersion: v1\nkind: Pod\na: [\n',
    { kinds: [], findings: ['error yaml-syntax'], isManifest: true },
  ],
  [
    'a template',
    'apiVersion: v1\nkind: Pod\n{{- if .a }}\nb: c\n{{- end }}\n',
    { kinds: [], findings: ['info unrendered-template'], isManifest: false },
  ],
])('reads %s', (_, text, expected) => expect(read(text)).toEqual(expected));

test.each([
  ['blanks in a Secret', `apiVersion: v1\nkind: Secret\nstringData: { password: "${' '.repeat(1e6)}$" }\n`],
  ['braces in a Secret', `apiVersion: v1\nkind: Secret\nstringData: { password: "${'{'.repeat(1e6)}" }\n`],
  [
    'brackets in an annotation',
    `apiVersion: v1\nkind: Pod\nmetadata: { annotations: { io.katacontainers.config.hypervisor.kernel_params: "${'<[A'.repeat(3e5)}" } }\nspec: { runtimeClassName: kata-qemu-snp }\n`,
  ],
  ['a long line', `${' -{'.repeat(3e5)}apiVersion kind`],
])('a megabyte of %s takes a moment', (_, text) => {
  const start = performance.now();
  checkSources([{ file: 'a.yaml', text, tracked: true }]);
  // Linear work takes a small part of this; quadratic work minutes.
  expect(performance.now() - start).toBeLessThan(5_000);
});
