import { loadConfig } from '../../src/config/load';
import { InputError } from '../../src/input/problem';
import { temporaryDirectory } from '../temporary-directory';

const { write } = temporaryDirectory();

const MINIMAL = `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  repository:
    persistentVolumeClaim: kbs-repository
credentials:
  - registry: registry.example/team
    username: robot
    password: hunter2
workloads:
  - name: web
    image: registry.example/team/web:1
`;

function load(text: string, environment: Record<string, string> = {}) {
  const { config, problems } = loadConfig(write('coco.yaml', text), environment);
  InputError.throwIfAny(problems);
  return config;
}

function messages(text: string, environment: Record<string, string> = {}): string[] {
  try {
    load(text, environment);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^.*\/coco\.yaml/, 'coco.yaml'));
  }
  return [];
}

/** The minimal file with one piece of its text replaced. */
function changed(from: string | RegExp, to: string): string {
  const text = MINIMAL.replace(from, to);
  if (text === MINIMAL) throw new Error(`the minimal file has no ${from}`);
  return text;
}

test('a key of a mapping with keys of any name is named where its value cannot be read', () => {
  const text = changed('    image: registry', "    labels: { team: '${UNSET}' }\n    image: registry");
  expect(messages(text)).toEqual([
    expect.stringMatching(/^coco\.yaml:12: workloads\[0\]\.labels\.team: the environment variable UNSET is not set/),
  ]);
});

test('the minimal file gets the documented defaults', () => {
  const config = load(MINIMAL);
  expect(config).toMatchObject({
    runtimeClass: { name: 'kata-qemu-snp' },
    kbs: { authFile: { path: 'default/containers/auth' }, resources: [], upload: {} },
    pullSecret: { name: 'cococred' },
    secrets: { backend: 'plain' },
    guest: {},
    workloads: [{ name: 'web', kind: 'Pod', namespace: 'default' }],
    manifests: [],
  });
  expect(config.credentials[0]?.credentials[0]?.scope).toBe('registry.example/team');
});

test.each([
  ['a colon', 'a:b:'],
  ['quotes', `a"b'c`],
  ['a dollar', 'a$b${c}$'],
  ['spaces', ' a  b '],
  ['UTF-8', 'pässwörd🔑'],
  ['4 KB', 'x'.repeat(4096)],
  ['YAML', '- {a: *b, !c'],
])('a password with %s arrives byte for byte', (_, password) => {
  const config = load(changed('hunter2', '${PASSWORD}'), { PASSWORD: password });
  expect(config.credentials[0]?.credentials[0]?.password === password).toBe(true);
});

test.each([
  ['secret', 'secret'],
  ['secret\n', 'secret'],
  ['secret\r\n', 'secret'],
  [' secret \n', ' secret '],
])('a password file with %j holds the password %j', (content, password) => {
  write('password', content);
  const config = load(changed('password: hunter2', 'passwordFile: password'));
  expect(config.credentials[0]?.credentials[0]?.password).toBe(password);
});

test('an image gives registry and repository, without tag and digest', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const text = changed('registry: registry.example/team', `image: registry.example:5000/team/app:1@${digest}`);
  expect(load(text).credentials[0]?.credentials[0]?.scope).toBe('registry.example:5000/team/app');
});

test('all mistakes are told at once, in the order of the lines, each with its place', () => {
  const text = MINIMAL.replace('kata-qemu-snp', 'Kata!')
    .replace('172.18.0.3:31731', 'localhost:8080')
    .replace('hunter2', '${UNSET}')
    .replace('name: web', 'nmae: web');
  expect(messages(text)).toEqual([
    expect.stringMatching(/^coco\.yaml:1: runtimeClass: .*"Kata!"/),
    expect.stringMatching(/^coco\.yaml:3: kbs\.address: .*loopback/),
    expect.stringMatching(/^coco\.yaml:9: credentials\[0\]\.password: the environment variable UNSET is not set/),
    expect.stringMatching(/^coco\.yaml:11: workloads\[0\]\.nmae: is not a key of this file.*write name$/),
  ]);
});

