import { isClusterScoped } from '../../src/kubernetes/cluster-scope';

test.each([
  ['v1', 'Namespace', true],
  ['v1', 'Pod', false],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', true],
  ['rbac.authorization.k8s.io/v1', 'Role', false],
  ['scheduling.k8s.io/v1', 'PriorityClass', true],
  ['node.k8s.io/v1', 'RuntimeClass', true],
  ['example.org/v1', 'PriorityClass', false],
  ['example.org/v1', 'Namespace', false],
])('%s %s: %s', (apiVersion, kind, expected) => {
  expect(isClusterScoped({ apiVersion, kind })).toBe(expected);
});
