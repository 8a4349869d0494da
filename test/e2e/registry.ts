import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { rootFileSystem } from './images';
import { freePort } from './servers';
import { requireTools } from './tools';

/** Who may use the registry. */
export interface RegistryUser {
  readonly username: string;
  readonly password: string;
}

const STARTING_MS = 20_000;

/** A real registry that asks for a password, on a free port of the loopback address. */
export class Registry {
  /** @throws naming the components that are missing, or what the registry says when it does not start. */
  public static async start(user: RegistryUser): Promise<Registry> {
    requireTools('docker-registry', 'htpasswd', 'skopeo', 'busybox');
    const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-registry-'));
    const host = `127.0.0.1:${await freePort()}`;
    writeFileSync(join(directory, 'htpasswd'), htpasswd(user));
    writeFileSync(join(directory, 'config.yml'), configuration(directory, host));
    const server = spawn('docker-registry', ['serve', join(directory, 'config.yml')], { stdio: 'ignore' });
    const registry = new Registry(host, directory, server);
    await registry.answers();
    return registry;
  }

  private constructor(
    /** `127.0.0.1:port` */
    public readonly host: string,
    private readonly directory: string,
    private readonly server: ChildProcess,
  ) {}

  /** Pushes a small image. */
  public push(repositoryAndTag: string, { username, password }: RegistryUser): void {
    const image = join(this.directory, 'image');
    ociLayout(image);
    const target = `docker://${this.host}/${repositoryAndTag}`;
    const options = ['--dest-tls-verify=false', '--dest-username', username, '--dest-password', password];
    execFileSync('skopeo', ['copy', '--quiet', ...options, `oci:${image}`, target], { stdio: 'pipe' });
  }

  /** Pulls an image, layers and all, with an authentication file; says whether that worked and what skopeo said. */
  public pull(repositoryAndTag: string, authFile: string): { readonly works: boolean; readonly log: string } {
    const target = `dir:${mkdtempSync(join(this.directory, 'pulled-'))}`;
    const args = ['copy', '--src-tls-verify=false', '--src-authfile', authFile, this.url(repositoryAndTag), target];
    const { status, stderr } = spawnSync('skopeo', args, { encoding: 'utf8', env: withoutHome(this.directory) });
    return { works: status === 0, log: stderr };
  }

  /** Stops the server and removes its files. */
  public async stop(): Promise<void> {
    if (this.server.exitCode === null) {
      this.server.kill();
      await once(this.server, 'exit');
    }
    rmSync(this.directory, { recursive: true });
  }

  private url(repositoryAndTag: string): string {
    return `docker://${this.host}/${repositoryAndTag}`;
  }

  private async answers(): Promise<void> {
    const deadline = Date.now() + STARTING_MS;
    while (Date.now() < deadline && this.server.exitCode === null) {
      const response = await fetch(`http://${this.host}/v2/`).catch(() => undefined);
      if (response?.status === 401) {
        return;
      }
      await setTimeout(20);
    }
    throw new Error(`docker-registry does not answer at ${this.host} (exit code ${this.server.exitCode})`);
  }
}

/** So that no credentials of the machine's user take part. */
function withoutHome(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home };
}

function htpasswd({ username, password }: RegistryUser): string {
  return execFileSync('htpasswd', ['-niB', username], { input: password, encoding: 'utf8' });
}

/** JSON is YAML. */
function configuration(directory: string, host: string): string {
  return JSON.stringify({
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(directory, 'storage') } },
    http: { addr: host },
    auth: { htpasswd: { realm: 'test', path: join(directory, 'htpasswd') } },
  });
}

/** An image of one layer in the OCI layout, made from a root file system by skopeo's own reading of a docker archive. */
function ociLayout(target: string): void {
  const layer = `${target}-layer.tar`;
  rootFileSystem(layer);
  const digest = execFileSync('sha256sum', [layer], { encoding: 'utf8' }).slice(0, 64);
  writeFileSync(
    `${target}-config.json`,
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Cmd: ['/bin/sh'] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
    }),
  );
  const manifest = [{ Config: 'image-config.json', RepoTags: ['local/image:1'], Layers: ['image-layer.tar'] }];
  writeFileSync(`${target}-manifest.json`, JSON.stringify(manifest));
  const rename = '--transform=s/image-manifest.json/manifest.json/';
  const members = ['image-manifest.json', 'image-config.json', 'image-layer.tar'];
  const directory = join(target, '..');
  execFileSync('tar', ['--create', '--file', `${target}.tar`, '--directory', directory, rename, ...members]);
  execFileSync('skopeo', ['copy', '--quiet', `docker-archive:${target}.tar`, `oci:${target}`], { stdio: 'pipe' });
}
