import { App, Chart, JsonPatch, Yaml } from 'cdk8s';
import type { JsonObject } from '../../src/input/json';
import { readManifest } from '../../src/kubernetes/manifest-reader';
import { confidentialManifests } from '../../src/workload/confidential-manifests';
import { PassThrough } from '../../src/workload/pass-through';
import { fileOf, type Operation, optionsOf, REAL_WORLD } from './real-world-manifests';

function patched(object: JsonObject, operations: readonly Operation[]): JsonObject {
  const patches = operations.map(({ op, path, value }) => JsonPatch[op](path, structuredClone(value)));
  return JsonPatch.apply(structuredClone(object), ...patches);
}

describe.each(REAL_WORLD)('$file', (manifest) => {
  const file = fileOf(manifest);
  const results = confidentialManifests([file], optionsOf(manifest));
  const inputs = readManifest(file.text, file.path).map(({ object }) => object);
  const expected = inputs.map((object, index) => patched(object, manifest.patches[index] ?? []));

  test('gets exactly the expected patch', () => {
    expect(inputs).toHaveLength(manifest.patches.length);
    expect(results.map(({ object }) => object)).toEqual(expected);
    expect(results.map(({ confidential }) => confidential)).toEqual(manifest.patches.map(({ length }) => length > 0));
  });

  test('arrives in the output as it is', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'other', labels: { added: 'never' } });
    for (const [index, { object }] of results.entries()) new PassThrough(chart, String(index), { object });
    const printed = Yaml.stringify(...chart.toJson());
    expect(readManifest(printed, 'printed').map(({ object }) => object)).toEqual(expected);
  });

  test('once more nothing changes', () => {
    const text = Yaml.stringify(...results.map(({ object }) => object));
    const again = confidentialManifests([{ path: 'again', text }], optionsOf(manifest));
    expect(again.map(({ object }) => object)).toEqual(expected);
  });
});
