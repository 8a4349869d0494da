import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { assemble } from '../../src/app/assemble';
import { temporaryDirectory } from '../temporary-directory';
import { configurations, ENVIRONMENT } from './control-plane/configurations';
import { requireTools } from './tools';

interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const temporary = temporaryDirectory();

beforeAll(() => requireTools('kubectl'));

/** Sorted, as kustomize sorts by kind. */
const objectsIn = (...texts: string[]): unknown[] =>
  texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()))
    .filter((object) => object !== null)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const keyOf = ({ apiVersion, kind, metadata }: ApiObject): string =>
  JSON.stringify([apiVersion, kind, metadata.namespace, metadata.name]);

// What Flux does with a directory that has no kustomization.yaml: it makes one that names each file of YAML.
test.each(configurations(temporary))('kustomize, as kubectl has it, loses and changes nothing of %s', (name, path) => {
  const output = `kustomized-${name.replace(/\W/g, '-')}`;
  const files = assemble(path, ENVIRONMENT).files.filter((file) => file.name.endsWith('.yaml'));
  for (const file of files) temporary.write(join(output, file.name), file.text);
  const resources = files.map((file) => file.name);
  temporary.write(join(output, 'kustomization.yaml'), JSON.stringify({ resources }));
  const built = execFileSync('kubectl', ['kustomize', join(temporary.directory, output)], { encoding: 'utf8' });
  const objects = objectsIn(...files.map(({ text }) => text));
  expect(objects.length).toBeGreaterThan(0);
  expect(objectsIn(built)).toEqual(objects);
});
