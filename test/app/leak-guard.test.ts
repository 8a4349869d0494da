import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFiles } from '../../src/app/write';
import { explain } from '../../src/cli/explain';
import { synth } from '../../src/cli/synth';
import { Initdata } from '../../src/guest/initdata';
import { LeakScan } from '../../src/secrets/leak-scan';
import { ageKeys } from '../secrets/age-keys';
import { sealingKey } from '../secrets/seal-certificates';
import { temporaryDirectory } from '../temporary-directory';

// One password that stands nowhere else, through everything that writes.

const { directory, write } = temporaryDirectory();
const SENTINEL = 'sentinel-7f3a9c/"x"';
const sentinel = new LeakScan([
  { label: 'password', value: Buffer.from(SENTINEL) },
  { label: 'pair', value: Buffer.from(`robot:${SENTINEL}`) },
]);
const holdsIt = (text: string) => [...sentinel.in(text)].length > 0;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const KNOWN = `username: robot, password: '${SENTINEL}'`;
const PLAIN = '{ backend: plain }';

interface Options {
  readonly secrets?: string;
  readonly credential?: string;
  /** What the workload has besides. */
  readonly workload?: string;
  readonly kbs?: string;
}

function config({ secrets = PLAIN, credential = KNOWN, workload = '', kbs = '' }: Options): string {
  return `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  repository: { persistentVolumeClaim: kbs-repository }
${kbs}secrets: ${secrets}
credentials:
  - { registry: registry.example/team, ${credential} }
workloads:
  - { name: web, image: registry.example/team/web${workload} }
`;
}

function run(text: string, name = 'project') {
  const file = write(`${name}/coco.yaml`, text);
  const output = join(dirname(file), 'dist');
  const told: string[] = [];
  const sink = { write: (line: string) => told.push(line) };
  const code = synth({ config: file, output }, { env: {}, stdout: sink, stderr: sink } as never);
  return { code, output, told: told.join(''), file, sink };
}

const env = (value: string) => `, env: [{ name: A, value: ${JSON.stringify(value)} }]`;

test.each([
  ['as it is', env(`--password=${SENTINEL}`)],
  ['in base64', env(base64(SENTINEL))],
  ['in a registry authentication file', env(base64(JSON.stringify({ auth: base64(`robot:${SENTINEL}`) })))],
  ['escaped for a URL', env(`https://robot:${encodeURIComponent(SENTINEL)}@registry.example`)],
  ['in an annotation', `, annotations: { note: ${JSON.stringify(SENTINEL)} }`],
  [
    'in initdata',
    `, annotations: { example.org/data: ${Initdata.of({ data: { 'aa.toml': `a = "${SENTINEL}"` } }).annotation} }`,
  ],
])('a password %s stops synthesis; the message names file and line, and dist stays', (_, workload) => {
  rmSync(join(directory, 'project'), { recursive: true, force: true });
  const { output } = run(config({}));
  const before = readdirSync(output).map((name) => readFileSync(join(output, name), 'utf8'));
  const { code, told } = run(config({ workload }));
  expect(code).toBe(1);
  expect(told).toMatch(
    /coco\.yaml:9: .*line \d+ of 30-workloads-default\.k8s\.yaml would hold the password for registry\.example\/team/,
  );
  expect(holdsIt(told)).toBe(false);
  expect(readdirSync(output).map((name) => readFileSync(join(output, name), 'utf8'))).toEqual(before);
});

test('the line is that of the password', () => {
  const { told } = run(config({}));
  expect(told).not.toContain('error');
  const failed = run(config({ workload: env(SENTINEL) })).told;
  const line = Number(/line (\d+) of/.exec(failed)?.[1]);
  const { output } = run(config({ workload: env('harmless-value') }));
  const lines = readFileSync(join(output, '30-workloads-default.k8s.yaml'), 'utf8').split('\n');
  expect(lines[line - 1]).toContain('harmless-value');
});

test('each workload with a password is told of, and each once', () => {
  const twice = `, env: [{ name: A, value: ${JSON.stringify(SENTINEL)} }, { name: B, value: ${JSON.stringify(SENTINEL)} }]`;
  const text = `${config({ workload: twice })}  - { name: api, image: registry.example/team/api${env(SENTINEL)} }\n`;
  const lines = run(text)
    .told.split('\n')
    .filter((line) => line.includes('would hold the password'));
  expect(lines).toEqual([
    expect.stringMatching(/coco\.yaml:9: workloads\[0\]/),
    expect.stringMatching(/coco\.yaml:10: workloads\[1\]/),
  ]);
});

test('the line break at the end of a file is no part of the secret in it', () => {
  write('token/token.txt', 'token-5e1c0b77d2\n');
  const kbs = '  resources: [{ path: default/tokens/web, file: token.txt }]\n';
  const { told } = run(config({ kbs, workload: env('token-5e1c0b77d2, not at the end of a line') }), 'token');
  expect(told).toContain('would hold the KBS resource default/tokens/web');
});

