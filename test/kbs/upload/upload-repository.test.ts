import { Chart, Testing } from 'cdk8s';
import { RepositoryLayout } from '../../../src/kbs/repository-layout';
import { KbsDeployment } from '../../../src/kbs/upload/kbs-deployment';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';
import { KbsUpload } from '../../../src/kbs/upload/kbs-upload';
import { create, labels, one, PROPS } from './upload-fixture';

describe('ways into the KBS', () => {
  test('a claim of its own, and a directory in it', () => {
    const { manifests } = create({
      repository: KbsRepository.fromPersistentVolumeClaim({
        claimName: 'kbs',
        subPath: 'kbs/repository',
        create: { size: '100Mi', storageClassName: 'fast', accessModes: ['ReadWriteMany'] },
      }),
    });

    expect(manifests.find(({ kind }) => kind === 'PersistentVolumeClaim')).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'kbs', namespace: 'coco-tenant', labels: labels('kbs-repository') },
      spec: {
        accessModes: ['ReadWriteMany'],
        storageClassName: 'fast',
        resources: { requests: { storage: '100Mi' } },
      },
    });
    expect(manifests.find(({ kind }) => kind === 'Job')?.spec).toMatchObject({
      template: { spec: { containers: [{ volumeMounts: [{}, { subPath: 'kbs/repository' }] }] } },
    });
  });

  test.each([
    [{}, { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{}] } } }, 'nodeSelector'],
    [{ nodeSelector: { host: 'a' } }, { nodeSelector: { host: 'a' } }, 'affinity'],
  ])('a directory of the node, chosen by %o', (options, chosen, not) => {
    const { spec } = one('Job', { repository: KbsRepository.fromHostPath('/srv/kbs', options) });

    expect(spec).toMatchObject({
      template: {
        spec: { ...chosen, volumes: [{}, { name: 'repository', hostPath: { path: '/srv/kbs', type: 'Directory' } }] },
      },
    });
    expect(spec).not.toHaveProperty(['template', 'spec', not]);
  });

  test.each([
    [{}, []],
    [{ fsGroup: 1000 }, []],
    [{ runAsUser: 0, fsGroup: 1000 }, []],
    [{ runAsUser: 1000 }, ['leave out runAsUser, or let user 1000 or group 1000 write to /srv/kbs on the node']],
    [
      { runAsUser: 1000, fsGroup: 2000 },
      ['leave out runAsUser, or let user 1000 or group 2000 write to /srv/kbs on the node'],
    ],
  ])('the kubelet gives a directory of the node to nobody: %j', (identity, fixes) => {
    const { upload } = create({ repository: KbsRepository.fromHostPath('/srv/kbs'), ...identity });
    expect(upload.warnings.map(({ fix }) => fix)).toEqual(fixes);
    expect(create(identity).upload.warnings).toEqual([]);
  });

  test.each([
    [KbsDeployment.KUSTOMIZE, 'coco-tenant', 'repository', 2],
    [KbsDeployment.HELM, 'coco-trustee', 'repository', 1],
  ])('%o gives namespace, directory and layout', (deployment, namespace, subPath, files) => {
    const chart = new Chart(Testing.app(), 'kbs');
    new KbsUpload(chart, 'Upload', { ...PROPS, deployment });
    const [secret, job] = Testing.synth(chart);

    expect([secret.metadata.namespace, job.metadata.namespace]).toEqual([namespace, namespace]);
    const [container] = job.spec.template.spec.containers;
    expect(container.volumeMounts[1].subPath).toBe(subPath);
    expect(container.args).toHaveLength(2 * files);
  });

  test('what is said outright overrides the deployment', () => {
    const { spec, metadata } = one('Job', {
      deployment: KbsDeployment.HELM,
      repository: KbsRepository.fromPersistentVolumeClaim({ claimName: 'kbs', subPath: '' }),
      layout: RepositoryLayout.NESTED,
    });

    expect(metadata.namespace).toBe('coco-tenant');
    expect(spec).toMatchObject({
      template: {
        spec: {
          containers: [
            {
              args: ['/upload/resources/default/containers/auth', 'default/containers/auth'],
              volumeMounts: [{}, { name: 'repository', mountPath: '/repository' }],
            },
          ],
        },
      },
    });
    expect(JSON.stringify(spec)).not.toContain('subPath');
  });

  test('the operator: Secrets, no Job, and what to add to the KbsConfig', () => {
    const { upload, manifests } = create({ deployment: KbsDeployment.OPERATOR, repository: undefined });

    expect(manifests.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['Secret', 'containers']]);
    expect(manifests[0]?.data).toEqual({ auth: expect.any(String) });
    expect(upload.job).toBeUndefined();
    expect(upload.kbsConfigPatch).toEqual({ spec: { kbsSecretResources: ['containers'] } });
  });
});
