import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTools } from './tools';

/** A request as the server saw it. */
export interface ReceivedRequest {
  readonly method?: string;
  readonly path?: string;
  readonly authorization?: string;
  readonly contentType?: string;
  readonly body: Buffer;
}

/** A certificate authority and a certificate that it signed for 127.0.0.1. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority of this test's own. @throws naming openssl where it is missing. */
export function createCertificates(): Certificates {
  requireTools('openssl');
  const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-ca-'));
  const file = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    openssl('req', '-x509', ...newKey, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=test CA');
    openssl('req', ...newKey, '-keyout', file('key'), '-out', file('csr'), '-subj', '/CN=kbs');
    writeFileSync(file('ext'), 'subjectAltName=IP:127.0.0.1');
    const authority = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'];
    openssl('x509', '-req', '-in', file('csr'), ...authority, '-out', file('pem'), '-extfile', file('ext'));
    const read = (name: string) => readFileSync(file(name), 'utf8');
    return { authority: read('ca.pem'), certificate: read('pem'), key: read('key') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Stands in for the admin API of the KBS: takes what is posted with the right token. */
export class KbsServer {
  public static async start({ certificate, key }: Certificates, token: string): Promise<KbsServer> {
    const server = createServer({ cert: certificate, key });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new KbsServer(server, token);
  }

  public readonly requests: ReceivedRequest[] = [];
  /** Statuses to answer the next requests with, whatever they hold. */
  public readonly nextStatuses: number[] = [];

  private constructor(
    private readonly server: Server,
    private readonly token: string,
  ) {
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url: path, headers } = request;
        const { authorization, 'content-type': contentType } = headers;
        this.requests.push({ method, path, authorization, contentType, body: Buffer.concat(chunks) });
        response
          .writeHead(this.nextStatuses.shift() ?? this.status(path, authorization), { location: '/elsewhere' })
          .end();
      });
    });
  }

  /** `https://127.0.0.1:port` */
  public get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private status(path = '', authorization?: string): number {
    if (authorization !== `Bearer ${this.token}`) {
      return 401;
    }
    return /^\/kbs\/v0\/resource\/[\w-][\w.-]*\/[\w-][\w.-]*\/[\w-][\w.-]*$/.test(path) ? 200 : 404;
  }
}
