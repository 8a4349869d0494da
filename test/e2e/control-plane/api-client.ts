import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';

/** The little of a Kubernetes client that the stand-in for the kubelet needs. */
export class ApiClient {
  public constructor(
    private readonly port: number,
    private readonly ca: string,
    private readonly token: string,
  ) {}

  /** Whether the server answers, and is ready. */
  public async ready(): Promise<boolean> {
    const response = await this.send('GET', '/readyz').catch(() => undefined);
    response?.resume();
    return response?.statusCode === 200;
  }

  /** A stream of the answer's body, e.g. of a watch. */
  public get(path: string, signal?: AbortSignal): Promise<IncomingMessage> {
    return this.send('GET', path, undefined, signal);
  }

  /** Merges a patch into an object. */
  public async patch(path: string, body: object): Promise<void> {
    const response = await this.send('PATCH', path, JSON.stringify(body));
    response.resume();
  }

  private send(method: string, path: string, body?: string, signal?: AbortSignal): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/merge-patch+json' };
    return new Promise((resolve, reject) => {
      const options = { method, host: '127.0.0.1', port: this.port, path, headers, ca: this.ca, agent: false, signal };
      request(options, resolve).on('error', reject).end(body);
    });
  }
}
