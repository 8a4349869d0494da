import { wrongTypes } from '../../src/kubernetes/wrong-types';

const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
const container = (fields: object) => pod({ containers: [{ name: 'web', image: 'nginx', ...fields }] });
const ofContainer = (...path: (string | number)[]) => ['spec', 'containers', 0, ...path];

test.each<[string, object, (string | number)[], string]>([
  ['a number for a text', container({ env: [{ name: 'A', value: 1 }] }), ofContainer('env', 0, 'value'), 'text'],
  ['a mapping for a text', container({ workingDir: { a: 1 } }), ofContainer('workingDir'), 'text'],
  ['a number in a list of texts', container({ args: ['a', 1] }), ofContainer('args', 1), 'text'],
  ['a text for a list', container({ command: 'sleep' }), ofContainer('command'), 'list'],
  ['a mapping for a list', container({ env: { A: 'b' } }), ofContainer('env'), 'list'],
  ['a list for a mapping', container({ resources: [] }), ofContainer('resources'), 'mapping'],
  ['a text in a list of mappings', pod({ imagePullSecrets: ['a'] }), ['spec', 'imagePullSecrets', 0], 'mapping'],
  [
    'a text for a whole number',
    container({ ports: [{ containerPort: '80' }] }),
    ofContainer('ports', 0, 'containerPort'),
    'whole number',
  ],
  ['a fraction', pod({ priority: 1.5 }), ['spec', 'priority'], 'whole number'],
  [
    'a text in a list of whole numbers',
    pod({ securityContext: { supplementalGroups: ['1'] } }),
    ['spec', 'securityContext', 'supplementalGroups', 0],
    'whole number',
  ],
  ['a text for true', container({ tty: 'yes' }), ofContainer('tty'), 'boolean'],
  ['a number for true', pod({ hostPID: 1 }), ['spec', 'hostPID'], 'boolean'],
  [
    'true for a quantity',
    container({ resources: { limits: { cpu: true } } }),
    ofContainer('resources', 'limits', 'cpu'),
    'text or number',
  ],
  ['a number for a label', { kind: 'Job', metadata: { labels: { a: 1 } } }, ['metadata', 'labels', 'a'], 'text'],
])('%s', (_, object, path, expected) => {
  expect(wrongTypes(object as never)).toEqual([expect.objectContaining({ path, expected })]);
});

test.each<[string, object]>([
  ['quantities', container({ resources: { limits: { cpu: 1, memory: '1Gi' }, requests: { cpu: 0.5 } } })],
  ['ports by number and by name', container({ livenessProbe: { httpGet: { port: 80 }, tcpSocket: { port: 'web' } } })],
  ['null, for what is not there', container({ args: null, env: [null], tty: null, resources: { limits: null } })],
  ['what is not followed', { ...pod({ volumes: [{ rbd: { image: 1 }, name: 'a' }] }), status: { phase: 1 } }],
  ['fields that there are not', pod({ constructor: 1, toString: [] })],
  ['kinds that are not in the table', { kind: 'constructor', spec: 1 }],
])('nothing against %s', (_, object) => {
  expect(wrongTypes(object as never)).toEqual([]);
});
