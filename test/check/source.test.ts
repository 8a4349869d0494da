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