test.each([
  // replaced, by, the place, part of the message
  ['runtimeClass: kata-qemu-snp\n', '', '1: runtimeClass', 'is missing'],
  ['runtimeClass', 'runtimeclass', '1: runtimeclass', 'write runtimeClass'],
  ['kata-qemu-snp', '7', '1: runtimeClass', 'write the value in quotes'],
  ['172.18.0.3:31731', '172.18.0.3', '3: kbs.address', 'no port'],
  ['172.18.0.3:31731', 'http://172.18.0.3:31731/kbs', '3: kbs.address', 'path'],
  ['172.18.0.3:31731', '127.0.0.1:8080', '3: kbs.address', 'loopback'],
  ['172.18.0.3:31731', '"kbs:8080 agent.debug=1"', '3: kbs.address', 'white space'],
  ['  repository:', '  authFile: ../../etc\n  repository:', '4: kbs.authFile', ''],
  ['  repository:', '  authFile: /default/containers/auth\n  repository:', '4: kbs.authFile', ''],
  ['  repository:', '  authFile: containers/auth\n  repository:', '4: kbs.authFile', 'three segments'],
  ['  repository:', '  authFile: a/b/c/d\n  repository:', '4: kbs.authFile', 'three segments'],
  ['  repository:', '  authFile: a/b/.c\n  repository:', '4: kbs.authFile', 'dot'],
  ['kbs-repository', 'kbs_repository', '5: kbs.repository.persistentVolumeClaim', 'not a name'],
  ['    persistentVolumeClaim', '    hostPath: /x\n    persistentVolumeClaim', '4: kbs.repository', 'one of'],
  [
    '    persistentVolumeClaim',
    '    layout: bth\n    persistentVolumeClaim',
    '5: kbs.repository.layout',
    'both, nested, flat',
  ],
  [
    'persistentVolumeClaim: kbs-repository',
    'persistentVolumeClaim: {claim: x}',
    '5: kbs.repository.persistentVolumeClaim.claim',
    'write claimName',
  ],
  ['registry.example/team\n', 'Registry Example\n', '7: credentials[0]', ''],
  ['registry: registry.example/team', 'image: registry.example/Team', '7: credentials[0]', 'upper'],
  ['registry: registry.example/team', 'image: ""', '7: credentials[0]', ''],
  ['    username: robot\n', '', '7: credentials[0].username', 'is missing'],
  ['robot', '""', '8: credentials[0].username', 'empty'],
  ['robot', '"a:b"', '8: credentials[0].username', ':'],
  ['robot', '7', '8: credentials[0].username', 'write the value in quotes'],
  ['hunter2', '""', '9: credentials[0].password', 'empty'],
  ['hunter2', '1234', '9: credentials[0].password', 'write the value in quotes'],
  ['hunter2', '#hunter2', '9: credentials[0].password', 'write the value in quotes'],
  ['    password: hunter2\n', '', '7: credentials[0]', 'has no password'],
  ['password: hunter2', 'passwordFile: absent', '9: credentials[0].passwordFile', 'does not exist'],
  ['password: hunter2', 'passwordFile: .', '9: credentials[0].passwordFile', 'is a directory'],
  [
    '    password: hunter2',
    '    password: hunter2\n    passwordFile: x',
    '7: credentials[0]',
    'either password or passwordFile',
  ],
  ['    password: hunter2', '    password: hunter2\n    authFile: x', '7: credentials[0]', 'registry and authFile'],
  ['name: web', 'name: Web_1', '11: workloads[0].name', 'not a name that Kubernetes takes'],
  ['name: web', 'name: web\n    namespace: a.b', '12: workloads[0].namespace', 'not a name that Kubernetes takes'],
  ['name: web', 'name: web\n    kind: Replica', '12: workloads[0].kind', 'one of Pod'],
  ['name: web', 'name: web\n    kind: deployment', '12: workloads[0].kind', 'write Deployment'],
  ['name: web', 'name: web\n    replicas: 3', '12: workloads[0].replicas', 'does not go with kind Pod'],
  ['name: web', `name: ${'a'.repeat(53)}\n    kind: StatefulSet`, '11: workloads[0].name', 'at most 52'],
  ['name: web', 'name: web\n    kind: CronJob\n    schedule: never', '13: workloads[0].schedule', 'minute'],
  ['name: web', 'name: web\n    kind: CronJob', '11: workloads[0]', 'no schedule'],
  [
    'name: web',
    'name: web\n    kind: Job\n    restartPolicy: Always',
    '13: workloads[0].restartPolicy',
    'Never or OnFailure',
  ],
  ['name: web', 'name: web\n    env: {A: 1}', '12: workloads[0].env.A', 'must be a text in quotes'],
  ['name: web', 'name: web\n    env: 5', '12: workloads[0].env', 'must be a mapping from names to values'],
  ['name: web', 'name: web\n    env: [{name: A}]', '12: workloads[0].env[0]', 'either value or valueFrom'],
  ['name: web', 'name: web\n    env: {1A: a}', '12: workloads[0].env', 'name of a variable'],
  [
    'name: web',
    'name: web\n    env: {A: {secretKeyRef: {name: s}}}',
    '12: workloads[0].env.A.secretKeyRef.key',
    'is missing',
  ],
  [
    'name: web',
    'name: web\n    ports: [{containerPort: 1, protocol: TPC}]',
    '12: workloads[0].ports[0].protocol',
    'must be one of TCP, UDP, SCTP',
  ],
  [
    'name: web',
    'name: web\n    ports: [{containerPort: 1, name: "1234"}]',
    '12: workloads[0].ports[0].name',
    'with a letter',
  ],
  [
    'name: web',
    'name: web\n    annotations: {a b: c}',
    '12: workloads[0].annotations.a b',
    'not a key that a label can have',
  ],
  ['registry.example/team\n', 'registry.example:99999\n', '7: credentials[0].registry', 'impossible port'],
  ['name: web', 'name: web\n    ports: [abc]', '12: workloads[0].ports[0]', 'must be a port number'],
  ['name: web', 'name: web\n    ports: [70000]', '12: workloads[0].ports[0]', 'must be'],
  [
    'name: web',
    'name: web\n    kind: Deployment\n    replicas: many',
    '13: workloads[0].replicas',
    'must be a whole number',
  ],
  ['kbs-repository', '[a]', '5: kbs.repository.persistentVolumeClaim', 'must be the name of a claim'],
  ['  repository:', '  upload: {schedule: hourly}\n  repository:', '4: kbs.upload.schedule', 'minute'],
  ['  repository:', '  upload: {suspend: maybe}\n  repository:', '4: kbs.upload.suspend', 'must be true or false'],
  ['    image: registry.example/team/web:1\n', '', '11: workloads[0]', 'neither image nor containers'],
  ['registry.example/team/web:1', 'registry.example/Team/web', '12: workloads[0].image', 'upper'],
  ['registry.example/team/web:1', '"a b"', '12: workloads[0].image', ''],
  [
    'workloads:',
    'secrets: {backend: sealed}\nworkloads:',
    '10: secrets.backend',
    'write sealed: { certificate: <file> }',
  ],
])('%j replaced by %j is refused at line %s: …%s', (from, to, place, message) => {
  const found = messages(changed(from, to));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`coco.yaml:${place}`);
  expect(found[0]).toContain(message);
});

