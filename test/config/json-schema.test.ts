import { readFileSync } from 'node:fs';
import { SchemaGuide, schemaText } from '../../src/config/schema/json-schema';

test('the published schema is that of the code; npm run schema writes it', () => {
  expect(readFileSync('coco.schema.json', 'utf8')).toBe(schemaText());
});

test.each([
  [
    [],
    [
      'runtimeClass',
      'kata',
      'runtimeClasses',
      'kbs',
      'pullSecret',
      'credentials',
      'secrets',
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
    ['registry', 'image', 'username', 'password', 'passwordFile', 'caCertificate', 'authFile', 'registries'],
  ],
  [['runtimeClass'], []],
  [['absent', 0], []],
])('%j has the keys %j', (path, keys) => {
  expect(new SchemaGuide().keysAt(path)).toEqual(keys);
});
