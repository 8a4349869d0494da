import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { KbsResource } from '../../src/kbs/kbs-resource';
import { KbsRepository } from '../../src/kbs/upload/kbs-repository';
import { SHELLS } from '../shells';
import { document, startReader } from './reader';
import { podOf, synthesizeUpload } from './synthesized-upload';
import { requireTools } from './tools';

const KILLS = 200;
const FLAT = 'default\\x2Fcontainers\\x2Fauth';

const [busybox] = SHELLS;
let directory: string;
let repository: string;
let source: string;

beforeAll(() => requireTools('busybox'));
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-kills-'));
  repository = mkdtempSync(join(directory, 'repository-'));
  source = join(directory, 'source');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The container of the synthesized Job, run by the shell alone: a container would take too long to start 200 times. */
const [container] = podOf(
  synthesizeUpload({
    repository: KbsRepository.fromPersistentVolumeClaim('kbs-repository'),
    resources: [KbsResource.fromString('default/containers/auth', 'content')],
  }),
).containers;

function startUpload(file = source) {
  const [, , script = '', name = ''] = container?.command ?? [];
  const args = container?.args.map((arg) => (arg.startsWith('/') ? file : arg)) ?? [];
  const env = Object.fromEntries(container?.env.map((variable) => [variable.name, variable.value]) ?? []);
  return spawn(busybox?.command ?? '', ['-c', script, name, ...args], {
    env: { ...env, REPOSITORY: repository, PATH: busybox?.path },
    stdio: 'ignore',
    detached: true,
  });
}

async function runUpload(file = source): Promise<number | null> {
  const [exitCode] = await once(startUpload(file), 'exit');
  return exitCode;
}

/** Kills an upload and all that it started, at a moment within its usual duration. */
async function killUpload(signal: NodeJS.Signals, usualDuration: number): Promise<void> {
  const child = startUpload();
  const exit = once(child, 'exit');
  await Promise.race([setTimeout(Math.random() * usualDuration), exit]);
  if (child.exitCode === null && child.pid !== undefined) {
    process.kill(-child.pid, signal);
  }
  await exit;
}

function leftovers(): string[] {
  return readdirSync(repository, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('.cdk8s-coco.'));
}

describe.each<NodeJS.Signals>(['SIGKILL', 'SIGTERM'])('killed by %s at random moments', (signal) => {
  test('a reader never finds a file missing or cut short', async () => {
    const files = [join(repository, 'default/containers/auth'), join(repository, FLAT)];
    writeFileSync(source, document(0));
    const started = performance.now();
    expect(await runUpload()).toBe(0);
    const usualDuration = (performance.now() - started) * 1.2;
    const stop = startReader(files);

    for (let kill = 1; kill <= KILLS / 2; kill++) {
      writeFileSync(source, document(kill));
      await killUpload(signal, usualDuration);
    }
    writeFileSync(source, document(KILLS));
    const exitCode = await runUpload();
    const { reads, versions, fault } = await stop();

    expect(fault).toBeUndefined();
    expect(reads).toBeGreaterThan(KILLS);
    expect(versions).toBeGreaterThan(10);
    expect(exitCode).toBe(0);
    expect(leftovers()).toEqual([]);
    expect(files.map((file) => JSON.parse(readFileSync(file, 'utf8')).version)).toEqual([KILLS, KILLS]);
  });
});

test('uploads at the same time end with one whole file', async () => {
  const sources = [1, 2, 3].map((version) => join(directory, `source-${version}`));
  for (const [n, file] of sources.entries()) {
    writeFileSync(file, document(n));
  }
  await runUpload(sources[0]);
  const stop = startReader([join(repository, FLAT)]);

  for (let round = 0; round < 15; round++) {
    const exitCodes = await Promise.all(sources.map((file) => runUpload(file)));
    expect(exitCodes).toEqual([0, 0, 0]);
  }

  expect((await stop()).fault).toBeUndefined();
  expect(leftovers()).toEqual([]);
});
