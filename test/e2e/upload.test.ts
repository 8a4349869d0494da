import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KbsResource } from '../../src/kbs/kbs-resource';
import { RepositoryLayout } from '../../src/kbs/repository-layout';
import { KbsDeployment } from '../../src/kbs/upload/kbs-deployment';
import { KbsRepository } from '../../src/kbs/upload/kbs-repository';
import type { KbsUploadProps } from '../../src/kbs/upload/kbs-upload-props';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { type ContainerResult, Podman } from './podman';
import type { Cluster } from './podman-volumes';
import { clusterOf, podOf, synthesizeUpload } from './synthesized-upload';

const NESTED = 'default/containers/auth';
const FLAT = 'default\\x2Fcontainers\\x2Fauth';
const ODD_PATH = 'A-Z_a.z/-_./0..9';
const KEY = Uint8Array.from({ length: 32 }, (_, n) => (n * 37) % 256);

let podman: Podman;
let volume: string;

beforeAll(() => {
  podman = new Podman();
});
afterAll(() => podman.close());

beforeEach(() => {
  volume = mkdtempSync(join(tmpdir(), 'cdk8s-coco-volume-'));
  chmodSync(volume, 0o755);
});
afterEach(() => rmSync(volume, { recursive: true }));

function authFile(password: string): KbsResource {
  return KbsResource.authFile(NESTED, [
    RegistryCredential.basic('registry.example/team', { username: 'ci', password }),
  ]);
}

const PROPS: KbsUploadProps = {
  repository: KbsRepository.fromPersistentVolumeClaim('kbs-repository'),
  resources: [authFile('one'), KbsResource.fromBytes(ODD_PATH, KEY)],
};

function upload(props: Partial<KbsUploadProps> = {}, cluster?: Cluster): Promise<ContainerResult> {
  const manifests = synthesizeUpload({ ...PROPS, ...props });
  return podman.run(podOf(manifests), clusterOf(manifests, cluster ?? { claims: { 'kbs-repository': volume } }));
}

/** Reads a file of the volume as a hardened KBS does: as uid 0 that may not override modes. */
function readAsKbs(file: string): Promise<ContainerResult> {
  const pod = podOf(synthesizeUpload(PROPS));
  const containers = pod.containers.map((container) => ({
    ...container,
    command: ['/bin/cat'],
    args: [`/repository/${file}`],
  }));
  const cluster = clusterOf(synthesizeUpload(PROPS), { claims: { 'kbs-repository': volume } });
  return podman.run({ ...pod, containers }, cluster);
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(volume, file), 'utf8'));
}

function mode(file: string): string {
  return (statSync(join(volume, file)).mode & 0o7777).toString(8);
}

/** All files below the volume. */
function files(): string[] {
  return readdirSync(volume, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(volume.length + 1))
    .sort();
}

const auths = (password: string) => ({
  auths: { 'registry.example/team': { auth: Buffer.from(`ci:${password}`).toString('base64') } },
});

describe('as root without capabilities', () => {
  test('both layouts arrive byte for byte, for uid 0 only', async () => {
    const { exitCode, log } = await upload();

    expect(log).toContain('4 written, 0 unchanged, 0 failed');
    expect(exitCode).toBe(0);
    expect(files()).toEqual([NESTED, FLAT, ODD_PATH, 'A-Z_a.z\\x2F-_.\\x2F0..9'].sort());
    expect(read(NESTED)).toEqual(auths('one'));
    expect(read(FLAT)).toEqual(auths('one'));
    expect(readFileSync(join(volume, ODD_PATH))).toEqual(Buffer.from(KEY));
    expect([mode(NESTED), mode(FLAT), mode('default'), mode('default/containers')]).toEqual([
      '600',
      '600',
      '700',
      '700',
    ]);
  });

  test('a second run changes nothing', async () => {
    await upload();
    const before = files().map((file) => statSync(join(volume, file)));

    const { exitCode, log } = await upload();

    expect(log).toContain('0 written, 4 unchanged, 0 failed');
    expect(exitCode).toBe(0);
    const after = files().map((file) => statSync(join(volume, file)));
    expect(after.map(({ ino, mtimeMs }) => [ino, mtimeMs])).toEqual(before.map(({ ino, mtimeMs }) => [ino, mtimeMs]));
  });

  test('a changed credential replaces the old one, and nothing else', async () => {
    await upload();

    const { log } = await upload({ resources: [authFile('two'), KbsResource.fromBytes(ODD_PATH, KEY)] });

    expect(log).toContain('2 written, 2 unchanged, 0 failed');
    expect([read(NESTED), read(FLAT)]).toEqual([auths('two'), auths('two')]);
  });

  test('what a killed run left behind is gone after the next', async () => {
    mkdirSync(join(volume, 'default/containers'), { recursive: true });
    writeFileSync(join(volume, '.cdk8s-coco.AbC123'), '{"half');
    writeFileSync(join(volume, 'default/containers/.cdk8s-coco.XyZ789'), '{"half');
    writeFileSync(join(volume, 'default/containers/.other'), 'not ours');

    const { exitCode } = await upload();

    expect(exitCode).toBe(0);
    expect(files().filter((file) => /(^|\/)\./.test(file))).toEqual(['default/containers/.other']);
  });

  test('the log holds no content', async () => {
    const { log } = await upload();

    expect(log).not.toContain(Buffer.from('ci:one').toString('base64'));
    expect(log).not.toContain('auths');
  });
});

