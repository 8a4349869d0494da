import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, JsonPatch, Yaml } from 'cdk8s';
import { isObject, type JsonObject } from '../../src/input/json';
import { confidentialManifests } from '../../src/workload/confidential-manifests';
import { PassThrough } from '../../src/workload/pass-through';
import { fileOf, type Operation, optionsOf, pathOf, REAL_WORLD } from '../workload/real-world-manifests';

const directory = mkdtempSync(join(tmpdir(), 'manifests-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** The objects of a file as kubectl reads them. `label --local` needs no cluster; the label goes away again. */
function kubectlRead(path: string): JsonObject[] {
  const argv = ['label', '--local', '--filename', path, '--output', 'json', 'read-by=kubectl'];
  const printed = execFileSync('kubectl', argv, { encoding: 'utf8' });
  return printed
    .split(/^(?=\{)/m)
    .map((text) => JSON.parse(text))
    .flatMap((object) => (object.kind === 'List' ? object.items : [object]))
    .map(withoutLabel);
}

function withoutLabel(object: JsonObject): JsonObject {
  const { metadata } = object as { metadata: { labels: JsonObject } };
  const { 'read-by': _, ...labels } = metadata.labels;
  const { labels: __, ...rest } = metadata;
  return { ...object, metadata: Object.keys(labels).length > 0 ? { ...rest, labels } : rest };
}

function patched(object: JsonObject, operations: readonly Operation[]): JsonObject {
  const patches = operations.map(({ op, path, value }) => JsonPatch[op](path, structuredClone(value)));
  return JsonPatch.apply(structuredClone(object), ...patches);
}

/** kubectl fills some fields of the kinds that it knows, with null, where they are absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutNulls(child)]));
}

test.each(REAL_WORLD)('kubectl reads the patched $file', (manifest) => {
  const chart = new Chart(new App(), 'test');
  const results = confidentialManifests([fileOf(manifest)], optionsOf(manifest));
  for (const [index, { object }] of results.entries()) new PassThrough(chart, String(index), { object });
  const path = join(directory, manifest.file);
  writeFileSync(path, Yaml.stringify(...chart.toJson()));
  const expected = kubectlRead(pathOf(manifest)).map((object, index) => patched(object, manifest.patches[index] ?? []));
  expect(kubectlRead(path).map(withoutNulls)).toEqual(expected.map(withoutNulls));
});
