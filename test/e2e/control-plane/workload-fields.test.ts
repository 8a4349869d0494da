import { workloadTypes } from '../../../src/kubernetes/workload-fields';
import { ControlPlane, STARTING_MS } from './control-plane';

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What the server publishes, by the last part of the type's name; of two of one name the first. */
async function published(): Promise<Map<string, Schema>> {
  const types = new Map<string, Schema>();
  for (const path of ['api/v1', 'apis/apps/v1', 'apis/batch/v1']) {
    const { components } = JSON.parse(await controlPlane.kubectl(['get', '--raw', `/openapi/v3/${path}`]));
    for (const [name, schema] of Object.entries<Schema>(components.schemas)) {
      const type = lastPart(name);
      if (!types.has(type)) types.set(type, schema);
    }
  }
  return types;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function typeOf({ $ref, allOf = [], items }: Schema): string | undefined {
  if ($ref !== undefined) return lastPart($ref);
  const [inner = items] = allOf;
  return inner && typeOf(inner);
}

test('the table has the fields of the API server, no more and no less, with their types', async () => {
  const schemas = await published();
  const differences = [...workloadTypes()].flatMap(([type, fields]) => {
    const { properties = {} } = schemas.get(type) ?? {};
    const names = new Set([...Object.keys(properties), ...fields.keys()]);
    return [...names]
      .filter((name) => {
        const [ours, theirs] = [fields.get(name), properties[name]];
        return !fields.has(name) || !theirs || (ours !== undefined && typeOf(theirs) !== ours);
      })
      .map((name) => `${type}.${name}`);
  });
  expect(differences).toEqual([]);
});

test('what the rule warns of, kubectl apply refuses', async () => {
  const spec = { containers: [{ name: 'web', image: 'nginx', imagePullPolcy: 'Always' }] };
  const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
  const { status, stderr } = await controlPlane.tryKubectl(['apply', '--filename', '-'], pod);
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/unknown field "spec\.containers\[0\]\.imagePullPolcy"/);
});
