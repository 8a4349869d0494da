import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BUILDING_MS, goCommands } from '../go';
import { freePort } from '../servers';
import { requireTools } from '../tools';
import { ApiClient } from './api-client';
import { startKubelet } from './kubelet';

const VERSION = { gitVersion: 'v1.37.2', gitMajor: '1', gitMinor: '37' };
const TOKEN = 'of-this-test-only';
/** An address of no interface: nobody dials the API server by it. */
const ADVERTISED = '192.0.2.1';

/** For `beforeAll`: the first start on a machine builds Kubernetes. */
export const STARTING_MS = BUILDING_MS;

/** What kubectl said. */
export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A real Kubernetes control plane on free ports of the loopback address: etcd, API server and controller manager, without
 * scheduler and nodes. Pods run, and those of Jobs succeed, because a stand-in for the kubelet says so.
 */
export class ControlPlane {
  /** @throws naming the components that are missing, or what the one says that does not start. */
  public static async start(): Promise<ControlPlane> {
    requireTools('etcd');
    const binaries = kubernetes();
    const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-control-plane-'));
    const controlPlane = new ControlPlane(binaries, directory);
    try {
      await controlPlane.startAll();
    } catch (error) {
      await controlPlane.stop();
      throw error;
    }
    return controlPlane;
  }

  private readonly processes: ChildProcess[] = [];
  private stopKubelet = () => {};

  private constructor(
    private readonly binaries: string,
    private readonly directory: string,
  ) {}

  /** Runs kubectl of the server's own version. @throws what it says, unless it exits with 0. */
  public async kubectl(args: readonly string[], input?: string): Promise<string> {
    const { status, stdout, stderr } = await this.tryKubectl(args, input);
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')} exits with ${status}:\n${stderr}`);
    return stdout;
  }

  /** Runs kubectl of the server's own version. */
  public tryKubectl(args: readonly string[], input = ''): Promise<Said> {
    return this.tryCommand(join(this.binaries, 'kubectl'), args, input);
  }

  /** Runs a command that finds the cluster in `KUBECONFIG`. */
  public tryCommand(command: string, args: readonly string[], input = ''): Promise<Said> {
    const env = { PATH: process.env.PATH, HOME: this.directory, KUBECONFIG: this.kubeconfig };
    return new Promise((resolve) => {
      const options = { env, maxBuffer: 64 * 1024 * 1024 };
      const child = execFile(command, args, options, (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      });
      child.stdin?.end(input);
    });
  }

  /** Makes a namespace, and waits until Pods can be made in it. */
  public async createNamespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
    await this.kubectl(['apply', '--filename', '-'], JSON.stringify(namespace));
    await this.kubectl(['wait', '--for=create', 'serviceaccount/default', '--namespace', name, '--timeout=30s']);
  }

  /** Stops everything and removes its files. */
  public async stop(): Promise<void> {
    this.stopKubelet();
    for (const child of this.processes.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(this.directory, { recursive: true });
  }

  private get kubeconfig(): string {
    return this.file('kubeconfig');
  }

  private file(name: string): string {
    return join(this.directory, name);
  }

  private async startAll(): Promise<void> {
    const etcd = `http://127.0.0.1:${await freePort()}`;
    const peer = `http://127.0.0.1:${await freePort()}`;
    const port = await freePort();
    this.writeFiles(port);
    this.run('etcd', [
      `--data-dir=${this.file('etcd')}`,
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
    ]);
    const apiServer = this.run(join(this.binaries, 'kube-apiserver'), [
      `--etcd-servers=${etcd}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--advertise-address=${ADVERTISED}`,
      '--endpoint-reconciler-type=none',
      `--cert-dir=${this.directory}`,
      `--token-auth-file=${this.file('tokens')}`,
      '--authorization-mode=RBAC',
      '--allow-privileged=true',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${this.file('service-account.pem')}`,
      `--service-account-signing-key-file=${this.file('service-account.key')}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      '--runtime-config=api/all=true',
    ]);
    const client = await this.ready(apiServer, port);
    this.run(join(this.binaries, 'kube-controller-manager'), [
      `--kubeconfig=${this.kubeconfig}`,
      `--service-account-private-key-file=${this.file('service-account.key')}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${await freePort()}`,
      `--cert-dir=${this.file('controller-manager')}`,
      '--leader-elect=false',
      '--kube-api-qps=200',
      '--kube-api-burst=400',
    ]);
    await this.kubectl(['wait', '--for=create', 'serviceaccount/default', '--namespace=default', '--timeout=60s']);
    this.stopKubelet = startKubelet(client);
  }

  private writeFiles(port: number): void {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(this.file('service-account.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(this.file('service-account.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(this.file('tokens'), `${TOKEN},admin,admin,system:masters\n`);
    const cluster = { server: `https://127.0.0.1:${port}`, 'certificate-authority': this.file('apiserver.crt') };
    // JSON is YAML.
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster }],
      users: [{ name: 'admin', user: { token: TOKEN } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
      'current-context': 'test',
    };
    writeFileSync(this.kubeconfig, JSON.stringify(kubeconfig));
  }

  private run(command: string, args: readonly string[]): ChildProcess {
    const log = openSync(this.logOf(command), 'w');
    const child = spawn(command, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    this.processes.push(child);
    return child;
  }

  private logOf(command: string): string {
    return this.file(`${command.split('/').pop()}.log`);
  }

  private async ready(server: ChildProcess, port: number): Promise<ApiClient> {
    const certificate = this.file('apiserver.crt');
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline && server.exitCode === null) {
      if (existsSync(certificate)) {
        const client = new ApiClient(port, readFileSync(certificate, 'utf8'), TOKEN);
        if (await client.ready()) return client;
      }
      await setTimeout(50);
    }
    const log = readFileSync(this.logOf(server.spawnfile), 'utf8');
    throw new Error(`kube-apiserver does not get ready (exit code ${server.exitCode}):\n${log.slice(-4000)}`);
  }
}

function kubernetes(): string {
  const variables = Object.entries(VERSION).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return goCommands(__dirname, '-ldflags', ['-s -w', ...variables].join(' '), 'tool');
}
