import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KbsResource } from '../../src/kbs/kbs-resource';
import { KbsRepository } from '../../src/kbs/upload/kbs-repository';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { Podman } from './podman';
import { Registry } from './registry';
import { clusterOf, podOf, synthesizeUpload } from './synthesized-upload';

const IMAGE = 'team/app:1';
const USER = { username: 'ci+robot', password: 'p:ä$s "wörd"\'\\x2F` ' };
const FILES = ['default/containers/auth', 'default\\x2Fcontainers\\x2Fauth'];

let podman: Podman;
let registry: Registry;
let volume: string;

beforeAll(async () => {
  podman = new Podman();
  registry = await Registry.start(USER);
  registry.push(IMAGE, USER);
});
afterAll(async () => {
  await registry?.stop();
  podman?.close();
});

beforeEach(() => {
  volume = mkdtempSync(join(tmpdir(), 'cdk8s-coco-volume-'));
});
afterEach(() => rmSync(volume, { recursive: true }));

async function upload(scope: string, user: typeof USER): Promise<void> {
  const manifests = synthesizeUpload({
    repository: KbsRepository.fromPersistentVolumeClaim('kbs-repository'),
    resources: [KbsResource.authFile('default/containers/auth', [RegistryCredential.basic(scope, user)])],
  });
  const { exitCode } = await podman.run(
    podOf(manifests),
    clusterOf(manifests, { claims: { 'kbs-repository': volume } }),
  );
  expect(exitCode).toBe(0);
}

test.each(FILES)('the file %s in the volume opens the registry', async (file) => {
  await upload(registry.host, USER);

  expect(registry.pull(IMAGE, join(volume, file))).toMatchObject({ works: true });
});

test('so does one for the repository alone', async () => {
  await upload(`${registry.host}/team/app`, USER);

  expect(registry.pull(IMAGE, join(volume, 'default/containers/auth'))).toMatchObject({ works: true });
});

test('a wrong password does not', async () => {
  await upload(registry.host, { ...USER, password: `${USER.password}x` });

  const { works, log } = registry.pull(IMAGE, join(volume, 'default/containers/auth'));

  expect(works).toBe(false);
  expect(log).toMatch(/unauthorized|authentication required|invalid username\/password/);
});

test('a credential for another repository does not', async () => {
  await upload(`${registry.host}/other`, USER);

  expect(registry.pull(IMAGE, join(volume, 'default/containers/auth')).works).toBe(false);
});
