import { createServer } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { AdminKey } from './admin-token';
import type { Certificates } from './certificates';

/** A request as the server saw it. */
export interface ReceivedRequest {
  readonly httpVersion: string;
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
  readonly contentType?: string;
  readonly body: Buffer;
}

/** What the server sends back. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface KbsServerOptions {
  readonly adminKey: AdminKey;
  /** @default - HTTP without TLS */
  readonly certificates?: Certificates;
  /** Endpoints that the role `admin` may use (`allowed_endpoints`). @default /^\/kbs\/v0\/resource\/.+$/ */
  readonly allowedEndpoints?: RegExp;
}

const ERRORS = 'https://github.com/confidential-containers/kbs/errors';
const MAX_PAYLOAD_BYTES = 2 * 1024 * 1024;
const RESOURCE_PATH = /^[\w-][\w.-]*\/[\w-][\w.-]*\/[\w-][\w.-]*$/;

/**
 * The admin API of the KBS, as far as an upload meets it (Trustee 0.21, `kbs/src/api_server.rs`, `kbs/src/admin` and
 * `kbs/src/error.rs`): HTTP/2 by ALPN, the role's pattern matched on the whole URI of a request, which HTTP/2 makes
 * absolute, and 401 with a JSON body for nearly every fault.
 */
export class KbsServer {
  public static async start(options: KbsServerOptions): Promise<KbsServer> {
    const { certificates } = options;
    const server = certificates
      ? createSecureServer({ cert: certificates.certificate, key: certificates.key, allowHTTP1: true })
      : createServer();
    const kbs = new KbsServer(server, options);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return kbs;
  }

  /** All requests, in their order. */
  public readonly requests: ReceivedRequest[] = [];
  /** What has been stored, by resource path. */
  public readonly resources = new Map<string, Buffer>();
  /** Answers to the next requests, whatever they hold. `drop` closes the connection, `drip` begins an answer for ever. */
  public readonly nextAnswers: (Answer | 'drop' | 'drip')[] = [];
  /** Whether the storage behind the API refuses everything. */
  public storageFails = false;

  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly options: KbsServerOptions,
  ) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('request', (request: Http2ServerRequest, response: Http2ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.receive(request, response, Buffer.concat(chunks)));
    });
  }

  /** `https://127.0.0.1:port`, or `http://…` without certificates. */
  public get url(): string {
    const scheme = this.options.certificates ? 'https' : 'http';
    return `${scheme}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private receive(request: Http2ServerRequest, response: Http2ServerResponse, body: Buffer): void {
    const { httpVersion, method, url: path, headers } = request;
    const { authorization, 'content-type': contentType } = headers;
    const received = { httpVersion, method, path, authorization, contentType, body };
    this.requests.push(received);
    const next = this.nextAnswers.shift() ?? this.answer(received, headers[':authority']);
    if (next === 'drop') {
      request.socket.destroy();
    } else if (next === 'drip') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('.');
    } else {
      response.writeHead(next.status, { ...next.headers });
      response.end(next.body ?? '');
    }
  }

  private answer({ path, body, ...request }: ReceivedRequest, authority?: string): Answer {
    if (!path.startsWith('/kbs/v0/')) return { status: 404 };
    if (body.byteLength > MAX_PAYLOAD_BYTES) return { status: 413, body: 'payload reached size limit' };
    const [plugin, ...resource] = path.slice('/kbs/v0/'.length).split('/');
    if (plugin !== 'resource') return refusal('PluginNotFound', `Plugin ${plugin} not found`, 404);
    if (request.method !== 'POST') return refusal('TokenNotFound', 'Attestation Token not found');
    const denied = this.denied(
      request.authorization,
      request.httpVersion === '2.0' ? `https://${authority}${path}` : path,
    );
    if (denied) return refusal('AdminAuthInitialization', `failed to initialize [admin] configuration: ${denied}`);
    if (this.storageFails || !RESOURCE_PATH.test(resource.join('/'))) {
      return refusal('PluginInternalError', 'Plugin internal error');
    }
    this.resources.set(resource.join('/'), body);
    return { status: 200, headers: { 'content-type': 'text/xml' } };
  }

  /** Why an administrator with this header may not use the URI, or undefined. */
  private denied(authorization = '', uri: string): string | undefined {
    const { adminKey, allowedEndpoints = /^\/kbs\/v0\/resource\/.+$/ } = this.options;
    const token = /^Bearer (.+)$/.exec(authorization)?.[1];
    if (token === undefined) return 'Failed to parse HTTP Auth Bearer header';
    const claims = adminKey.verify(token);
    if (claims === undefined) return 'Admin access denied: Cannot verify token with any of the issuers';
    const { role } = claims;
    if (typeof role !== 'string') return 'Admin access denied: Missing required `role` claim in JWT';
    if (role === 'admin' && allowedEndpoints.test(uri)) return undefined;
    return `Admin access denied: Role ${role} not allowed for path ${uri}`;
  }
}

function refusal(type: string, detail: string, status = 401): Answer {
  return { status, body: JSON.stringify({ type: `${ERRORS}/${type}`, detail }) };
}
