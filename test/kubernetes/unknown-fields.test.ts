import { unknownFields } from '../../src/kubernetes/unknown-fields';
import { workloadTypes } from '../../src/kubernetes/workload-fields';

const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
const container = (fields: object) => pod({ containers: [{ name: 'web', image: 'nginx', ...fields }] });

test('the table names no type that it does not have', () => {
  const types = workloadTypes();
  const named = [...types.values()].flatMap((fields) => [...fields.values()].flatMap(({ type }) => type ?? []));
  expect(named.filter((type) => !types.has(type))).toEqual([]);
});

test.each<[string, object, object]>([
  [
    'a misspelt field',
    pod({ tolerationz: [] }),
    { path: ['spec', 'tolerationz'], type: 'PodSpec', meant: 'tolerations' },
  ],
  [
    'one in another case',
    container({ env: [{ name: 'A', valuefrom: {} }] }),
    { path: ['spec', 'containers', 0, 'env', 0, 'valuefrom'], type: 'EnvVar', meant: 'valueFrom' },
  ],
  [
    "a container's in the Pod",
    pod({ imagePullPolicy: 'Always' }),
    { path: ['spec', 'imagePullPolicy'], type: 'PodSpec', under: 'containers' },
  ],
  [
    "the Pod's in a container",
    container({ volumes: [] }),
    { path: ['spec', 'containers', 0, 'volumes'], type: 'Container', meant: 'volumes', around: 'PodSpec' },
  ],
  [
    'a misspelt one of the object around',
    { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: { strateggy: {} } } } },
    { path: ['spec', 'template', 'spec', 'strateggy'], type: 'PodSpec', meant: 'strategy', around: 'DeploymentSpec' },
  ],
  [
    'one like no other',
    container({ livenessProbe: { zzz: 1 } }),
    { path: ['spec', 'containers', 0, 'livenessProbe', 'zzz'], type: 'Probe' },
  ],
  ["a name of JavaScript's", pod({ constructor: 1 }), { path: ['spec', 'constructor'], type: 'PodSpec' }],
])('%s', (_, object, expected) => {
  const [found, ...others] = [...unknownFields(object as never)];
  expect(others).toEqual([]);
  const { value: _value, ...rest } = found ?? {};
  expect(JSON.parse(JSON.stringify(rest))).toEqual(expected);
});

test('names that people choose are no fields', () => {
  const object = container({ resources: { limits: { 'example.com/gpu': 1 } }, securityContext: { runAsUser: 1 } });
  const metadata = { name: 'web', labels: { any: 'x' }, annotations: { any: 'x' } };
  const spec = { ...object.spec, nodeSelector: { any: 'x' }, containers: null };
  expect([...unknownFields({ ...object, metadata, spec, status: { any: 'x' } })]).toEqual([]);
});
