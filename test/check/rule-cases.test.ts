import { ClusterView } from '../../src/check/cluster-view';
import { checkView } from '../../src/check/rule';
import { RULES } from '../../src/check/rules';
import { examplePod } from '../../src/check/rules/example';
import { readSource } from '../../src/check/source';
import { Annotation } from '../../src/guest/annotations';
import { Initdata } from '../../src/guest/initdata';
import { RuntimeClass } from '../../src/guest/runtime-class';

// What the rules make an exception of, and what not. The examples of the rules are held by rules.test.ts.

function found(name: string, text: string, tracked = true): string[] {
  const { objects, authFiles } = readSource({ file: 'file.yaml', text, tracked });
  const rule = RULES.find((candidate) => candidate.name === name);
  const findings = rule ? checkView(new ClusterView(objects, RuntimeClass.of, authFiles), [rule]) : [];
  return findings.map(({ severity, what }) => `${severity}: ${what}`);
}

const initdata = (data: Record<string, string>) => `${Annotation.INITDATA}: ${Initdata.of({ data }).annotation}`;
const PULL_SECRET = 'imagePullSecrets: [{ name: cococred }]';
const withoutHandler = (pod: string) => pod.replace(/^ +io\.containerd.*\n/m, '');
const secret = (lines: string) => `apiVersion: v1\nkind: Secret\nmetadata: { name: cococred }\n${lines}\n`;
const account = `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: default }\nimagePullSecrets: [{ name: sidecar }]\n`;
const PRIVATE_KEY = '-----BEGIN PRIVATE KEY-----';
const dockerConfig = (key: string) => JSON.stringify({ auths: { [key]: { auth: 'cm9ib3Q6c2VjcmV0' } } });
const lookedUp = (key: string, runtimeClass?: string) =>
  `${examplePod({ runtimeClass, image: 'registry.example:5000/app:1', spec: [PULL_SECRET] })}---\n${secret(
    `type: kubernetes.io/dockerconfigjson\nstringData: { .dockerconfigjson: '${dockerConfig(key)}' }`,
  )}`;

