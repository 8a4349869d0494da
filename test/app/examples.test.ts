import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { validateKubernetesObject } from '../kubernetes-schema';
import { synthesized } from './synthesized';

const EXAMPLES = 'examples';
const names = readdirSync(EXAMPLES);

test.each(names)('%s synthesizes to objects that Kubernetes takes', (name) => {
  const { objects } = synthesized(join(EXAMPLES, name, 'coco.yaml'));
  expect(objects.length).toBeGreaterThan(1);
  for (const object of objects) expect(() => validateKubernetesObject(object)).not.toThrow();
});

test.each(names)('%s holds YAML only', (name) => {
  for (const file of readdirSync(join(EXAMPLES, name)).filter((path) => path.endsWith('.yaml'))) {
    const documents = parseAllDocuments(readFileSync(join(EXAMPLES, name, file), 'utf8'));
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  }
});
