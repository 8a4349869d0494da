import { join } from 'node:path';
import { assemble } from '../../../src/app/assemble';
import { readManifest } from '../../../src/kubernetes/manifest-reader';
import { temporaryDirectory } from '../../temporary-directory';
import { ControlPlane, STARTING_MS } from './control-plane';
import { type AnyObject, prepare } from './prerequisites';

const { directory, write } = temporaryDirectory();

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

/** Synthesizes the shipped coco.yaml with a password, and applies it. */
async function apply(password: string): Promise<AnyObject[]> {
  const { files } = assemble('coco.yaml', { AUTHENTICATED_IMAGE_PASSWORD: password });
  for (const { name, text } of files) write(`dist/${name}`, text);
  const objects = files.flatMap(({ name, text }) => readManifest(text, name).map(({ object }) => object));
  await prepare(controlPlane, objects as unknown as AnyObject[]);
  await controlPlane.kubectl(['apply', '--filename', join(directory, 'dist')]);
  return objects as unknown as AnyObject[];
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

test('the way back that the guide shows uploads again', async () => {
  const name = await uploaded(await apply('correct horse'));
  await apply('battery staple');
  const selector = '--selector=app.kubernetes.io/component=kbs-upload';
  await controlPlane.kubectl(['delete', 'job', '--namespace', 'coco-tenant', selector]);
  expect(await uploaded(await apply('correct horse'))).toBe(name);
});
