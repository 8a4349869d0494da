import { App, Chart, Testing } from 'cdk8s';
import { KbsResource } from '../../../src/kbs/kbs-resource';
import { RepositoryLayout } from '../../../src/kbs/repository-layout';
import { KbsDeployment } from '../../../src/kbs/upload/kbs-deployment';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';
import { KbsUpload } from '../../../src/kbs/upload/kbs-upload';
import type { KbsUploadProps } from '../../../src/kbs/upload/kbs-upload-props';
import { RegistryCredential } from '../../../src/registry/registry-credential';
import { CREDENTIALS, create, labels, one, POD_SPEC, PROPS } from './upload-fixture';

/** What keeps Argo CD from making a Job again that its TTL has deleted. */
const HOOK = {
  'argocd.argoproj.io/hook': 'Sync',
  'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
};

test('a Secret and a Job, whole', () => {
  expect(create().manifests).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'kbs-upload', namespace: 'coco-tenant', labels: labels('kbs-resources') },
      immutable: false,
      data: { 'default.containers.auth': expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: expect.stringMatching(/^kbs-upload-[0-9a-f]{10}$/),
        namespace: 'coco-tenant',
        labels: labels('kbs-upload'),
        annotations: HOOK,
      },
      spec: {
        backoffLimit: 6,
        activeDeadlineSeconds: 3600,
        ttlSecondsAfterFinished: 600,
        template: { metadata: { labels: labels('kbs-upload') }, spec: POD_SPEC },
      },
    },
  ]);
});

test('a schedule adds a CronJob of the same Pod, under a name that stays', () => {
  expect(one('CronJob', { schedule: '*/15 * * * *', suspend: true })).toEqual({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'kbs-upload', namespace: 'coco-tenant', labels: labels('kbs-upload') },
    spec: {
      schedule: '*/15 * * * *',
      suspend: true,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels: labels('kbs-upload') },
        spec: {
          backoffLimit: 6,
          activeDeadlineSeconds: 3600,
          template: { metadata: { labels: labels('kbs-upload') }, spec: POD_SPEC },
        },
      },
    },
  });
});

test('with a schedule the Job is there too, so that the upload does not wait for it', () => {
  const job = one('Job', { schedule: '@daily', suspend: true });

  expect(job).toEqual({ ...one('Job', { suspend: true }) });
  expect(job).toMatchObject({ spec: { suspend: true, ttlSecondsAfterFinished: 600 } });
});

describe('a finished Job', () => {
  const given = (ttlSecondsAfterFinished?: number | 'never', annotations?: Record<string, string>) => {
    const manifests = create({ schedule: '@daily', ttlSecondsAfterFinished, metadata: { annotations } }).manifests;
    const of = (kind: string) => manifests.find((manifest) => manifest.kind === kind);
    const spec = of('Job')?.spec as Record<string, unknown>;
    const cronSpec = of('CronJob')?.spec as { jobTemplate: { spec: Record<string, unknown> } };
    return {
      ttl: spec.ttlSecondsAfterFinished,
      cronTtl: cronSpec.jobTemplate.spec.ttlSecondsAfterFinished,
      annotations: of('Job')?.metadata.annotations,
      cronAnnotations: of('CronJob')?.metadata.annotations,
    };
  };

  test.each<[string, Parameters<typeof given>, ReturnType<typeof given>]>([
    ['goes after ten minutes', [], { ttl: 600, cronTtl: undefined, annotations: HOOK, cronAnnotations: undefined }],
    ['goes when it is said', [0], { ttl: 0, cronTtl: 0, annotations: HOOK, cronAnnotations: undefined }],
    [
      'never goes',
      ['never'],
      { ttl: undefined, cronTtl: undefined, annotations: undefined, cronAnnotations: undefined },
    ],
    [
      'has the annotations of the user before ours',
      [5, { 'argocd.argoproj.io/hook': 'PostSync', a: 'b' }],
      {
        ttl: 5,
        cronTtl: 5,
        annotations: { ...HOOK, 'argocd.argoproj.io/hook': 'PostSync', a: 'b' },
        cronAnnotations: { 'argocd.argoproj.io/hook': 'PostSync', a: 'b' },
      },
    ],
  ])('%s', (_, options, expected) => {
    expect(given(...options)).toEqual(expected);
  });
});

describe('the name of the Job', () => {
  const name = (props: Partial<KbsUploadProps> = {}) => one('Job', props).metadata.name;
  const resources = (password: string) => [
    KbsResource.authFile('default/containers/auth', [
      RegistryCredential.basic('registry.example/team', { username: 'ci', password }),
    ]),
  ];
  const revision = (text: string) => [
    KbsResource.fromSecret('default/containers/auth', { name: 'sealed', key: 'auth', revision: text }),
  ];

  test('stays when nothing changes, or nothing that the Pod does', () => {
    const names = [{}, { suspend: true }, { metadata: { name: 'kbs-upload', annotations: { a: 'b' } } }].map(name);

    expect(new Set(names).size).toBe(1);
  });

  test.each<[string, Partial<KbsUploadProps>]>([
    ['the content', { resources: resources('anders') }],
    ['the path', { resources: [KbsResource.authFile('default/containers/auth2', CREDENTIALS)] }],
    ['the layout', { layout: RepositoryLayout.FLAT }],
    ['the claim', { repository: KbsRepository.fromPersistentVolumeClaim('other') }],
    ['the image', { image: 'mirror.example/busybox:1.36.1' }],
    ['the user', { runAsUser: 1000 }],
    ['the file mode', { fileMode: '0640' }],
    ['the labels of the Pod', { podLabels: { team: 'a' } }],
  ])('changes with %s', (_, props) => {
    expect(name(props)).not.toBe(name());
  });

  test('changes with the revision of a Secret that another creates', () => {
    expect(name({ resources: revision('1') })).toBe(name({ resources: revision('1') }));
    expect(name({ resources: revision('1') })).not.toBe(name({ resources: revision('2') }));
  });

  test('does not end the Secret’s', () => {
    expect(one('Secret', { resources: resources('anders') }).metadata.name).toBe('kbs-upload');
  });
});

