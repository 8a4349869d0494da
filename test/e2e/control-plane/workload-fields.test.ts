import { readManifest } from '../../../src/kubernetes/manifest-reader';
import { type FieldContent, workloadTypes } from '../../../src/kubernetes/workload-fields';
import { wrongTypes } from '../../../src/kubernetes/wrong-types';
import { ControlPlane, STARTING_MS } from './control-plane';

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
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

const SCALARS: Readonly<Record<string, FieldContent>> = {
  string: { scalar: 'text' },
  integer: { scalar: 'whole number' },
  boolean: { scalar: 'boolean' },
  Time: { scalar: 'text' },
  IntOrString: { scalar: 'text or number' },
  Quantity: { scalar: 'text or number' },
};

/** What the server says that a field holds. */
function contentOf({ $ref, allOf, type = '', items, additionalProperties }: Schema): FieldContent {
  if (items) return { collection: 'list', ...contentOf(items) };
  if (additionalProperties) return { collection: 'mapping', ...contentOf(additionalProperties) };
  const reference = $ref ?? allOf?.[0]?.$ref;
  const name = reference === undefined ? type : lastPart(reference);
  return SCALARS[name] ?? { type: name };
}

/** Where the table does not follow a type, it says of it that it is a mapping. */
function unfollowed({ collection = 'mapping' }: FieldContent): FieldContent {
  return { collection };
}

test('the table has the fields of the API server, no more and no less, with what they hold', async () => {
  const schemas = await published();
  for (const [type, fields] of workloadTypes()) {
    const theirs = Object.entries(schemas.get(type)?.properties ?? {}).map(([name, schema]) => {
      const content = contentOf(schema);
      const { type: ours, scalar } = fields.get(name) ?? {};
      return [name, ours === undefined && scalar === undefined ? unfollowed(content) : content] as const;
    });
    expect({ type, fields: Object.fromEntries(fields) }).toEqual({ type, fields: Object.fromEntries(theirs) });
  }
});

test('what the rule on unknown fields warns of, kubectl apply refuses', async () => {
  const spec = { containers: [{ name: 'web', image: 'nginx', imagePullPolcy: 'Always' }] };
  const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
  const { status, stderr } = await controlPlane.tryKubectl(['apply', '--filename', '-'], pod);
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/unknown field "spec\.containers\[0\]\.imagePullPolcy"/);
});

const VOLUME = (mode: string) => `volumes: [{ name: a, secret: { secretName: a, defaultMode: ${mode} } }]`;

test.each([
  'env: [{ name: A, value: 8080 }]',
  'command: sleep',
  'env: { A: b }',
  'ports: [{ containerPort: "80" }]',
  'tty: "yes"',
  'resources: []',
  'resources: { limits: { cpu: true } }',
  'securityContext: { runAsUser: 1000.5 }',
])('what the rule on wrong types has against %s, kubectl apply has too', async (field) => {
  expect(wrongIn(podWith(field))).toHaveLength(1);
  const { status, stderr } = await dryRun(podWith(field));
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/cannot unmarshal|unable to parse|quantities must match|unrecognized type/);
});

test.each(['0644', '0o644', '0x1A4', '4_20', '420.0', '4.2e2'])(
  'kubectl reads %s as a whole number too',
  async (mode) => {
    const pod = podWith('tty: yes', VOLUME(mode));
    expect(wrongIn(pod)).toEqual([]);
    expect(await dryRun(pod)).toMatchObject({ status: 0 });
  },
);

function podWith(field: string, ofPod = 'terminationGracePeriodSeconds: 1'): string {
  const container = `{ name: web, image: nginx, ${field} }`;
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers: [${container}]\n  ${ofPod}\n`;
}

function wrongIn(manifest: string) {
  return readManifest(manifest, 'pod.yaml').flatMap(({ object }) => wrongTypes(object));
}

function dryRun(manifest: string) {
  return controlPlane.tryKubectl(['apply', '--dry-run=server', '--filename', '-'], manifest);
}
