import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../../temporary-directory';
import { ControlPlane, STARTING_MS } from './control-plane';
import { writeOutput } from './output';
import { type AnyObject, prepare } from './prerequisites';

const temporary = temporaryDirectory();
const { directory, write } = temporary;

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

/** Synthesizes the shipped coco.yaml, or another, with a password. */
async function synthesize(password: string, file = 'coco.yaml'): Promise<readonly AnyObject[]> {
  const { objects } = writeOutput(temporary, 'dist', file, { AUTHENTICATED_IMAGE_PASSWORD: password });
  await prepare(controlPlane, objects);
  return objects;
}

/** Synthesizes the shipped coco.yaml with a password, and applies it. */
async function apply(password: string): Promise<readonly AnyObject[]> {
  const objects = await synthesize(password);
  await controlPlane.kubectl(['apply', '--filename', join(directory, 'dist')]);
  return objects;
}

async function uploaded(objects: readonly AnyObject[]): Promise<string> {
  const { name = '' } = objects.find(({ kind }) => kind === 'Job')?.metadata ?? {};
  const job = [`job/${name}`, '--namespace', 'coco-tenant'];
  await controlPlane.kubectl(['wait', '--for=condition=complete', ...job, '--timeout=60s']);
  return name;
}

/** What a Secret in the cluster holds, decoded. */
async function secret(namespace: string, name: string, key: string): Promise<string> {
  const { data } = JSON.parse(
    await controlPlane.kubectl(['get', 'secret', name, '--namespace', namespace, '--output=json']),
  );
  return Buffer.from(data[key], 'base64').toString();
}

test('a changed credential reaches the host and is uploaded, by a Job of its own', async () => {
  const first = await uploaded(await apply('correct horse'));
  expect(await uploaded(await apply('correct horse'))).toBe(first);
  expect(await uploaded(await apply('battery staple'))).not.toBe(first);

  const auth = Buffer.from('MyRegistryUser:battery staple').toString('base64');
  const scope = 'my-registry.local/repository/image';
  const pullSecret = JSON.parse(await secret('default', 'cococred', '.dockerconfigjson'));
  expect(pullSecret.auths[scope].auth === auth).toBe(true);
  const authFile = JSON.parse(await secret('coco-tenant', 'kbs-upload', 'default.containers.auth'));
  expect(authFile.auths[scope].auth === auth).toBe(true);
});

test('once its Job has gone, the way back uploads again by itself; a schedule uploads at apply too', async () => {
  const upload = 'kbs:\n  upload: { schedule: "@monthly", ttlSecondsAfterFinished: 0 }\n';
  const file = write('coco.yaml', readFileSync('coco.yaml', 'utf8').replace(/^kbs:\n/m, upload));
  const created = async (password: string) => {
    await synthesize(password, file);
    const log = await controlPlane.kubectl(['apply', '--filename', join(directory, 'dist')]);
    const [, name] = /^job\.batch\/(\S+) created$/m.exec(log) ?? [];
    await controlPlane.kubectl(['wait', '--for=delete', `job/${name}`, '--namespace=coco-tenant', '--timeout=60s']);
    return name;
  };

  const first = await created('tr0ub4dor');
  const other = await created('battery horse');

  expect(first).toMatch(/^kbs-upload-[0-9a-f]{10}$/);
  expect(other).not.toBe(first);
  expect(await created('tr0ub4dor')).toBe(first);
});

test('the way back that the guide shows uploads again', async () => {
  const name = await uploaded(await apply('correct horse'));
  await apply('battery staple');
  const selector = '--selector=app.kubernetes.io/component=kbs-upload';
  await controlPlane.kubectl(['delete', 'job', '--namespace', 'coco-tenant', selector]);
  expect(await uploaded(await apply('correct horse'))).toBe(name);
});

test('with --prune the way back uploads again at once', async () => {
  const selector = 'app.kubernetes.io/component=kbs-upload,app.kubernetes.io/instance=kbs-upload';
  const job = async (password: string) => {
    const objects = await synthesize(password);
    await controlPlane.kubectl(['apply', '--filename', join(directory, 'dist/10-secrets-coco-tenant.k8s.yaml')]);
    const upload = ['--filename', join(directory, 'dist/20-kbs-coco-tenant.k8s.yaml')];
    const apply = () => controlPlane.kubectl(['apply', '--prune', '--selector', selector, ...upload]);
    const log = await apply();
    const name = await uploaded(objects);
    expect(log).toContain(`job.batch/${name} created`);
    expect(await apply()).toBe(`job.batch/${name} unchanged\n`);
    return name;
  };

  const first = await job('first horse');
  const second = await job('second horse');

  expect(await job('first horse')).toBe(first);
  const left = await controlPlane.kubectl(['get', 'job', '--namespace=coco-tenant', '--output=name']);
  expect(left).toContain(first);
  expect(left).not.toContain(second);
});
