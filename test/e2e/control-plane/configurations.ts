import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { Environment } from '../../../src/config/interpolate';
import { isObject, type JsonObject } from '../../../src/input/json';
import { GENERATOR_KINDS } from '../../../src/secrets/generator-kinds';
import { ageKeys, decrypted, withRecipient } from '../../secrets/age-keys';
import { sealingKey } from '../../secrets/seal-certificates';
import type { temporaryDirectory } from '../../temporary-directory';
import { createCertificates } from '../certificates';

const ROOT = join(__dirname, '../../..');

const AGE = ageKeys();

/** A file as kubectl gets it: one of SOPS decrypted. */
export function applicable(text: string): string {
  return text.includes('\nsops:\n') ? JSON.stringify(decrypted(parse(text), AGE)) : text;
}

/** What the configurations read from the environment. */
export const ENVIRONMENT: Environment = {
  AUTHENTICATED_IMAGE: 'quay.io/team/app:1',
  USER_NAME: 'robot',
  PASSWORD: 'correct horse',
  REGISTRY_PASSWORD: 'battery staple',
};

/** What the configurations of the guides build upon: the smallest useful file. */
const BASE = parse(`
runtimeClass: kata-qemu-snp
kbs: { address: 172.18.0.3:31731, repository: { persistentVolumeClaim: kbs-repository } }
credentials: [{ registry: registry.example:5000/team, username: robot, password: battery staple }]
workloads: [{ name: web, kind: Deployment, image: registry.example:5000/team/web:1.2 }]
`);

const AUTH_FILE = JSON.stringify({ auths: { 'quay.io': { auth: Buffer.from('robot:secret').toString('base64') } } });
const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: labelled, labels: { confidential: "yes" } }
spec:
  selector: { matchLabels: { app: labelled } }
  template:
    metadata: { labels: { app: labelled } }
    spec: { containers: [{ name: main, image: quay.io/team/app:1 }] }
`;

const RAY = `
apiVersion: ray.io/v1
kind: RayCluster
metadata: { name: ray }
spec:
  headGroupSpec: { template: { spec: { containers: [{ name: head, image: quay.io/team/app:1 }] } } }
  workerGroupSpecs: [{ template: { spec: { containers: [{ name: worker, image: quay.io/team/app:1 }] } } }]
`;

/** The shipped coco.yaml, each example, and each configuration that the guides show: its name and its file. */
export function configurations({ directory, write }: ReturnType<typeof temporaryDirectory>): [string, string][] {
  for (const name of ['examples', 'coco.yaml']) cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  const examples = readdirSync(join(directory, 'examples')).map((name) => `examples/${name}/coco.yaml`);
  write('examples/encrypted-and-signed/secrets/image_key', '0123456789abcdef0123456789abcdef');
  const sops = 'examples/secrets-sops/coco.yaml';
  write(sops, withRecipient(readFileSync(join(ROOT, sops), 'utf8'), AGE));
  writeFiles(write);
  const guides = readdirSync(join(ROOT, 'docs')).flatMap((name) => configurationsIn(`docs/${name}`));
  return [
    ...['coco.yaml', ...examples].map((name): [string, string] => [name, join(directory, name)]),
    ...[...guides, ['not-canonical', NOT_CANONICAL] as const, ['generators', GENERATORS] as const].map(
      ([name, values]): [string, string] => {
        return [
          name,
          write(`${name.replace(/\W/g, '-')}.yaml`, withRecipient(JSON.stringify(merged(BASE, values)), AGE)),
        ];
      },
    ),
  ];
}

/** Amounts that the API server writes in another way, and a policy that allows nothing. */
const NOT_CANONICAL = parse(`
kbs:
  repository: { persistentVolumeClaim: { claimName: kbs-repository, create: { size: 1.5Gi } } }
  upload: { networkPolicy: true }
workloads:
  - name: web
    image: registry.example:5000/team/web:1.2
    resources:
      requests: { cpu: 0.5, memory: 1024Mi, ephemeral-storage: 1000Mi, example.com/device: "2000m" }
      limits: { cpu: 1000m, memory: 2e9, ephemeral-storage: 2000Mi, example.com/device: 2 }
`);

/** Each generator, beside a key in a store. */
const GENERATORS = {
  secrets: { backend: 'external', external: { store: { name: 'vault', kind: 'ClusterSecretStore' } } },
  credentials: [
    { registry: 'registry.example:5000/team', remote: { key: 'registry/robot', username: 'user', password: 'token' } },
    ...GENERATOR_KINDS.map((kind, index) => ({
      registry: `registry.example/${index}`,
      generator: { kind, name: 'mine' },
    })),
  ],
  workloads: [
    { name: 'web', image: 'registry.example:5000/team/web:1.2' },
    ...GENERATOR_KINDS.map((_, index) => ({ name: `web-${index}`, image: `registry.example/${index}/web:1` })),
  ],
};

/** Whatever the guides name. */
function writeFiles(write: (name: string, content: string) => string): void {
  const { authority } = createCertificates();
  for (const name of ['registry-ca.pem', 'kbs.pem', 'kbs-ca.pem']) write(name, authority);
  write('sealed-secrets.pem', sealingKey().certificate);
  for (const name of ['containers-auth.json', 'config.json']) write(name, AUTH_FILE);
  for (const name of ['secrets/registry-password', 'secrets/password']) write(name, 'battery staple\n');
  for (const name of ['secrets/image_key', 'keys/nginx.bin']) write(name, '0123456789abcdef0123456789abcdef');
  for (const name of ['image-policy.json', 'policy.json', 'cosign.pub']) {
    const example = name === 'cosign.pub' ? name : 'image-policy.json';
    write(name, readFileSync(join(ROOT, 'examples/encrypted-and-signed', example), 'utf8'));
  }
  write('policy.rego', 'package agent_policy\n\ndefault AllowRequestsFailingPolicy := true\n');
  write('cdh-extra.toml', '[[credentials]]\npath = "/run/secret"\nresource_uri = "kbs:///default/a/b"\n');
  write('manifests/labelled.yaml', MANIFEST);
  write('ray.yaml', RAY);
  write('rollout.yaml', readFileSync(join(ROOT, 'examples/own-manifests/rollout.yaml'), 'utf8'));
}

function configurationsIn(guide: string): [string, JsonObject][] {
  const text = readFileSync(join(ROOT, guide), 'utf8');
  const keys = Object.keys(JSON.parse(readFileSync(join(ROOT, 'coco.schema.json'), 'utf8')).properties);
  return [...text.matchAll(/^```yaml\n(.*?)^```/gms)].flatMap(({ 1: block = '', index }): [string, JsonObject][] => {
    const [document, ...others] = parseAllDocuments(block);
    const values: unknown = others.length === 0 && document?.toJS();
    const line = text.slice(0, index).split('\n').length;
    const isConfiguration = isObject(values) && Object.keys(values).every((key) => keys.includes(key));
    return isConfiguration ? [[`${guide}:${line}`, values]] : [];
  });
}

/** Lists, and the ways into the KBS, are alternatives; everything else adds up. */
function merged(base: JsonObject, values: JsonObject): JsonObject {
  const entries = Object.entries(values).map(([key, value]) => {
    const before = base[key];
    return [key, key !== 'repository' && isObject(before) && isObject(value) ? merged(before, value) : value];
  });
  return { ...base, ...Object.fromEntries(entries) };
}