test('all mistakes of a credential are told, each at its key', () => {
  const text = changed('registry.example/team', 'Registry!').replace('robot', '"a:b"').replace('hunter2', '""');
  expect(messages(text)).toEqual([
    expect.stringMatching(/^coco\.yaml:7: credentials\[0\]\.registry: /),
    expect.stringMatching(/^coco\.yaml:8: credentials\[0\]\.username: /),
    expect.stringMatching(/^coco\.yaml:9: credentials\[0\]\.password: /),
  ]);
});

test.each([
  ['hunter2', '[hunter2]'],
  ['hunter2', '"hunter2\\n"'],
  ['hunter2', '"hunter2\\0"'],
  ['robot', '"a:hunter2"'],
  ['robot', '"hunter2:a"'],
  ['password: hunter2', 'passwordFile: hunter2'],
  [
    '    username: robot\n    password: hunter2\n',
    '    caCertificate: hunter2\n    username: robot\n    password: x\n',
  ],
  ['registry.example/team\n', 'Robot:hunter2@registry.example\n'],
  ['registry.example/team\n', '"robot:hun ter2 hunter2@registry.example"\n'],
  ['registry.example/team\n', 'https://robot:hunter2/x@registry.example\n'],
  ['  repository:', '  authFile: "https://robot:hunter2@kbs/a"\n  repository:'],
  [
    'persistentVolumeClaim: kbs-repository',
    'adminApi: { url: "https://kbs:80?token=hunter2", tokenSecret: { name: a, key: b } }',
  ],
  ['registry.example/team\n', 'https://robot:hunter2@registry.example\n'],
  ['172.18.0.3:31731', 'http://robot:hunter2@kbs:8080'],
])('%j replaced by %s is refused without showing the password', (from, to) => {
  const found = messages(changed(from, to)).join('\n');
  expect(found).not.toBe('');
  expect(found).not.toContain('hunter2');
});
