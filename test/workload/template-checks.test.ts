import type { JsonObject } from '../../src/input/json';
import { misplacedAnnotations, takesIdsFromImage } from '../../src/workload/template-checks';

const deployment = (annotations: JsonObject, onTemplate: JsonObject = {}) => ({
  object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', annotations } },
  template: { metadata: { annotations: onTemplate } },
});
const misplaced = ({ object, template }: { object: JsonObject; template: JsonObject }) =>
  misplacedAnnotations(object, template).map(({ what }) => what);

const KERNEL = 'io.katacontainers.config.hypervisor.kernel_params';
const HANDLER = 'io.containerd.cri.runtime-handler';

test('annotations for the guest do nothing on a controller', () => {
  const found = [
    `annotation ${HANDLER} stands on the Deployment itself`,
    `annotation ${KERNEL} stands on the Deployment itself`,
  ];
  const annotations = { [HANDLER]: 'kata-qemu-snp', [KERNEL]: 'agent.log=debug', 'example.com/owner': 'x' };
  expect(misplaced(deployment(annotations))).toEqual(found);
  expect(misplaced(deployment(annotations, { [HANDLER]: 'kata-qemu-snp', [KERNEL]: 'other' }))).toEqual(found.slice(1));
  expect(misplaced(deployment(annotations, annotations))).toEqual([]);
  expect(misplacedAnnotations({ kind: 'Pod', metadata: { annotations } }, {})).toEqual([]);
});

test('nor do they on the Job template of a CronJob', () => {
  const spec = { jobTemplate: { metadata: { annotations: { [KERNEL]: 'agent.log=debug' } } } };
  expect(misplacedAnnotations({ kind: 'CronJob', metadata: {}, spec }, {})).toMatchObject([
    {
      what: `annotation ${KERNEL} stands on the jobTemplate itself`,
      field: expect.arrayContaining(['jobTemplate', KERNEL]),
    },
  ]);
});

test.each([
  [{ containers: [{ name: 'a' }] }, true],
  [{ securityContext: { runAsUser: 1000, runAsGroup: 1000 }, containers: [{ name: 'a' }] }, false],
  [{ securityContext: { runAsUser: 1000 }, containers: [{ name: 'a' }] }, true],
  [{ securityContext: { runAsUser: 0 }, containers: [{ name: 'a', securityContext: { runAsGroup: 0 } }] }, false],
  [
    {
      securityContext: null,
      containers: [{ name: 'a', securityContext: { runAsUser: 1, runAsGroup: 1 } }, { name: 'b' }],
    },
    true,
  ],
  [{}, false],
])('%j takes its user or group from the image: %s', (spec, takes) => {
  expect(takesIdsFromImage(spec)).toBe(takes);
});
