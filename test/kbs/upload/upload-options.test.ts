import { KbsResource } from '../../../src/kbs/kbs-resource';
import { RepositoryLayout } from '../../../src/kbs/repository-layout';
import { KbsDeployment } from '../../../src/kbs/upload/kbs-deployment';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';
import type { KbsUploadProps } from '../../../src/kbs/upload/kbs-upload-props';
import { create } from './upload-fixture';

const ADMIN_API = KbsRepository.adminApi({ url: 'https://kbs:8080', tokenSecret: { name: 'admin', key: 'token' } });
const OPERATOR = KbsRepository.operatorSecret();
const FILES: Partial<KbsUploadProps> = { layout: RepositoryLayout.FLAT, fileMode: '0600' };
const JOB: Partial<KbsUploadProps> = {
  kbsPodLabels: { app: 'kbs' },
  schedule: '@daily',
  suspend: true,
  image: 'mirror.example/busybox',
  imagePullSecrets: ['mirror'],
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  networkPolicy: true,
  priorityClassName: 'high',
  tolerations: [],
  nodeSelector: { disk: 'ssd' },
  podLabels: { team: 'a' },
  podAnnotations: { team: 'a' },
  backoffLimit: 1,
  activeDeadlineSeconds: 60,
  ttlSecondsAfterFinished: 60,
};

const each = (options: Partial<KbsUploadProps>) =>
  Object.entries(options).map(([name, value]) => [name, { [name]: value }] as const);

test.each([...each(FILES), ...each(JOB)])('a volume takes %s', (_, option) => {
  expect(create(option).upload.job).toBeDefined();
});

test.each(each(JOB))('the admin API takes %s', (_, option) => {
  expect(create({ repository: ADMIN_API, ...option }).upload.job).toBeDefined();
});

test('the admin API has no use for what is about files', () => {
  expect(() => create({ repository: ADMIN_API, ...FILES })).toThrow(
    'layout of the KBS upload has no use with repository adminApi: it writes no files, the KBS stores the resources in ' +
      'its own way; write no layout\nfileMode of the KBS upload has no use with repository adminApi',
  );
});

test('the operator has no use for what is about a Job', () => {
  const metadata = { labels: { team: 'a' }, annotations: { team: 'a' } };
  const given = ['metadata.labels', 'metadata.annotations', ...Object.keys({ ...FILES, ...JOB })];
  const lines = given.map(
    (name) => `${name} of the KBS upload has no use with repository operatorSecret: .*no ${name}`,
  );

  expect(() => create({ repository: OPERATOR, metadata, ...FILES, ...JOB })).toThrow(
    new RegExp(`^${lines.join('\n')}$`),
  );
});

test('nor does it mind what says no more than the default', () => {
  const resources = [KbsResource.fromString('default/keys/a', 'x')];
  const props = { repository: OPERATOR, resources, networkPolicy: false, suspend: false, schedule: undefined };

  expect(create(props).upload.kbsConfigPatch).toBeDefined();
});

test.each([ADMIN_API, OPERATOR])('a layout that comes from the deployment is no mistake', (repository) => {
  expect(() => create({ repository, deployment: KbsDeployment.OPERATOR })).not.toThrow();
});
