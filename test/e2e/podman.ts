import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootFileSystem } from './images';
import type { PodManifest } from './manifest';
import { podmanOptions } from './podman-options';
import { type Cluster, mountVolumes } from './podman-volumes';
import { requireTools } from './tools';

/** What a container said and how it ended. */
export interface ContainerResult {
  /** 128 + signal number where a signal ended it. */
  readonly exitCode: number | null;
  /** Standard output and standard error. */
  readonly log: string;
}

export interface PodmanOptions {
  /**
   * `none` for Pods that need no network, `host` to reach servers of the test on loopback.
   * @default none
   */
  readonly network?: 'none' | 'host';
  /**
   * Programs of this machine that the containers need beside BusyBox.
   * @default - none
   */
  readonly programs?: readonly string[];
}

/** podman on a machine with mixed cgroups and fixed limits starts nothing without these. */
const CONTAINERS_CONF = `[containers]
default_ulimits = ["nofile=20000:20000","nproc=1000:1000"]
netns = "host"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
`;

/**
 * A container engine that stands in for the kubelet: it runs a Job's Pod with podman, every field of it translated.
 * A field that it does not know is an error, so that no test passes because something was ignored.
 */
export class Podman {
  private readonly directory: string;
  private readonly image = `localhost/cdk8s-coco-${randomUUID()}`;

  /** @throws naming the components that are missing. */
  public constructor(private readonly options: PodmanOptions = {}) {
    requireTools('podman', 'runc', 'busybox');
    this.directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-podman-'));
    writeFileSync(join(this.directory, 'containers.conf'), CONTAINERS_CONF);
    const tar = join(this.directory, 'image.tar');
    rootFileSystem(tar, ...(options.programs ?? []));
    this.podman('import', tar, this.image);
  }

  /** Runs the one container of a Pod to its end. */
  public run(pod: PodManifest, cluster: Cluster): Promise<ContainerResult> {
    const name = `cdk8s-coco-${randomUUID()}`;
    const directory = join(this.directory, name);
    mkdirSync(directory);
    const options = podmanOptions(pod, mountVolumes(pod, cluster, directory), this.image);
    const network = `--network=${this.options.network ?? 'none'}`;
    const args = ['run', '--rm', '--pull=never', network, `--name=${name}`, ...options];
    return ending(spawn('podman', args, { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Removes all that it made. */
  public close(): void {
    this.podman('rmi', '--force', this.image);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private podman(...args: string[]): void {
    execFileSync('podman', args, { env: this.environment, stdio: 'pipe' });
  }

  private get environment(): NodeJS.ProcessEnv {
    return { ...process.env, CONTAINERS_CONF: join(this.directory, 'containers.conf') };
  }
}

function ending(child: ChildProcess): Promise<ContainerResult> {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, log: Buffer.concat(chunks).toString() }));
  });
}
