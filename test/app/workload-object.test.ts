import { workloadObject } from '../../src/app/workload-object';
import { type WorkloadConfig, workloadSchema } from '../../src/config/schema/workload';
import { validateKubernetesObject } from '../kubernetes-schema';

function make(workload: object) {
  const object = workloadObject(
    workloadSchema({}).parse({ name: 'web', image: 'nginx', ...workload }) as WorkloadConfig,
  );
  validateKubernetesObject(object as unknown as { apiVersion: string; kind: string });
  return object;
}

const labels = {
  'app.kubernetes.io/name': 'web',
  'app.kubernetes.io/instance': 'web',
  'app.kubernetes.io/component': 'workload',
  'app.kubernetes.io/part-of': 'confidential-containers',
  'app.kubernetes.io/managed-by': 'cdk8s-coco',
};
const metadata = { name: 'web', namespace: 'default', labels };
const selector = {
  matchLabels: { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': 'web' },
};
const containers = [{ name: 'main', image: 'nginx', securityContext: { allowPrivilegeEscalation: false } }];
const spec = { containers };
const template = { metadata: { labels }, spec };
const finite = { metadata: { labels }, spec: { ...spec, restartPolicy: 'Never' } };

test.each([
  [{ kind: 'Pod' }, { apiVersion: 'v1', kind: 'Pod', metadata, spec }],
  [{ kind: 'Deployment' }, { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector, template } }],
  [
    { kind: 'Deployment', replicas: '3' },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 3, selector, template } },
  ],
  [
    { kind: 'StatefulSet', serviceName: 'headless' },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { serviceName: 'headless', selector, template } },
  ],
  [
    { kind: 'StatefulSet' },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { serviceName: 'web', selector, template } },
  ],
  [{ kind: 'DaemonSet' }, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { selector, template } }],
  [{ kind: 'Job' }, { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template: finite } }],
  [
    { kind: 'CronJob', schedule: '0 3 * * *' },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: finite } } },
    },
  ],
])('%j', (workload, expected) => {
  expect(make(workload)).toEqual(expected);
});

test('everything that a workload may say', () => {
  const object = make({
    kind: 'Deployment',
    namespace: 'shop',
    labels: { team: 'a' },
    annotations: { note: 'b' },
    serviceAccountName: 'robot',
    securityContext: { runAsUser: 1000, fsGroup: 2000 },
    image: undefined,
    initContainers: [{ name: 'init', image: 'busybox', command: ['true'] }],
    containers: [
      {
        name: 'app',
        image: 'nginx:1',
        args: ['-v'],
        env: { B: 'b', A: { secretKeyRef: { name: 's', key: 'k' } }, C: { configMapKeyRef: { name: 'c', key: 'k' } } },
        ports: [80, { containerPort: 443, name: 'https', protocol: 'TCP' }],
        resources: { requests: { cpu: 0.5 }, limits: { memory: '1024Mi' } },
        securityContext: { readOnlyRootFilesystem: true },
      },
    ],
  });
  expect(object.metadata).toEqual({
    name: 'web',
    namespace: 'shop',
    labels: { ...labels, team: 'a' },
    annotations: { note: 'b' },
  });
  expect(object.spec).toEqual({
    selector,
    template: {
      metadata: { labels: { ...labels, team: 'a' }, annotations: { note: 'b' } },
      spec: {
        serviceAccountName: 'robot',
        securityContext: { runAsUser: 1000, fsGroup: 2000 },
        initContainers: [
          { name: 'init', image: 'busybox', command: ['true'], securityContext: { allowPrivilegeEscalation: false } },
        ],
        containers: [
          {
            name: 'app',
            image: 'nginx:1',
            args: ['-v'],
            env: [
              { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
              { name: 'B', value: 'b' },
              { name: 'C', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
            ],
            ports: [{ containerPort: 80 }, { containerPort: 443, name: 'https', protocol: 'TCP' }],
            resources: { requests: { cpu: '500m' }, limits: { memory: '1Gi' } },
            securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
          },
        ],
      },
    },
  });
});

test.each([{ privileged: true }, { capabilities: { add: ['CAP_SYS_ADMIN'] } }])(
  'beside %j nothing is said of privilege escalation, which the API server would refuse',
  (securityContext) => {
    const object = make({ image: undefined, containers: [{ name: 'a', image: 'nginx', securityContext }] });
    expect(object.spec).toMatchObject({ containers: [{ securityContext }] });
    expect(JSON.stringify(object)).not.toContain('allowPrivilegeEscalation');
  },
);

describe('spec', () => {
  const probe = { httpGet: { path: '/', port: 80 } };

  test('is merged into that of the Pods, containers and volumes by name', () => {
    const volumes = [{ name: 'data', emptyDir: {} }];
    const more = { name: 'main', livenessProbe: probe, volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    const side = { name: 'side', image: 'busybox' };
    const object = make({
      spec: { volumes, containers: [more, side], hostname: 'a', automountServiceAccountToken: false },
    });
    expect(object.spec).toEqual({
      volumes,
      hostname: 'a',
      automountServiceAccountToken: false,
      containers: [{ ...containers[0], ...more }, side],
    });
  });

  test('and into that of the workload, where its kind has the field', () => {
    const strategy = { type: 'Recreate' };
    expect(make({ kind: 'Deployment', spec: { strategy, terminationGracePeriodSeconds: 5 } }).spec).toEqual({
      selector,
      strategy,
      template: { ...template, spec: { ...spec, terminationGracePeriodSeconds: 5 } },
    });
    const jobTemplate = { spec: { backoffLimit: 1 } };
    expect(make({ kind: 'CronJob', schedule: '0 3 * * *', spec: { jobTemplate, timeZone: 'Etc/UTC' } }).spec).toEqual({
      schedule: '0 3 * * *',
      timeZone: 'Etc/UTC',
      jobTemplate: { spec: { backoffLimit: 1, template: finite } },
    });
  });

  test('null takes a default away', () => {
    const object = make({ spec: { containers: [{ name: 'main', securityContext: null }] } });
    expect(object.spec).toEqual({ containers: [{ name: 'main', image: 'nginx' }] });
  });
});

test('the only container has a security context too', () => {
  const object = make({ containerSecurityContext: { runAsUser: 7 }, securityContext: { fsGroup: 8 } });
  expect(object.spec).toEqual({
    securityContext: { fsGroup: 8 },
    containers: [{ ...containers[0], securityContext: { allowPrivilegeEscalation: false, runAsUser: 7 } }],
  });
});
