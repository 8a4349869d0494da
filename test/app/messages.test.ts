import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../../src/app/assemble';
import { describeProblem, type Finding, findingOf, InputError } from '../../src/input/problem';
import { passwordVariables } from '../password-variables';
import { temporaryDirectory } from '../temporary-directory';

const { directory, write } = temporaryDirectory();

const CONFIG = `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  repository: { persistentVolumeClaim: kbs-repository }
credentials:
  - registry: registry.example:5000/team
    username: robot
    password: hunter2
workloads:
  - name: web
    kind: Deployment
    image: registry.example:5000/team/web:1.2
`;

function findings(text: string, environment: Record<string, string> = {}): Finding[] {
  try {
    const hidden = passwordVariables(text);
    return assemble(write('coco.yaml', hidden.text), { ...hidden.environment, ...environment }).findings.filter(
      ({ severity }) => severity !== 'info',
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map((problem) => findingOf(problem));
  }
}

/** One line for each finding: rule, severity, place and message. */
function told(text: string, environment?: Record<string, string>): string[] {
  return findings(text, environment).map(
    (finding) =>
      `${finding.severity} ${finding.rule}: ${describeProblem(finding).replace(/^.*\/coco\.yaml/, 'coco.yaml')}`,
  );
}

function changed(from: string | RegExp, to: string): string {
  const text = CONFIG.replace(from, () => to);
  if (text === CONFIG) throw new Error(`the configuration has no ${from}`);
  return text;
}

beforeAll(() => {
  write('f', '0123456789');
  write('empty.txt', '');
  mkdirSync(join(directory, 'dir'));
  write(
    'image.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: "{{ .Values.image }}" }] }\n',
  );
  write(
    'kustomization.yaml',
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
  );
  write(
    'nameless.yaml',
    'apiVersion: v1\nkind: Pod\nspec: { containers: [{ name: a, image: "registry.example:5000/team/a" }] }\n',
  );
  write('helm.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n');
  write('chart.yaml', '{{- if .Values.enabled }}\napiVersion: v1\nkind: Pod\n{{- end }}\n');
  write(
    'alias.yaml',
    'apiVersion: v1\nkind: A\nmetadata: &m { name: c }\n---\napiVersion: v1\nkind: B\nmetadata: *m\n',
  );
  write('indent.yaml', 'kind: Deployment\nmetadata:\n name: x\n  foo: y\n');
});

const added = (line: string) => `${CONFIG}${line}\n`;
const workload = (line: string) => `${CONFIG}    ${line}\n`;
const kbs = (line: string) => changed('  repository:', `  ${line}\n  repository:`);
const password = (text: string) => changed('hunter2', text);
const repository = (text: string) => changed('{ persistentVolumeClaim: kbs-repository }', text);

test.each<[string, string, string, string]>([
  // case, text, how the finding begins, what to do
  ['a tab', changed('  address', '\taddress'), 'error yaml-syntax: coco.yaml:3: a tab', 'write spaces'],
  [
    'too few blanks',
    changed('    username', '   username'),
    'error yaml-syntax: coco.yaml:7: the line is indented by 3',
    'write 4 spaces',
  ],
  [
    'too many blanks',
    changed('    username', '     username'),
    'error yaml-syntax: coco.yaml:7: the line is indented by 5',
    'write 4 spaces',
  ],
  [
    'a no-break space',
    changed('  address', '\u00a0 address'),
    'error yaml-syntax: coco.yaml:3: the line begins with a no-break',
    'write plain spaces',
  ],
  ['an open quote', password('"pw'), 'error yaml-syntax: coco.yaml:8: a quote opens', 'write a closing quote'],
  ['an open single quote', password("'pw"), 'error yaml-syntax: coco.yaml:8: a quote opens', 'write a closing quote'],
  [
    'a quote closed by the next',
    changed('robot', '"robot').replace('hunter2', '"x"'),
    'error yaml-syntax: coco.yaml:7: a quote opens',
    'write a closing quote',
  ],
  [
    'an open bracket',
    '{"runtimeClass": "kata-qemu-snp", "kbs": {',
    'error yaml-syntax: coco.yaml:1: a bracket opens',
    'write the closing }',
  ],
  [
    'a key twice',
    added('runtimeClass: kata-qemu-tdx'),
    'error duplicate-key: coco.yaml:13: runtimeClass: the key stands twice in one mapping, first on line 1',
    'write one of the two',
  ],
  [
    'a template',
    changed('kata-qemu-snp', '{{ .Values.class }}'),
    'error unrendered-template: coco.yaml:1',
    'helm template',
  ],
  [
    'a comment in a password',
    password('abc #def'),
    'warning likely-slip: coco.yaml:8: credentials[0].password: the text ends before',
    'write the whole text in quotes',
  ],
  [
    'typographic quotes',
    password('“pw”'),
    'warning likely-slip: coco.yaml:8: credentials[0].password: the text stands in typographic',
    'write straight quotes',
  ],
  [
    'a shell variable',
    password('$REG_PW'),
    'warning likely-slip: coco.yaml:8: credentials[0].password: the text looks like the name',
    'write ${NAME}',
  ],
  ...['$(cat pw)', '`cat pw`', '%REG_PW%', '{{ .Values.pw }}'].map((text): [string, string, string, string] => [
    `${text} as password`,
    password(`'${text}'`),
    'warning likely-slip: coco.yaml:8: credentials[0].password: the text looks like a command',
    'write ${NAME}, or passwordCommand',
  ]),
  [
    'a shell variable elsewhere',
    changed('kata-qemu-snp', '$CLASS'),
    'error runtime-class-name: coco.yaml:1: runtimeClass: the text looks like the name',
    'write ${NAME}',
  ],
  [
    'a placeholder',
    password('…'),
    'warning placeholder-password: coco.yaml:6: credentials[0]: the password for',
    'write the password',
  ],
  [
    'the shipped password',
    password('MyRegistryPassword'),
    'warning placeholder-password: coco.yaml:6: credentials[0]: the password for',
    'write the password',
  ],
  [
    'an empty variable',
    password('${EMPTY}'),
    'error empty-variable: coco.yaml:8: credentials[0].password: the environment variable EMPTY is empty',
    'export EMPTY=…',
  ],
  [
    'JSON as password',
    password('{"type": "service_account"}'),
    'error wrong-type: coco.yaml:8: credentials[0].password: must be a text',
    'passwordFile: key.json',
  ],
  [
    'no class',
    changed(' kata-qemu-snp', ''),
    'error wrong-type: coco.yaml:1: runtimeClass: must be a text, but YAML reads nothing',
    'kata-qemu-coco-dev, for example',
  ],
  [
    'no KBS',
    changed(/kbs:\n( {2}.*\n)*/, ''),
    'error missing-key: coco.yaml:7: workloads[0]: kbs is missing: under kata-qemu-snp the guest of',
    'write kbs: { address: 172.18.0.3:31731',
  ],
  [
    'another kind',
    changed('Deployment', 'ReplicaSet'),
    'error unknown-value: coco.yaml:11: workloads[0].kind: must be one of Pod',
    'write Deployment; or use manifests:',
  ],
  [
    'volumes',
    workload('volumes: []'),
    'error unknown-key: coco.yaml:13: workloads[0].volumes: is not a key',
    'use manifests: for a workload with volumes',
  ],
  [
    'a probe',
    workload('livenessProbe: {}'),
    'error unknown-key: coco.yaml:13: workloads[0].livenessProbe: is not a key',
    'use manifests:',
  ],
  [
    'a misplaced key',
    workload('privileged: true'),
    'error unknown-key: coco.yaml:13: workloads[0].privileged: is not a key',
    'write it under workloads[].containerSecurityContext',
  ],
  [
    'a text for a list',
    workload('command: sleep infinity'),
    'error wrong-type: coco.yaml:13: workloads[0].command: must be a list, but YAML reads a text',
    'write [sleep, infinity]',
  ],
  [
    'a text for a variable',
    workload('env: [A=1]'),
    'error wrong-type: coco.yaml:13: workloads[0].env[0]: must be a mapping',
    'write { name: MODE, value: production }',
  ],
  [
    'a user by name',
    workload('securityContext: { runAsUser: root }'),
    'error wrong-type: coco.yaml:13: workloads[0].securityContext.runAsUser: must be a whole number',
    'write 1000',
  ],
  [
    'negative replicas',
    workload('replicas: -1'),
    'error out-of-range: coco.yaml:13: workloads[0].replicas: must be at least 0',
    'write 3',
  ],
  [
    'a request above the limit',
    workload('resources: { requests: { memory: 2Gi }, limits: { memory: 1025Mi } }'),
    'error request-above-limit: coco.yaml:13: workloads[0].resources.requests.memory: requests "2Gi"',
    'at most the limit',
  ],
  [
    'a missing password file',
    changed('password: hunter2', 'passwordFile: secrets/pw'),
    'error missing-file: coco.yaml:8: credentials[0].passwordFile: the file "secrets/pw" does not exist',
    'write a path',
  ],
  [
    'a home directory',
    changed('password: hunter2', 'passwordFile: ~/pw'),
    'error missing-file: coco.yaml:8: credentials[0].passwordFile: the file "~/pw" does not exist: ~ is replaced by a shell',
    'write a path',
  ],
  [
    'an empty file',
    changed('password: hunter2', 'passwordFile: empty.txt'),
    'error empty-file: coco.yaml:8: credentials[0].passwordFile: the file "empty.txt" is empty',
    'write its content',
  ],
  [
    'a directory',
    changed('password: hunter2', 'passwordFile: dir'),
    'error unreadable-file: coco.yaml:8: credentials[0].passwordFile: the file "dir" is a directory',
    'write the path of a file in it',
  ],
  [
    'no way into the KBS',
    repository('{ operatorSecret: false }'),
    'error missing-key: coco.yaml:4: kbs.repository: names no way',
    'persistentVolumeClaim: kbs-repository',
  ],
  [
    'a text for the repository',
    repository('kbs-repository'),
    'error wrong-type: coco.yaml:4: kbs.repository: must be a mapping',
    'write { persistentVolumeClaim: kbs-repository }',
  ],
  [
    'a resource without file',
    kbs('resources: [{ path: default/a/b, file: nope.bin }]'),
    'error missing-file: coco.yaml:4: kbs.resources[0]: the file "nope.bin"',
    'write a path',
  ],
  [
    'a resource twice',
    kbs('resources: [{ path: default/a/b, file: f }, { path: default/a/b, file: f }]'),
    'error duplicate-path: coco.yaml:4: kbs.resources[1].path: default/a/b is the path of kbs.resources[0]',
    'write another path',
  ],
  [
    'the authentication file as a resource',
    kbs('resources: [{ path: default/containers/auth, file: f }]'),
    'error duplicate-path: coco.yaml:4: kbs.resources[0].path',
    'write another path',
  ],
  [
    'a short key',
    kbs('resources: [{ path: default/image_key/x, file: f }]'),
    'warning key-length: coco.yaml:4: kbs.resources[0]: the key default/image_key/x has 10 bytes',
    'write 32 random bytes',
  ],
  [
    'resources by path',
    kbs('resources: { default/a/b: f }'),
    'error wrong-type: coco.yaml:4: kbs.resources: must be a list',
    'write [{ path: default/image_key/web',
  ],
  [
    'a policy that nothing uploads',
    added('guest: { imagePolicy: default/security-policy/x }'),
    'warning resource-uri: coco.yaml:10: workloads[0]: no upload',
    'upload default/security-policy/x',
  ],
  [
    'a path for manifests',
    added('manifests: k8s/*.yaml'),
    'error wrong-type: coco.yaml:13: manifests: must be a list',
    'write [{ path: "manifests/*.yaml" }]',
  ],
  [
    'a path in manifests',
    added('manifests: [k8s/a.yaml]'),
    'error wrong-type: coco.yaml:13: manifests[0]: must be a mapping',
    'write { path: "manifests/*.yaml" }',
  ],
  [
    'a directory of manifests',
    added('manifests: [{ path: dir }]'),
    'error unreadable-file: coco.yaml:13: manifests[0]: the file dir is a directory',
    'write the path of a file in it',
  ],
  [
    'a template among manifests',
    added('manifests: [{ path: helm.yaml }]'),
    'error unrendered-template: coco.yaml:13: manifests[0]: helm.yaml:4',
    'helm template',
  ],
  [
    'a chart among manifests',
    added('manifests: [{ path: chart.yaml }]'),
    'error unrendered-template: coco.yaml:13: manifests[0]: chart.yaml:1',
    'helm template',
  ],
  [
    'an alias of another document',
    added('manifests: [{ path: alias.yaml }]'),
    'error yaml-syntax: coco.yaml:13: manifests[0]: alias.yaml:7',
    'the anchor in the same document',
  ],
  [
    'a manifest badly indented',
    added('manifests: [{ path: indent.yaml }]'),
    'error yaml-syntax: coco.yaml:13: manifests[0]: indent.yaml:4',
    'write 1 space',
  ],
  [
    'a text as pull Secret',
    added('pullSecret: mycred'),
    'error wrong-type: coco.yaml:13: pullSecret: must be a mapping',
    'write { name: cococred }',
  ],
  [
    'an unknown backend',
    added('secrets: { backend: vault }'),
    'error unknown-value: coco.yaml:13: secrets.backend: must be one of',
    'write plain',
  ],
  [
    'no token',
    repository('{ adminApi: { url: "https://kbs:8080" } }'),
    'error missing-key: coco.yaml:4: kbs.repository.adminApi.tokenSecret: is missing',
    'write tokenSecret: { name: trustee',
  ],
  [
    'a missing CA',
    changed('    password', '    caCertificate: nope.pem\n    password'),
    'error missing-file: coco.yaml:8: credentials[0].caCertificate: the file "nope.pem"',
    'write a path',
  ],
  [
    'a misspelt backend',
    added('secrets: { backend: externall }'),
    'error unknown-value: coco.yaml:13: secrets.backend: must be one of',
    'write external',
  ],
  [
    'a certificate in place of its path',
    changed('    password', '    caCertificate: |\n      -----BEGIN CERTIFICATE-----\n      AAAA\n    password'),
    'error missing-file: coco.yaml:8: credentials[0].caCertificate: a text of several lines',
    'write the text to a file, and its path here',
  ],
  [
    'an empty default',
    changed('hunter2', '${EMPTY:-}'),
    'error empty-variable: coco.yaml:8: credentials[0].password: the environment variable EMPTY is empty',
    'write `export EMPTY=…`',
  ],
  [
    'an alias that is a password',
    changed('hunter2', '*hunter2'),
    'error yaml-syntax: coco.yaml:8: credentials[0].password: a value starts with `*`',
    'write it in quotes',
  ],
  [
    'no user',
    changed('    username: robot\n', ''),
    'error missing-key: coco.yaml:6: credentials[0].username: is missing',
    'write username: robot',
  ],
  [
    'a blank in a registry',
    changed('5000/team\n', '5000 /team\n'),
    'error invalid-value: coco.yaml:6: credentials[0].registry: registry',
    'write registry.example:5000/team',
  ],
  [
    'a blank that cannot be seen',
    changed('kata-qemu-snp', 'kata-qemu-snp\u00a0'),
    'error runtime-class-name: coco.yaml:1: runtimeClass: the text begins or ends with a no-break space',
    'write the text without it',
  ],
  [
    'a class in capitals',
    changed('kata-qemu-snp', 'Kata-QEMU-SNP'),
    'error runtime-class-name: coco.yaml:1: runtimeClass: runtime class',
    'write kata-qemu-snp',
  ],
  [
    'a name with an underscore',
    changed('name: web', 'name: my_web'),
    'error invalid-value: coco.yaml:10: workloads[0].name: "my_web" is not a name',
    'write my-web',
  ],
  [
    'a name of Kubernetes at the top',
    changed('runtimeClass:', 'runtimeClassName:'),
    'error unknown-key: coco.yaml:1: runtimeClassName: is not a key of this file',
    'write runtimeClass',
  ],
  [
    'a key of workloads at the top',
    added('image: busybox'),
    'error unknown-key: coco.yaml:13: image: is not a key of this file',
    'write it under credentials[] or workloads[]',
  ],
  [
    'yes for a flag',
    added('guest: { userFromImage: yes }'),
    'error wrong-type: coco.yaml:13: guest.userFromImage: must be true or false',
    'write true or false, without quotes',
  ],
  [
    'the last word of a key',
    changed('persistentVolumeClaim: kbs-repository', 'persistentVolumeClaim: { name: kbs-repository }'),
    'error unknown-key: coco.yaml:4: kbs.repository.persistentVolumeClaim.name: is not a key of this file',
    'write claimName',
  ],
  ...['512', '512m', '"512k"'].map((limit): [string, string, string, string] => [
    `a limit of ${limit} of memory`,
    added(`    resources: { limits: { memory: ${limit} } }`),
    'error memory-unit: coco.yaml:13: workloads[0].resources.limits.memory: a limit of "512',
    'write 512Mi, for example',
  ]),
  [
    'an object of Kubernetes as workload',
    changed('  - name: web', '  - apiVersion: v1\n    name: web'),
    'error unknown-key: coco.yaml:10: workloads[0].apiVersion: is not a key of this file',
    'manifests: [{ path: <file> }]',
  ],
  [
    'a template as image of a manifest',
    added('manifests: [{ path: image.yaml }]'),
    'warning unrendered-template: coco.yaml:13: manifests[0]: image.yaml:4: Pod a: image reference "{{ .Values.image }}" has a variable',
    'write what it stands for',
  ],
  [
    'what is for Kustomize',
    added('manifests: [{ path: kustomization.yaml }]'),
    'warning kustomization: coco.yaml:13: manifests[0]: kustomization.yaml:1: Kustomization: it is for Kustomize',
    'kubectl kustomize',
  ],
  [
    'an object without name',
    added('manifests: [{ path: nameless.yaml }]'),
    'warning invalid-input: coco.yaml:13: manifests[0]: nameless.yaml:1: Pod: it has no name',
    'write metadata: { name: … }',
  ],
  [
    'a remote credential without its backend',
    changed(/ {4}username: robot\n.*\n/, '    remote: { key: a, username: u, password: p }\n'),
    'error other-backend: coco.yaml:7: credentials[0].remote: does not go with the backend plain',
    'write username and password, or secrets: { backend: external }',
  ],
  [
    'a remote credential without store',
    `${changed(/ {4}username: robot\n.*\n/, '    remote: { key: a, username: u, password: p }\n')}secrets: { backend: external }\n`,
    'error missing-store: coco.yaml:12: secrets: secrets.external names no store',
    'external: { store: <name of a SecretStore> }',
  ],
  [
    'a quantity of another spelling',
    added('    resources: { limits: { memory: 2GB } }'),
    'error invalid-value: coco.yaml:13: workloads[0].resources.limits.memory: "2GB" is not a quantity',
    'write 2G',
  ],
  [
    'a container that has no image',
    added('    spec: { containers: [{ name: side }] }'),
    'error container-without-image: coco.yaml:10: workloads[0]: spec has a container "side"',
    'write name: main',
  ],
  [
    'a comma that is missing in brackets',
    changed(
      / {2}- registry: .*\n.*\n.*\n/,
      '  - { registry: registry.example:5000/team username: robot, password: hunter2 }\n',
    ),
    'error yaml-syntax: coco.yaml:6: a comma is missing within { } or [ ]',
    'write a comma between the members',
  ],
  [
    'semicolons in brackets',
    changed(/ {2}- registry: .*\n.*\n.*\n/, '  - { registry: registry.example; username: robot; password: hunter2 }\n'),
    'error yaml-syntax: coco.yaml:6: a comma is missing within { } or [ ]',
    'write a comma between the members',
  ],
  [
    'a bracket too many',
    added('secrets: { backend: plain }}'),
    'error yaml-syntax: coco.yaml:13: a bracket closes here that does not open',
    'write one bracket less',
  ],
  [
    'a bracket that is missing at the end',
    '{"runtimeClass": "kata-qemu-snp",\n"workloads": [{"name": "a", "image": "b"}]\n',
    'error yaml-syntax: coco.yaml:1: a bracket opens here that is not closed',
    'write the closing } or ]',
  ],
  [
    'an item without a blank',
    changed('  - name: web', '  -name: web'),
    'error yaml-syntax: coco.yaml:10: a "-" has no blank behind it',
    'write "- "',
  ],
])('%s is told where it is, once, with what to do', (_, text, start, fix) => {
  const found = told(text, { EMPTY: '' });
  expect(found[0]).toContain(fix);
  expect(found[0]?.slice(0, start.length)).toBe(start);
  expect(found).toHaveLength(1);
});

const LITERAL = expect.stringMatching(
  /^warning literal-password: coco\.yaml:8: credentials\[0\]\.password: the password stands in the file itself: /,
);

test.each([
  [password('hunter2 # rotated in May'), [LITERAL]],
  [password('"abc #def"'), [LITERAL]],
  [password('pa$$word'), [LITERAL]],
  [password('"$ecret 1"'), [LITERAL]],
  [changed('Deployment', 'Deployment #x'), []],
])('what is meant is not warned of as a slip', (text, expected) => {
  expect(told(text)).toEqual(expected);
});

test.each([
  changed('    username: robot\n    password: hunter2', '    username: robot, password:hunter2'),
  changed(/ {2}- registry: .*\n.*\n.*/, '  - { registry: registry.example, username: robot, password:hunter2 }'),
  changed(/ {2}- registry: .*\n.*\n.*/, '  - { registry: registry.example, username: robot, passwordhunter2 }'),
  changed(/ {2}- registry: .*\n.*\n.*/, '  - { registry: registry.example, username: robot, hunter2 }'),
  changed(/ {2}- registry: .*\n.*\n.*/, '  - { registry: registry.example, username: robot, hunter2, hunter2 }'),
  changed('password: hunter2', 'password hunter2: x'),
  changed('password: hunter2', '? hunter2'),
  changed('password: hunter2', 'password: "hunter2": x'),
  password('$hunter2'),
  password('“hunter2”'),
  password('hunter2\u00a0'),
  workload('env: { "A=hunter2": }'),
  workload('env: { "A:hunter2" }'),
  changed('password: hunter2', 'passwordFile: hunter2'),
  changed('password: hunter2', 'passwordhunter2: ${UNSET}'),
])('no value is shown in %j', (text) => {
  const found = told(text).join('\n');
  expect(found).not.toBe('');
  expect(found).not.toContain('hunter2');
});

test('several faults of one entry are told together', () => {
  const text = changed('registry: registry.example:5000/team', 'registry: Registry!').replace('robot', '"a:b"');
  expect(told(`${text}    volumes: []\n    schedule: daily\n    restartPolicy: Never\n`)).toEqual([
    expect.stringMatching(/coco\.yaml:6: credentials\[0\]\.registry/),
    expect.stringMatching(/coco\.yaml:7: credentials\[0\]\.username/),
    expect.stringMatching(/coco\.yaml:13: workloads\[0\]\.volumes/),
    expect.stringMatching(/coco\.yaml:14: workloads\[0\]\.schedule/),
  ]);
});

test('faults of one way into the KBS, of two credentials and of two workloads are told together', () => {
  const more = `  - name: far
    runtimeClass: kata-remote
    guest: { channel: kernelParameters }
    image: registry.example:5000/team/far:1
  - name: far
    image: registry.example:5000/team/far:1
  - name: other
    volumes: []
    image: registry.example:5000/team/far:1
`;
  const api = '{ adminApi: { url: "kbs:8080", tokenSecret: { name: A_B, key: "a b" }, caCertificate: nope.pem } }';
  const second = '  - { registry: "registry.example:5000/team", username: robot2, password: hunter2 }\nworkloads:';
  const text = changed('{ persistentVolumeClaim: kbs-repository }', api).replace('workloads:', second) + more;
  expect(told(text)).toEqual([
    expect.stringMatching(/coco\.yaml:4: kbs\.repository\.adminApi\.url/),
    expect.stringMatching(/coco\.yaml:4: kbs\.repository\.adminApi\.tokenSecret\.name/),
    expect.stringMatching(/coco\.yaml:4: kbs\.repository\.adminApi\.tokenSecret\.key/),
    expect.stringMatching(/coco\.yaml:4: kbs\.repository\.adminApi\.caCertificate/),
    expect.stringMatching(/coco\.yaml:9: credentials\[1\]: two different credentials for registry.example:5000\/team/),
    expect.stringMatching(/coco\.yaml:14: workloads\[1\]: runtime class kata-remote does not let/),
    expect.stringMatching(/coco\.yaml:18: workloads\[2\]: Pod far in namespace default is made twice/),
    expect.stringMatching(/coco\.yaml:21: workloads\[3\]\.volumes/),
  ]);
});
