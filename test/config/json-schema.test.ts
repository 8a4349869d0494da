import { readdirSync, readFileSync } from 'node:fs';
import { jsonSchema, SchemaGuide, schemaText } from '../../src/config/schema/json-schema';

test('the published schema is that of the code; npm run schema writes it', () => {
  expect(readFileSync('coco.schema.json', 'utf8')).toBe(schemaText());
});

test('the guides speak of each key that is not one of Kubernetes', () => {
  const text = readdirSync('docs').map((name) => readFileSync(`docs/${name}`, 'utf8'));
  const words = new Set(text.join('\n').match(/\w+(\.toml)?/g));
  const unnamed = [...keysIn(jsonSchema())].filter((key) => !words.has(key) && !OF_KUBERNETES.includes(key));
  expect(unnamed).toEqual([]);
});

const OF_KUBERNETES = [
  ...['effect', 'tolerationSeconds', 'valueFrom', 'optional', 'containerPort', 'protocol', 'localhostProfile'],
  'fsGroupChangePolicy',
];

function keysIn(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const { properties = {} } = value as { properties?: object };
  return new Set([...Object.keys(properties), ...Object.values(value).flatMap((below) => [...keysIn(below)])]);
}

test.each([
  [
    [],
    [
      'project',
      'runtimeClass',
      'kata',
      'runtimeClasses',
      'kbs',
      'pullSecret',
      'host',
      'credentials',
      'secrets',
      'namespaces',
      'guest',
      'workloads',
      'manifests',
    ],
  ],
  [['pullSecret'], ['name']],
  [
    ['kbs', 'repository', 'persistentVolumeClaim'],
    ['claimName', 'subPath', 'create'],
  ],
  [
    ['credentials', 3],
    [
      'registry',
      'image',
      'username',
      'password',
      'passwordFile',
      'passwordCommand',
      'caCertificate',
      'authFile',
      'remote',
      'generator',
      'registries',
    ],
  ],
  [['runtimeClass'], []],
  [['absent', 0], []],
])('%j has the keys %j', (path, keys) => {
  expect(new SchemaGuide().keysAt(path)).toEqual(keys);
});

/** Paths of the properties without a description, anywhere in a schema. */
function undescribed(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties = {} } = node as { properties?: Record<string, { description?: string }> };
  return [
    ...Object.entries(properties).flatMap(([key, { description }]) => (description ? [] : [`${path}.${key}`])),
    ...Object.entries(node).flatMap(([key, child]) => undescribed(child, `${path}.${key}`)),
  ];
}

test('every key is described', () => {
  expect(undescribed({ properties: { a: { items: { properties: { b: {} } } } } })).toHaveLength(2);
  expect(undescribed(jsonSchema())).toEqual([]);
});

test('editors offer the runtime classes', () => {
  const { properties } = jsonSchema() as { properties: { runtimeClass: { examples: string[] } } };
  expect(properties.runtimeClass.examples).toEqual(
    expect.arrayContaining(['kata-qemu-snp', 'kata-qemu-tdx', 'kata-remote']),
  );
});
