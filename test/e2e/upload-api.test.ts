import { KbsResource } from '../../src/kbs/kbs-resource';
import { KbsRepository } from '../../src/kbs/upload/kbs-repository';
import { AdminKey } from './admin-token';
import { createCertificates } from './certificates';
import { KbsServer } from './kbs-server';
import { type ContainerResult, Podman } from './podman';
import { clusterOf, podOf, synthesizeUpload } from './synthesized-upload';

const adminKey = AdminKey.generate();
const TOKEN = adminKey.token();
const KEY = Buffer.from(Uint8Array.from({ length: 32 }, (_, n) => n * 8));
const certificates = createCertificates();

let podman: Podman;
let kbs: KbsServer;

beforeAll(() => {
  podman = new Podman({ network: 'host', programs: ['curl'] });
});
afterAll(() => podman?.close());

beforeEach(async () => {
  kbs = await KbsServer.start({ certificates, adminKey });
});
afterEach(() => kbs.stop());

interface Attempt {
  /** Further environment of the container, as a webhook of the cluster would put it there. */
  readonly env?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly caCertificate?: string;
  readonly url?: string;
}

/** The Pod dials this machine's loopback address, which no user may write: so the manifest names a Service. */
function upload({
  token = TOKEN,
  caCertificate = certificates.authority,
  url,
  env = {},
}: Attempt = {}): Promise<ContainerResult> {
  const manifests = synthesizeUpload({
    repository: KbsRepository.adminApi({
      url: 'https://kbs:8080',
      tokenSecret: { name: 'trustee-bootstrap-user-keys', key: 'KBS_ADMIN_TOKEN' },
      caCertificate,
    }),
    resources: [
      KbsResource.fromBytes('default/image_key/nginx', KEY),
      KbsResource.fromString('A-Z_a.z/-_./0..9', '@/etc/passwd'),
    ],
  });
  const pod = JSON.parse(JSON.stringify(podOf(manifests)).replace('https://kbs:8080', url ?? kbs.url));
  pod.containers[0].env.push(...Object.entries(env).map(([name, value]) => ({ name, value })));
  const secrets = { 'trustee-bootstrap-user-keys': { KBS_ADMIN_TOKEN: Buffer.from(token) } };
  return podman.run(pod, clusterOf(manifests, { secrets }));
}

test('each resource is posted with the token, byte for byte', async () => {
  const { exitCode, log } = await upload({ token: `${TOKEN}\n` });

  expect(log).toContain('2 sent, 0 failed');
  expect(exitCode).toBe(0);
  const common = {
    httpVersion: '1.1',
    method: 'POST',
    authorization: `Bearer ${TOKEN}`,
    contentType: 'application/octet-stream',
  };
  expect(kbs.requests).toEqual([
    { ...common, path: '/kbs/v0/resource/default/image_key/nginx', body: KEY },
    { ...common, path: '/kbs/v0/resource/A-Z_a.z/-_./0..9', body: Buffer.from('@/etc/passwd') },
  ]);
});

test('a certificate of another authority: nothing is sent', async () => {
  const { exitCode, log } = await upload({ caCertificate: createCertificates().authority });

  expect(exitCode).toBe(1);
  expect(log).toMatch(/FAILED: no answer from https:\S+: curl: \(60\) .*certificate/);
  expect(kbs.requests).toEqual([]);
});

test('a wrong token: the log says so, without the token', async () => {
  const { exitCode, log } = await upload({ token: 'another.token' });

  expect(exitCode).toBe(1);
  expect(log).toContain('default/image_key/nginx: FAILED: HTTP 401: the KBS refuses the admin token');
  expect(log).toContain('(AdminAuthInitialization: failed to initialize [admin] configuration: ');
  expect(log).toContain('0 sent, 2 failed');
  expect(log).not.toContain('another.token');
});

test('a Secret that holds no token', async () => {
  const { exitCode, log } = await upload({ token: 'two\nlines" --output /repository' });

  expect(exitCode).toBe(1);
  expect(log).toContain('/upload/token: FAILED: it holds no bearer token');
  expect(kbs.requests).toEqual([]);
});

test('a KBS that is busy is asked again', async () => {
  kbs.nextAnswers.push({ status: 503 }, { status: 429 });

  const { exitCode, log } = await upload();

  expect(log).toContain('2 sent, 0 failed');
  expect(exitCode).toBe(0);
  expect(kbs.requests).toHaveLength(4);
});

test('one resource refused: the other arrives, and the run fails', async () => {
  kbs.nextAnswers.push({ status: 413 });

  const { exitCode, log } = await upload();

  expect(exitCode).toBe(1);
  expect(log).toContain('default/image_key/nginx: FAILED: HTTP 413: larger than the KBS takes');
  expect(log).toContain('A-Z_a.z/-_./0..9: sent');
});

test('a redirect is not followed: the token goes nowhere else', async () => {
  const headers = { location: '/elsewhere' };
  kbs.nextAnswers.push({ status: 307, headers }, { status: 302, headers });

  const { exitCode, log } = await upload();

  expect(exitCode).toBe(1);
  expect(log).toContain('HTTP 307:');
  expect(kbs.requests.map(({ path }) => path)).not.toContain('/elsewhere');
});

test('storage that refuses is told from a token that is refused', async () => {
  kbs.storageFails = true;

  const { exitCode, log } = await upload();

  expect(exitCode).toBe(1);
  expect(log).toContain('HTTP 401: the KBS takes the token, but cannot store the resource');
  expect(log).toContain('(PluginInternalError: Plugin internal error)');
});

test('a role that may not write: the log has the words of the KBS', async () => {
  const { log } = await upload({ token: adminKey.token({ role: 'reader' }) });

  expect(log).toContain('Role reader not allowed for path /kbs/v0/resource/default/image_key/nginx');
});

test('Retry-After and a dropped first connection are waited out', async () => {
  kbs.nextAnswers.push('drop', { status: 503, headers: { 'retry-after': '0' } });

  const { exitCode, log } = await upload();

  expect(log).toContain('2 sent, 0 failed');
  expect(exitCode).toBe(0);
  expect(kbs.requests).toHaveLength(4);
});

test('a proxy of the environment gets nothing', async () => {
  const proxy = await KbsServer.start({ adminKey });
  const plain = await KbsServer.start({ adminKey });
  const env = { http_proxy: proxy.url, https_proxy: proxy.url, HTTPS_PROXY: proxy.url, ALL_PROXY: proxy.url };

  try {
    expect((await upload({ env })).log).toContain('2 sent, 0 failed');
    expect((await upload({ env, url: plain.url })).log).toContain('2 sent, 0 failed');
    expect(proxy.requests).toEqual([]);
  } finally {
    await Promise.all([proxy.stop(), plain.stop()]);
  }
});