describe('what it exposes', () => {
  test('where the guest finds its files', () => {
    const policy = KbsResource.imagePolicy('default/security-policy/1', { default: [{ type: 'reject' }] });
    const { upload } = create({ resources: [policy, ...PROPS.resources] });

    expect(String(upload.authFile)).toBe('kbs:///default/containers/auth');
    expect(String(upload.imagePolicy)).toBe('kbs:///default/security-policy/1');
    expect(upload.job?.kind).toBe('Job');
    expect(upload.secrets.map(({ name }) => name)).toEqual(['kbs-upload']);
    expect(upload.warnings).toEqual([]);
  });

  test('no authentication file', () => {
    const { upload } = create({ resources: [KbsResource.fromString('a/b/c', 'x')] });

    expect(() => upload.authFile).toThrow('has no registry authentication file');
    expect(() => upload.imagePolicy).toThrow('has no image policy');
  });

  test('warnings', () => {
    const { upload } = create({
      resources: [
        KbsResource.fromString('a/b/c', 'x'),
        KbsResource.fromString('a/b/C', 'x'),
        KbsResource.fromBytes('a/b/d', new Uint8Array(200_000)),
      ],
    });

    expect(upload.warnings).toEqual([
      {
        what: 'resources a/b/c and a/b/C differ in case only',
        why: 'on a volume without case (SMB) they are one file',
        fix: 'write paths that differ in more',
      },
      {
        what: 'the Secret of resource a/b/d (200000 bytes) is too large for a plain "kubectl apply"',
        why: 'it copies the object into an annotation',
        fix: 'write "kubectl apply --server-side" (Argo CD: ServerSideApply=true)',
      },
    ]);
  });
});

describe('refused:', () => {
  test.each<[string, Partial<KbsUploadProps>, string]>([
    ['no resources', { resources: [] }, 'the KBS upload has no resources'],
    [
      'two resources at one path',
      { resources: [...PROPS.resources, KbsResource.fromString('kbs:///default/containers/auth', 'x')] },
      'two resources have the path default/containers/auth: one would overwrite the other',
    ],
    ['neither repository nor deployment', { repository: undefined }, 'has neither a repository nor a deployment'],
    [
      'a deployment that cannot be mounted',
      { repository: undefined, deployment: KbsDeployment.HELM },
      'no repository is given for the helm deployment',
    ],
    ['a bad name', { metadata: { name: 'KBS' } }, 'KBS upload: "KBS" is not a name'],
    ['a bad name, with its limit', { metadata: { name: 'k'.repeat(53) } }, 'write at most 52 lower-case letters'],
    ['a name with a dot', { metadata: { name: 'kbs.upload' } }, 'KBS upload: "kbs.upload" is not a name'],
    ['a long name', { metadata: { name: 'k'.repeat(53) } }, 'has 53 characters'],
    ['bad labels', { metadata: { labels: { 'a b': 'x' } } }, 'labels of the KBS upload: "a b" is not a key'],
    ['bad labels of the Pod', { podLabels: { app: 'a b' } }, 'podLabels: "a b" is not a value'],
    ['a bad node selector', { nodeSelector: { 'a/b/c': 'x' } }, 'nodeSelector: "a/b/c" is not a key'],
    ['bad labels of the KBS', { kbsPodLabels: { app: '-' } }, 'kbsPodLabels: "-" is not a value'],
    ['a schedule that is none', { schedule: 'daily' }, 'schedule "daily" has not 5 fields'],
    ['a mode that is none', { fileMode: '0999' }, 'file mode "0999" is not three octal digits'],
    ['a mode that shuts the owner out', { fileMode: '0200' }, 'file mode "0200" is not three octal digits'],
  ])('%s', (_, props, message) => {
    expect(() => create(props)).toThrow(message);
  });

  test('all paths that clash are named at once', () => {
    const twice = ['a/b/c', 'd/e/f'].flatMap((path) => [1, 2].map(() => KbsResource.fromString(path, 'x')));

    expect(() => create({ resources: twice })).toThrow(/a\/b\/c[\s\S]*d\/e\/f/);
  });
});

test('Secrets in another chart, so that Git can leave it out', () => {
  const app = new App();
  const secrets = new Chart(app, '10-secrets');
  const chart = new Chart(app, '20-kbs', { namespace: 'coco-tenant' });

  new KbsUpload(chart, 'Upload', { ...PROPS, secretScope: secrets });

  expect(Testing.synth(secrets)).toMatchObject([
    { kind: 'Secret', metadata: { name: 'kbs-upload', namespace: 'coco-tenant' } },
  ]);
  expect(JSON.stringify(Testing.synth(chart))).not.toContain(Buffer.from('ci:geheim').toString('base64'));
});

test('without a name it takes that of the construct, short enough', () => {
  const chart = new Chart(Testing.app(), 'a-chart-with-quite-a-long-name-for-a-chart', { namespace: 'coco-tenant' });
  const upload = new KbsUpload(chart, 'Upload', { ...PROPS, metadata: undefined });

  expect(upload.job?.name).toMatch(/^[a-z0-9-]{1,52}-[0-9a-f]{10}$/);
});