test.each<[rule: string, of: string, text: string, expected: string[]]>([
  [
    'class-without-tee',
    'no class at all',
    examplePod().replace(/^ +runtimeClassName.*\n/m, '\n'),
    ['error: the Pod has no runtimeClassName'],
  ],
  [
    'class-without-tee',
    "an agent's policy alone, which works in every guest of Kata",
    examplePod({ runtimeClass: 'kata-qemu', kernelParameters: '', annotations: [initdata({ 'policy.rego': 'x' })] }),
    [],
  ],
  ['class-without-tee', 'a class that nobody knows', examplePod({ runtimeClass: 'mine' }), []],

  [
    'image-pull-policy',
    'none, and a digest',
    examplePod({ container: '' }),
    ['warning: container "web" has no imagePullPolicy'],
  ],
  [
    'image-pull-policy',
    'none, and no tag: Kubernetes takes Always',
    examplePod({ container: '', image: 'a.example/b' }),
    [],
  ],
  ['image-pull-policy', 'none, and the tag latest', examplePod({ container: '', image: 'a.example/b:latest' }), []],
  [
    'image-pull-policy',
    'none, and another tag',
    examplePod({ container: '', image: 'a.example/b:1' }),
    ['warning: container "web" has no imagePullPolicy'],
  ],
  [
    'image-pull-policy',
    'another, and the tag latest',
    examplePod({ container: ', imagePullPolicy: Never', image: 'a.example/b:latest' }),
    ['warning: container "web" has imagePullPolicy "Never"'],
  ],
  ['image-pull-policy', "a vendor's class", examplePod({ runtimeClass: 'kata-cc', container: '' }), []],

  [
    'runtime-handler',
    'none',
    withoutHandler(examplePod()),
    [`warning: the annotation ${Annotation.RUNTIME_HANDLER} is missing`],
  ],
  ['runtime-handler', "none, under a vendor's class", withoutHandler(examplePod({ runtimeClass: 'kata-cc' })), []],
  ['runtime-handler', 'none, in a peer pod', withoutHandler(examplePod({ runtimeClass: 'kata-remote' })), []],
  ['runtime-handler', 'none, under a class without TEE', withoutHandler(examplePod({ runtimeClass: 'kata-qemu' })), []],
  [
    'runtime-handler',
    'that of another class, even in a peer pod',
    examplePod({ runtimeClass: 'kata-remote' }).replace(/handler: .*/, 'handler: kata-qemu'),
    [`error: the annotation ${Annotation.RUNTIME_HANDLER} is "kata-qemu", and the runtime class "kata-remote"`],
  ],

  [
    'registry-auth-missing',
    'no configuration of the guest at all',
    examplePod({ kernelParameters: '', spec: [PULL_SECRET] }),
    ['warning: the Pod has a pull Secret, and its guest no registry authentication file'],
  ],
  [
    'registry-auth-missing',
    'a cdh.toml without it',
    examplePod({
      kernelParameters: '',
      annotations: [initdata({ 'cdh.toml': 'socket = "x"\n' })],
      spec: [PULL_SECRET],
    }),
    ['error: the Pod has a pull Secret, and its guest no registry authentication file'],
  ],
  ['registry-auth-missing', 'no pull Secret', examplePod({ kernelParameters: 'a=1' }), []],
  [
    'registry-auth-missing',
    'initdata that is filled in later',
    examplePod({ kernelParameters: '', annotations: [`${Annotation.INITDATA}: "\${INITDATA}"`], spec: [PULL_SECRET] }),
    [],
  ],
  ...['kata-qemu', 'kata-remote', 'mine'].map((runtimeClass): [string, string, string, string[]] => [
    'registry-auth-missing',
    `a Pod under ${runtimeClass}`,
    examplePod({
      runtimeClass,
      kernelParameters: '',
      annotations: [initdata({ 'cdh.toml': 'socket = "x"\n' })],
      spec: [PULL_SECRET],
    }),
    [],
  ]),

  ['service-account-pull-secrets', 'a Pod that names none itself', examplePod() + account, []],
  [
    'service-account-pull-secrets',
    'those of the account default',
    examplePod({ spec: [PULL_SECRET] }) + account,
    ['warning: its imagePullSecrets switch off those of its ServiceAccount "default": "sidecar"'],
  ],
  [
    'service-account-pull-secrets',
    'an account of another name',
    examplePod({ spec: [PULL_SECRET, 'serviceAccountName: other'] }) + account,
    [],
  ],

  [
    'pull-secret',
    'the first of two Secrets by one name',
    [
      examplePod({ spec: [PULL_SECRET] }),
      secret(`type: kubernetes.io/dockerconfigjson\nstringData: { .dockerconfigjson: '{"auths":{}}' }`),
      secret('type: Opaque'),
    ].join('---\n'),
    [],
  ],
  [
    'pull-secret',
    'a Secret of another type',
    `${examplePod({ spec: [PULL_SECRET] })}---\n${secret('type: Opaque')}`,
    ['error: the pull Secret cococred is of type "Opaque"'],
  ],

  [
    'plaintext-secret',
    'a value under a key that says so',
    secret('stringData: { password: hunter2hunter2 }'),
    ['warning: Git has the value of "password" in plain sight'],
  ],
  ['plaintext-secret', 'a setting', secret('stringData: { level: debug }'), []],
  [
    'plaintext-secret',
    'a private key under any key',
    secret(`stringData: { level: "${PRIVATE_KEY}" }`),
    ['warning: Git has the value of "level" in plain sight'],
  ],
  ['plaintext-secret', 'a public key', secret('stringData: { cosign-key: "-----BEGIN PUBLIC KEY-----" }'), []],
  ['plaintext-secret', 'a variable', secret('stringData: { password: "${PASSWORD}" }'), []],
  [
    'plaintext-secret',
    'values that SOPS encrypted',
    secret('data: { password: aHVudGVyMmh1bnRlcjI= }\nsops: { mac: x }'),
    [],
  ],

  [
    'credential-lookup',
    'a key without the port of the registry',
    lookedUp('registry.example'),
    ['error: the kubelet finds no credential for registry.example:5000/app: key "registry.example" lacks the port'],
  ],
  ['credential-lookup', 'a key of another registry', lookedUp('other.example:5000'), []],
  [
    'credential-lookup',
    'a peer pod, whose guest reads the pull Secret',
    lookedUp('registry.example', 'kata-remote'),
    [],
  ],

  [
    'loopback-registry',
    'an image on the node',
    examplePod({ image: 'localhost:5000/a' }),
    ['error: image "localhost:5000/a" is at the loopback host localhost:5000'],
  ],
  [
    'loopback-registry',
    'an image for which there may be a mirror',
    examplePod({
      image: 'localhost:5000/a',
      annotations: [initdata({ 'cdh.toml': '[image]\nregistry_configuration_uri = "kbs:///a/b/c"\n' })],
    }),
    [],
  ],

  [
    'resource-uri',
    'a file in the guest',
    examplePod({ kernelParameters: 'agent.image_registry_auth=file:///etc/auth' }),
    [],
  ],
  [
    'resource-uri',
    'one that is filled in later',
    examplePod({ kernelParameters: 'agent.image_registry_auth=kbs:///${PATH}' }),
    [],
  ],
  [
    'resource-uri',
    'a host in the URI of the policy',
    examplePod({ kernelParameters: 'agent.image_policy_file=kbs://kbs:8080/a/b/c' }),
    ['error: KBS resource "kbs://kbs:8080/a/b/c" names a host'],
  ],
])('%s: %s', (rule, _, text, expected) => {
  expect(found(rule, text)).toEqual(expected);
});

test('a Secret that Git does not have may be in plain sight', () => {
  expect(found('plaintext-secret', secret('stringData: { password: hunter2hunter2 }'), false)).toEqual([]);
});
