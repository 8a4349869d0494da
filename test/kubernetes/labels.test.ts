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
  const labels = recommendedLabels('workload', 'web', `${'a'.repeat(62)}.b`);
  expect(labels['app.kubernetes.io/name']).toBe('a'.repeat(62));
});

test('two long instances that begin alike have different labels', () => {
  const [one = '', other = ''] = [`${'a'.repeat(51)}.aaaaaaaaaaaaaaaa`, `${'a'.repeat(51)}.aaaaaaaaaaaaaaab`].map(
    (name) => recommendedLabels('workload', name)['app.kubernetes.io/instance'],
  );
  expect(one).toMatch(/^a{51}-[0-9a-f]{10}$/);
  expect(other).toMatch(/^a{51}-[0-9a-f]{10}$/);
  expect(one).not.toBe(other);
});
