import { recommendedLabels } from '../../src/kubernetes/labels';

test('an object has the recommended labels', () => {
  expect(recommendedLabels('pull-secret', 'cococred')).toEqual({
    'app.kubernetes.io/name': 'cdk8s-coco',
    'app.kubernetes.io/instance': 'cococred',
    'app.kubernetes.io/component': 'pull-secret',
    'app.kubernetes.io/part-of': 'confidential-containers',
    'app.kubernetes.io/managed-by': 'cdk8s-coco',
  });
});

test('a long name is cut to what a label value may hold', () => {
  const labels = recommendedLabels('workload', `${'a'.repeat(62)}.b`, 'web');
  expect(labels['app.kubernetes.io/instance']).toBe('a'.repeat(62));
  expect(labels['app.kubernetes.io/name']).toBe('web');
});
