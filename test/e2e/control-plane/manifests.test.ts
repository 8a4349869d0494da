import { JsonPatch } from 'cdk8s';
import { isObject, type JsonObject } from '../../../src/input/json';
import { readManifest } from '../../../src/kubernetes/manifest-reader';
import { confidentialManifests } from '../../../src/workload/confidential-manifests';
import { fileOf, type Operation, optionsOf, REAL_WORLD } from '../../workload/real-world-manifests';
import { ControlPlane, STARTING_MS } from './control-plane';
import { type AnyObject, prepare } from './prerequisites';

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

/** Members that the server chooses anew each time. */
const OF_THE_SERVER = ['uid', 'creationTimestamp', 'managedFields', 'resourceVersion', 'controller-uid'];

/** What the server would store. */
async function stored(object: JsonObject): Promise<JsonObject> {
  const argv = ['create', '--validate=strict', '--dry-run=server', '--filename=-', '--output=json'];
  return withoutServers(JSON.parse(await controlPlane.kubectl(argv, JSON.stringify(creatable(object))))) as JsonObject;
}

/** Ephemeral containers are added to a Pod that is there, its overhead is that of the class; a name is needed to compare. */
function creatable({ metadata, spec, ...object }: JsonObject): JsonObject {
  const { ephemeralContainers: _, overhead: __, ...rest } = (spec ?? {}) as JsonObject;
  return { ...object, metadata: { name: 'generated', ...(metadata as JsonObject) }, spec: rest };
}

function withoutServers(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^kube-api-access-\w+$/, 'kube-api-access');
  if (Array.isArray(value)) return value.map(withoutServers);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key]) => !OF_THE_SERVER.includes(key.replace('batch.kubernetes.io/', '')),
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutServers(member)]));
}

/** What is added to an object that the server has filled already adds up. */
function onto(object: JsonObject, { op, path, value }: Operation): Operation[] {
  const there = path
    .split('/')
    .slice(1)
    .reduce<unknown>((node, step) => (node as JsonObject | undefined)?.[step], object);
  if (!isObject(there) || !isObject(value)) return [{ op, path, value }];
  return Object.entries(value).flatMap(([key, member]) => {
    return onto(object, { op: 'add', path: `${path}/${key.replace('/', '~1')}`, value: member });
  });
}

test.each(REAL_WORLD)('the server stores $file with the intended changes and no other', async (manifest) => {
  const before = readManifest(fileOf(manifest).text, manifest.file).map(({ object }) => object);
  const after = confidentialManifests([fileOf(manifest)], optionsOf(manifest)).map(({ object }) => object);
  await prepare(controlPlane, [...before, ...after] as unknown as AnyObject[]);
  for (const [index, object] of before.entries()) {
    const patches = (manifest.patches[index] ?? []).filter(({ path }) => !path.includes('/ephemeralContainers/'));
    if (patches.length === 0) {
      expect(after[index]).toEqual(object);
      continue;
    }
    const original = await stored(object);
    const operations = patches.flatMap((operation) => onto(original, operation));
    const expected = JsonPatch.apply(original, ...operations.map(({ op, path, value }) => JsonPatch[op](path, value)));
    expect(await stored(after[index] ?? {})).toEqual(expected);
  }
});
