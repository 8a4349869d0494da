import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';
import type { KbsUploadProps } from '../../../src/kbs/upload/kbs-upload-props';
import { labels, one, type POD_SPEC } from './upload-fixture';

describe('options', () => {
  function pod(props: Partial<KbsUploadProps>) {
    const { spec } = one('Job', props) as unknown as {
      spec: { template: { metadata: object; spec: typeof POD_SPEC } };
    };
    return spec.template;
  }

  test('another user, with and without a group for the volumes', () => {
    expect(pod({ runAsUser: 1000 }).spec).toMatchObject({
      securityContext: { runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true },
      volumes: [{ projected: { defaultMode: 0o444 } }, {}],
    });
    expect(pod({ runAsUser: 1000, fsGroup: 2000 }).spec).toMatchObject({
      securityContext: { runAsUser: 1000, runAsGroup: 2000, fsGroup: 2000, fsGroupChangePolicy: 'OnRootMismatch' },
      volumes: [{ projected: { defaultMode: 0o440 } }, {}],
    });
    expect(pod({ runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 }).spec.securityContext.runAsGroup).toBe(3000);
  });

  test.each([
    [{}, '0600', '0077'],
    [{ runAsUser: 1000 }, '0644', '0022'],
    [{ fileMode: '640' }, '0640', '0027'],
    [{ fileMode: '0604' }, '0604', '0072'],
  ])('files and directories of %o', (props, fileMode, umask) => {
    expect(pod(props).spec.containers[0]?.env.slice(1)).toEqual([
      { name: 'FILE_MODE', value: fileMode },
      { name: 'DIRECTORY_UMASK', value: umask },
    ]);
  });

  test.each([
    [{}, 65532, 65532, 65532],
    [{ runAsUser: 1000 }, 1000, 1000, 1000],
    [{ runAsUser: 1000, fsGroup: 2000 }, 1000, 2000, 2000],
    [{ runAsGroup: 3000 }, 65532, 3000, 65532],
  ])('whom an upload to the admin API runs as: %o', (identity, runAsUser, runAsGroup, fsGroup) => {
    const repository = KbsRepository.adminApi({ url: 'https://kbs:8080', tokenSecret: { name: 'a', key: 't' } });
    expect(pod({ ...identity, repository }).spec.securityContext).toMatchObject({ runAsUser, runAsGroup, fsGroup });
  });

  test('the nodes of its options, and of the directory that it writes to', () => {
    const nodeSelector = { host: 'a', zone: 'a' };
    const repository = KbsRepository.fromHostPath('/srv/kbs', { nodeSelector });
    expect(pod({ repository, nodeSelector: { zone: 'b' } }).spec).toMatchObject({
      nodeSelector: { host: 'a', zone: 'b' },
    });
  });

  test('where and how it runs', () => {
    const tolerations = [{ key: 'tee', operator: 'Exists' }];
    const { metadata, spec } = pod({
      image: 'mirror.example/busybox@sha256:0',
      imagePullSecrets: ['mirror'],
      priorityClassName: 'high',
      tolerations,
      nodeSelector: { zone: 'a' },
      podLabels: { team: 'a', 'app.kubernetes.io/instance': 'mine' },
      podAnnotations: { note: 'b' },
      kbsPodLabels: { role: 'kbs' },
    });

    expect(metadata).toEqual({ labels: { team: 'a', ...labels('kbs-upload') }, annotations: { note: 'b' } });
    expect(spec).toMatchObject({
      imagePullSecrets: [{ name: 'mirror' }],
      priorityClassName: 'high',
      tolerations,
      nodeSelector: { zone: 'a' },
      containers: [{ image: 'mirror.example/busybox@sha256:0' }],
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { podAffinityTerm: { labelSelector: { matchLabels: { role: 'kbs' } } } },
          ],
        },
      },
    });
  });

  test('the Job’s own metadata and limits', () => {
    const metadata = { name: 'kbs-upload', labels: { a: 'b' }, annotations: { c: 'd' } };

    expect(
      one('Job', { metadata, backoffLimit: 1, activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 5, suspend: true }),
    ).toMatchObject({
      metadata: { labels: { a: 'b', ...labels('kbs-upload') }, annotations: { c: 'd' } },
      spec: { backoffLimit: 1, activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 5, suspend: true },
    });
  });

  test('a NetworkPolicy that lets nothing in or out', () => {
    expect(one('NetworkPolicy', { networkPolicy: true }).spec).toEqual({
      podSelector: { matchLabels: labels('kbs-upload') },
      policyTypes: ['Ingress', 'Egress'],
    });
  });
});
