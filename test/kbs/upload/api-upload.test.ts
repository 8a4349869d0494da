import { Chart, Testing } from 'cdk8s';
import { KbsResource } from '../../../src/kbs/kbs-resource';
import type { AdminApiRepositoryOptions } from '../../../src/kbs/upload/admin-api-repository';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';
import { KbsUpload } from '../../../src/kbs/upload/kbs-upload';
import type { KbsUploadProps } from '../../../src/kbs/upload/kbs-upload-props';
import { readScript } from '../../../src/kbs/upload/script';
import { validateKubernetesObject } from '../../kubernetes-schema';
import { CA_CERTIFICATE } from './ca-certificate';

function create(options: Partial<AdminApiRepositoryOptions> = {}, props: Partial<KbsUploadProps> = {}) {
  const chart = new Chart(Testing.app(), 'kbs', { namespace: 'coco-trustee' });
  const repository = KbsRepository.adminApi({
    url: 'https://kbs:8080',
    tokenSecret: { name: 'trustee-bootstrap-user-keys', key: 'KBS_ADMIN_TOKEN' },
    ...options,
  });
  const resources = [KbsResource.fromString('default/image_key/nginx', 'key')];
  const upload = new KbsUpload(chart, 'Upload', { metadata: { name: 'kbs-upload' }, repository, resources, ...props });
  const manifests: { kind: string; metadata: { name: string }; [field: string]: unknown }[] = Testing.synth(chart);
  for (const manifest of manifests) {
    validateKubernetesObject(manifest as unknown as { apiVersion: string; kind: string });
  }
  return { upload, find: (kind: string) => manifests.find((manifest) => manifest.kind === kind) };
}