test('the key of an image may not be in a workload; a public key may', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, index) => 200 - index));
  write('keys/key.bin', key);
  write('keys/cosign.pub', '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQ==\n-----END PUBLIC KEY-----\n');
  const kbs = `  resources: [{ path: default/image-key/web, file: key.bin }, { path: default/cosign/web, file: cosign.pub }]\n`;
  const failed = run(config({ kbs, workload: env(`x${key.toString('base64')}`) }), 'keys');
  expect(failed.told).toContain('would hold the KBS resource default/image-key/web');
  expect(run(config({ kbs, workload: env('MFkwEwYHKoZIzj0CAQ==') }), 'keys').code).toBe(0);
});

describe('what is written', () => {
  const { certificate } = sealingKey();
  write('sealed/sealed-secrets.pem', certificate);
  test.each([
    ['plain', PLAIN, KNOWN],
    ['sealed', '{ backend: sealed, sealed: { certificate: sealed-secrets.pem } }', KNOWN],
    ['sops', `{ backend: sops, sops: { age: [${ageKeys().recipient}] } }`, KNOWN],
    [
      'external',
      '{ backend: external, external: { store: vault } }',
      'remote: { key: registry/robot, username: user, password: token }',
    ],
    ['existing', '{ backend: existing, existing: { pullSecret: a, authFile: { name: b, key: c } } }', ''],
  ])(
    'with the backend %s the password is only in files that Git ignores, which others cannot read',
    (name, secrets, credential) => {
      const { code, output, told, file } = run(
        config({ secrets, credential: credential || 'username: ""' }).replace(', username: ""', ''),
        name,
      );
      expect([code, holdsIt(told)]).toEqual([0, false]);
      const names = readdirSync(output).filter((entry) => holdsIt(readFileSync(join(output, entry), 'utf8')));
      const ignore = existsSync(join(output, '.gitignore')) ? readFileSync(join(output, '.gitignore'), 'utf8') : '';
      expect(names.length > 0).toBe(name === 'plain');
      for (const entry of names) {
        expect(entry).toMatch(/^10-secrets-/);
        expect(ignore.split('\n')).toContain(`/${entry}`);
        expect(statSync(join(output, entry)).mode & 0o777).toBe(0o600);
      }
      const beside = readdirSync(dirname(file)).filter((entry) => !['dist', 'coco.yaml'].includes(entry));
      expect(beside.filter((entry) => holdsIt(readFileSync(join(dirname(file), entry), 'utf8')))).toEqual([]);
    },
  );
});

test('commitPlaintext lets the files of Secrets through, and no others', () => {
  const secrets = '{ backend: plain, commitPlaintext: true }';
  expect(run(config({ secrets }), 'committed').code).toBe(0);
  expect(run(config({ secrets, workload: env(SENTINEL) }), 'committed').told).toContain('would hold the password');
});

test.each([
  ['an unknown key', config({}).replace('registry: registry', 'registri: registry')],
  ['a password as the user', config({ credential: `username: '${SENTINEL}:x', password: '${SENTINEL}'` })],
  [
    'a line break in the password',
    config({ credential: `username: robot, password: "\\n${SENTINEL.replace(/"/g, '')}"` }),
  ],
  ['a list as the password', config({ credential: `username: robot, password: ['${SENTINEL}']` })],
  [
    'two credentials for one registry',
    config({}).replace(
      'workloads:',
      `  - { registry: registry.example/team, username: other, password: '${SENTINEL}' }\nworkloads:`,
    ),
  ],
  ['a file of the password that is missing', config({ credential: `${KNOWN}, passwordFile: absent` })],
  ['another backend', config({ secrets: '{ backend: existing }' })],
  ['broken YAML', config({ credential: `${KNOWN}, password: '${SENTINEL}` })],
])('%s beside the password is told without it', (_, text) => {
  const { code, told } = run(text, 'mistakes');
  expect([code, holdsIt(told), told.includes('sentinel-7f3a9c')]).toEqual([1, false, false]);
});

test('explain tells of the credential without the password', () => {
  const { file } = run(config({}), 'explained');
  const told: string[] = [];
  const sink = { write: (line: string) => told.push(line) };
  for (const json of [true, false]) {
    explain([], { config: file, json, namespace: 'default' }, { env: {}, stdout: sink, stderr: sink } as never);
  }
  expect(told.join('')).toContain('registry.example/team');
  expect(holdsIt(told.join(''))).toBe(false);
});

test('what a killed run leaves behind is ignored by Git, and gone after the next run', () => {
  const { output } = run(config({}), 'killed');
  // No process has this id: it is above the largest one that Linux gives.
  const left = join(output, '.cdk8s-coco-99999999');
  mkdirSync(join(left, 'after'), { recursive: true });
  writeFileSync(join(left, 'after', '10-secrets-default.k8s.yaml'), SENTINEL);
  writeFiles(output, []);
  expect(existsSync(left)).toBe(false);
});
