import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { copyProject } from '../project-copy';
import { temporaryDirectory } from '../temporary-directory';
import { Podman } from './podman';
import { Registry } from './registry';
import { clusterOf, type Manifest, podOf } from './synthesized-upload';
import { requireTools } from './tools';

// The whole way of a user: the shipped coco.yaml, the environment of the CoCo documentation, npm run synth, and what
// comes out put to use.

const IMAGE = 'team/app:1';
const USER = { username: 'robot', password: 'p:ä$s "w"' };
const FILES = ['default/containers/auth', 'default\\x2Fcontainers\\x2Fauth'];

const { directory } = temporaryDirectory();
const project = join(directory, 'project');
const volume = join(directory, 'volume');
let podman: Podman;
let registry: Registry;

beforeAll(async () => {
  requireTools('kubectl');
  copyProject(project, ['src', 'coco.yaml']);
  mkdirSync(volume);
  podman = new Podman();
  registry = await Registry.start(USER);
  registry.push(IMAGE, USER);
  letGuestReach(registry.host);
});
afterAll(async () => {
  await registry?.stop();
  podman?.close();
});

/** The tests' registry listens on loopback, where a guest finds nothing: so the guest is told of a mirror of it. */
function letGuestReach(host: string): void {
  const file = join(project, 'coco.yaml');
  const registries = `guest:\n  registries: [{ prefix: "${host}", location: "registry.example:5000" }]\n`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('guest:\n', registries));
}

function synthesize(password: string): Manifest[] {
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    PATH,
    HOME,
    AUTHENTICATED_IMAGE: `${registry.host}/${IMAGE}`,
    AUTHENTICATED_IMAGE_USER: USER.username,
    AUTHENTICATED_IMAGE_PASSWORD: password,
  };
  execFileSync('npm', ['run', '-s', 'synth'], { cwd: project, env, stdio: 'pipe' });
  const dist = join(project, 'dist');
  const texts = readdirSync(dist)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(dist, name), 'utf8'));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()));
}

async function apply(manifests: readonly Manifest[]) {
  return podman.run(podOf(manifests), clusterOf(manifests, { claims: { 'kbs-repository': volume } }));
}

function dockerConfig(manifests: readonly Manifest[]): string {
  const secret = manifests.find(({ data }) => data && '.dockerconfigjson' in data);
  return Buffer.from(secret?.data?.['.dockerconfigjson'] ?? '', 'base64').toString();
}

test('the pull Secret is what kubectl makes, byte for byte, and opens the registry', () => {
  const config = dockerConfig(synthesize(USER.password));
  const argv = ['create', 'secret', 'docker-registry', 'cococred', '--dry-run=client', '--output=json'];
  const entry = [`--docker-server=${registry.host}/team/app`, `--docker-username=${USER.username}`];
  const printed = execFileSync('kubectl', [...argv, ...entry, `--docker-password=${USER.password}`], {
    encoding: 'utf8',
  });
  expect(config === dockerConfig([JSON.parse(printed)])).toBe(true);

  const file = join(directory, 'config.json');
  writeFileSync(file, config);
  expect(registry.pull(IMAGE, file)).toMatchObject({ works: true });
});

test('the uploaded file opens the registry, uploaded twice it is left alone, and a changed credential replaces it', async () => {
  const wrong = synthesize('wrong');
  expect(await apply(wrong)).toMatchObject({ exitCode: 0, log: expect.stringContaining('2 written, 0 unchanged') });
  for (const file of FILES) expect(registry.pull(IMAGE, join(volume, file)).works).toBe(false);

  const right = synthesize(USER.password);
  expect(await apply(right)).toMatchObject({ exitCode: 0, log: expect.stringContaining('2 written, 0 unchanged') });
  for (const file of FILES) expect(registry.pull(IMAGE, join(volume, file))).toMatchObject({ works: true });

  expect(await apply(right)).toMatchObject({ exitCode: 0, log: expect.stringContaining('0 written, 2 unchanged') });
  const jobs = [wrong, right].map((manifests) => manifests.find(({ kind }) => kind === 'Job')?.metadata.name);
  expect(jobs[0]).not.toBe(jobs[1]);
});
