import { KbsDeployment } from '../../../src/kbs/upload/kbs-deployment';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';

const CLAIM = KbsRepository.fromPersistentVolumeClaim('kbs-repository');
const HOST_PATH = KbsRepository.fromHostPath('/srv/kbs');
const ADMIN_API = KbsRepository.adminApi({ url: 'https://kbs:8080', tokenSecret: { name: 'admin', key: 'token' } });
const OPERATOR_SECRET = KbsRepository.operatorSecret();

test.each([
  [KbsDeployment.KUSTOMIZE, 'coco-tenant', 'both', 'repository'],
  [KbsDeployment.HELM, 'coco-trustee', 'flat', 'repository'],
  [KbsDeployment.OPERATOR, 'trustee-operator-system', 'both', undefined],
])('what follows from %o', (deployment, namespace, layout, claimSubPath) => {
  expect(deployment.namespace).toBe(namespace);
  expect(deployment.layout.name).toBe(layout);
  expect(deployment.claimSubPath).toBe(claimSubPath);
  expect(deployment.kbsPodLabels).toEqual({ app: 'kbs' });
  expect(KbsDeployment.of(deployment.name)).toBe(deployment);
});

test.each([
  ['kustomise', 'kustomize'],
  ['Helm', 'helm'],
  ['compose', 'kustomize, helm, operator, or leave it out and set each value'],
])('%s is unknown and %s suggested', (name, suggestion) => {
  expect(() => KbsDeployment.of(name)).toThrow(
    `KBS deployment "${name}" is unknown: namespace, paths and labels of the KBS follow from it; write ${suggestion}`,
  );
});

test.each([
  [KbsDeployment.KUSTOMIZE, [CLAIM, HOST_PATH, ADMIN_API], [OPERATOR_SECRET]],
  [KbsDeployment.HELM, [CLAIM, HOST_PATH, ADMIN_API], [OPERATOR_SECRET]],
  [KbsDeployment.OPERATOR, [OPERATOR_SECRET, ADMIN_API], [CLAIM, HOST_PATH]],
])('ways into %o', (deployment, open, closed) => {
  expect(open.map((repository) => deployment.repository(repository))).toEqual(open);
  for (const repository of closed) {
    expect(() => deployment.repository(repository)).toThrow(
      `repository ${repository.kind} does not lead into the ${deployment.name} deployment of the KBS (Trustee: `,
    );
  }
});

test('the operator needs no repository', () => {
  expect(KbsDeployment.OPERATOR.repository().kind).toBe('operatorSecret');
});

test.each([
  [KbsDeployment.KUSTOMIZE, 'patch the claim into Deployment kbs (docs/kbs.md, examples/kbs-kustomize)'],
  [KbsDeployment.HELM, 'give the chart the claim as storageBackend.localFs.persistence.kbs'],
])('%o as deployed cannot be reached, and the message says what to do', (deployment, instead) => {
  expect(() => deployment.repository()).toThrow('live inside the KBS Pod, where a Job cannot mount them');
  expect(() => deployment.repository()).toThrow(instead);
});