test('a Job that posts the resources, whole', () => {
  expect(create({ caCertificate: CA_CERTIFICATE }).find('Job')?.spec).toEqual({
    backoffLimit: 6,
    activeDeadlineSeconds: 3600,
    ttlSecondsAfterFinished: 600,
    template: {
      metadata: { labels: expect.objectContaining({ 'app.kubernetes.io/component': 'kbs-upload' }) },
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsUser: 65532,
          runAsGroup: 65532,
          runAsNonRoot: true,
          fsGroup: 65532,
          fsGroupChangePolicy: 'OnRootMismatch',
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            name: 'upload',
            image:
              'docker.io/curlimages/curl:8.18.0@sha256:d94d07ba9e7d6de898b6d96c1a072f6f8266c687af78a74f380087a0addf5d17',
            command: ['/bin/sh', '-c', readScript('upload-api.sh'), 'upload'],
            args: ['/upload/resources/default/image_key/nginx', 'default/image_key/nginx'],
            env: [
              { name: 'KBS_URL', value: 'https://kbs:8080' },
              { name: 'TOKEN_FILE', value: '/upload/token' },
              { name: 'CA_FILE', value: '/upload/ca.pem' },
            ],
            terminationMessagePolicy: 'FallbackToLogsOnError',
            resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              readOnlyRootFilesystem: true,
            },
            volumeMounts: [{ name: 'upload', mountPath: '/upload', readOnly: true }],
          },
        ],
        volumes: [
          {
            name: 'upload',
            projected: {
              defaultMode: 0o440,
              sources: [
                {
                  secret: {
                    name: 'kbs-upload',
                    items: [{ key: 'default.image_key.nginx', path: 'resources/default/image_key/nginx' }],
                  },
                },
                {
                  secret: {
                    name: 'trustee-bootstrap-user-keys',
                    items: [{ key: 'KBS_ADMIN_TOKEN', path: 'token' }],
                  },
                },
                {
                  configMap: {
                    name: expect.stringMatching(/^kbs-upload-ca-[0-9a-f]{10}$/),
                    items: [{ key: 'ca.pem', path: 'ca.pem' }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  });
});

test('the certificate travels in a ConfigMap that is named anew when it changes', () => {
  const [one, same, other] = [CA_CERTIFICATE, CA_CERTIFICATE, `${CA_CERTIFICATE}${CA_CERTIFICATE}`].map(
    (caCertificate) => create({ caCertificate }),
  );

  expect(one?.find('ConfigMap')?.data).toEqual({ 'ca.pem': CA_CERTIFICATE });
  expect(one?.find('ConfigMap')).toEqual(same?.find('ConfigMap'));
  expect(one?.find('ConfigMap')?.metadata.name).not.toBe(other?.find('ConfigMap')?.metadata.name);
  expect(one?.find('Job')?.metadata.name).not.toBe(other?.find('Job')?.metadata.name);
});

test('of a certificate only what is one goes into the ConfigMap', () => {
  const given = `Bag Attributes\n    friendlyName: hunter2\n${CA_CERTIFICATE.replaceAll('\n', '\r\n')}# hunter2\n`;
  expect(create({ caCertificate: given }).find('ConfigMap')).toEqual(
    create({ caCertificate: CA_CERTIFICATE }).find('ConfigMap'),
  );
  expect(create({ caCertificate: CA_CERTIFICATE }).find('ConfigMap')?.data).toEqual({ 'ca.pem': CA_CERTIFICATE });
});

test('plain HTTP is warned of', () => {
  expect(create().upload.warnings).toEqual([]);
  expect(create({ url: 'http://kbs:8080' }).upload.warnings).toEqual([
    expect.objectContaining({ what: expect.stringContaining('in the clear to http://kbs:8080') }),
  ]);
});

test('slashes at the end of the address are dropped', () => {
  expect(JSON.stringify(create({ url: 'https://kbs:8080/trustee//' }).find('Job'))).toContain(
    '"https://kbs:8080/trustee"',
  );
});

test('a proxy that is asked for reaches the Pod', () => {
  const job = create({ proxy: 'http://proxy.example:3128/' }).find('Job');

  expect(JSON.stringify(job)).toContain('{"name":"PROXY_URL","value":"http://proxy.example:3128"}');
});

describe('a NetworkPolicy', () => {
  const egress = (url: string) => {
    const { spec } = create({ url }, { networkPolicy: true }).find('NetworkPolicy') as { spec?: { egress?: unknown } };
    return spec?.egress;
  };
  const podSelector = { matchLabels: { app: 'kbs' } };
  const dns = {
    to: [{ namespaceSelector: {} }, { ipBlock: { cidr: '169.254.20.10/32' } }],
    ports: [
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
      { protocol: 'UDP', port: 5353 },
      { protocol: 'TCP', port: 5353 },
    ],
  };

  test.each([
    'https://kbs:8080',
    'https://kbs.coco-trustee:8080',
    'https://kbs.coco-trustee.svc',
    'https://kbs.coco-trustee.svc.cluster.local',
  ])('%s: the KBS of the namespace, and DNS', (url) => {
    expect(egress(url)).toEqual([{ to: [{ podSelector }] }, dns]);
  });

  test('a KBS of another namespace', () => {
    const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'other' } };

    expect(egress('https://kbs.other.svc:8080')).toEqual([{ to: [{ podSelector, namespaceSelector }] }, dns]);
  });

  test.each([
    ['https://192.0.2.7:8443', '192.0.2.7/32', 8443],
    ['https://192.0.2.7', '192.0.2.7/32', 443],
    ['http://[2001:db8::7]', '2001:db8::7/128', 80],
  ])('%s: that address and port, without DNS', (url, cidr, port) => {
    expect(egress(url)).toEqual([{ to: [{ ipBlock: { cidr } }], ports: [{ protocol: 'TCP', port }] }]);
  });

  test('a proxy: that alone, by its address', () => {
    const through = (proxy: string) => create({ proxy }, { networkPolicy: true });
    const { spec } = through('http://192.0.2.9:3128').find('NetworkPolicy') as { spec?: { egress?: unknown } };

    expect(spec?.egress).toEqual([
      { to: [{ ipBlock: { cidr: '192.0.2.9/32' } }], ports: [{ protocol: 'TCP', port: 3128 }] },
    ]);
    expect(() => through('http://proxy:3128')).toThrow('a NetworkPolicy cannot allow the proxy proxy');
  });

  test.each(['https://kbs.example.org:8080', 'https://kbs.ns.svc.example.org', 'https://kbs.ns.pod'])(
    '%s cannot be told to it',
    (url) => {
      expect(() => egress(url)).toThrow('it knows Pods and addresses, not DNS names');
    },
  );
});