describe('as another user', () => {
  const identity = { runAsUser: 1000, fsGroup: 2000 };

  test('an fsGroup makes the volume writable, and what is written readable for the KBS', async () => {
    const { exitCode, log } = await upload(identity);

    expect(log).toContain('4 written');
    expect(exitCode).toBe(0);
    expect([mode(NESTED), mode('default/containers')]).toEqual(['644', '2755']);
    const { uid, gid } = statSync(join(volume, NESTED));
    expect([uid, gid]).toEqual([1000, 2000]);
    expect(JSON.parse((await readAsKbs(NESTED)).log)).toEqual(auths('one'));
  });

  test('a directory that its group may write takes the upload without an fsGroup', async () => {
    chownSync(volume, 0, 3000);
    chmodSync(volume, 0o2775);

    const { exitCode } = await upload({ runAsUser: 1000, runAsGroup: 3000 });

    expect(exitCode).toBe(0);
    expect(read(FLAT)).toEqual(auths('one'));
  });

  test('a file mode of the user’s own, too narrow for the KBS', async () => {
    await upload({ ...identity, fileMode: '0640' });

    expect([mode(FLAT), mode('default')]).toEqual(['640', '2750']);
    expect((await readAsKbs(FLAT)).exitCode).toBe(1);
  });

  test('a directory that belongs to another is reported with owner and mode', async () => {
    const { exitCode, log } = await upload({ runAsUser: 1000 });

    expect(exitCode).toBe(1);
    expect(log).toContain(`${NESTED}: FAILED: uid 1000, gid 1000 may not write to /repository: `);
    expect(log).toMatch(/mode drwxr-xr-x\S*, owner 0, group 0/);
  });
});

describe('volumes as the deployments have them', () => {
  test('kustomize: the repository is a directory of the claim, in both layouts', async () => {
    const { exitCode } = await upload({ deployment: KbsDeployment.KUSTOMIZE });

    expect(exitCode).toBe(0);
    expect([read(`repository/${NESTED}`), read(`repository/${FLAT}`)]).toEqual([auths('one'), auths('one')]);
  });

  test('a claim that is mounted at the repository itself', async () => {
    const repository = KbsRepository.fromPersistentVolumeClaim({ claimName: 'kbs', subPath: '.' });

    const { exitCode } = await upload({ repository, deployment: KbsDeployment.KUSTOMIZE }, { claims: { kbs: volume } });

    expect(exitCode).toBe(0);
    expect(read(FLAT)).toEqual(auths('one'));
  });

  test('helm: the repository is a directory of the claim, and flat', async () => {
    const { exitCode } = await upload({ deployment: KbsDeployment.HELM });

    expect(exitCode).toBe(0);
    expect(files()).toEqual([`repository/${FLAT}`, 'repository/A-Z_a.z\\x2F-_.\\x2F0..9'].sort());
  });

  test('a claim that is mounted higher up', async () => {
    const repository = KbsRepository.fromPersistentVolumeClaim({ claimName: 'kbs', subPath: 'kbs/repository' });

    const { exitCode } = await upload({ repository, layout: RepositoryLayout.NESTED }, { claims: { kbs: volume } });

    expect(exitCode).toBe(0);
    expect(read(`kbs/repository/${NESTED}`)).toEqual(auths('one'));
  });

  test('a directory of the node', async () => {
    const path = '/opt/confidential-containers/kbs/repository';

    const { exitCode } = await upload({ repository: KbsRepository.fromHostPath(path) }, { node: { [path]: volume } });

    expect(exitCode).toBe(0);
    expect(read(NESTED)).toEqual(auths('one'));
  });
});

describe('volumes that do not take the upload', () => {
  const big = KbsResource.fromBytes('default/big/file', Buffer.alloc(100_000, 'x'));

  beforeEach(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=755', 'tmpfs', volume]));
  afterEach(() => execFileSync('umount', [volume]));

  test('a full volume is named; what fits arrives, and nothing half of it', async () => {
    const { exitCode, log } = await upload({ resources: [big, authFile('one')] });

    expect(exitCode).toBe(1);
    expect(log).toContain('default/big/file: FAILED: the volume is full');
    expect(log).toContain('2 written, 0 unchanged, 2 failed');
    expect(files()).toEqual([NESTED, FLAT].sort());
  });

  test('a read-only volume is named, and the old file stays', async () => {
    await upload();
    execFileSync('mount', ['-o', 'remount,ro', volume]);

    const { exitCode, log } = await upload({ resources: [authFile('two')] });

    expect(exitCode).toBe(1);
    expect(log).toContain(`${NESTED}: FAILED: the volume is read-only`);
    expect(read(NESTED)).toEqual(auths('one'));
  });
});
