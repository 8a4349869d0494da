import { checkSources } from '../../src/check/check-sources';
import { describeProblem } from '../../src/input/problem';

function tell(apiVersion: string, kind: string): string[] {
  const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\n`;
  const { findings } = checkSources([{ file: 'web.yaml', text }]);
  return findings.filter(({ rule }) => rule === 'unknown-kind').map(describeProblem);
}

test.each([
  ['apps/v1', 'deployment', 2, 'write apiVersion: apps/v1 and kind: Deployment'],
  ['apps/v1', 'StatefulSets', 2, 'write apiVersion: apps/v1 and kind: StatefulSet'],
  ['v1', 'Deployment', 1, 'write apiVersion: apps/v1 and kind: Deployment'],
  ['extensions/v1beta1', 'DaemonSet', 1, 'write apiVersion: apps/v1 and kind: DaemonSet'],
  ['apps/v1', 'Pod', 1, 'write apiVersion: v1 and kind: Pod'],
])('%s %s is no workload, although it is meant to be one', (apiVersion, kind, line, fix) => {
  const [told = '', ...others] = tell(apiVersion, kind);
  expect(others).toEqual([]);
  expect(told).toContain(`web.yaml:${line}: `);
  expect(told).toMatch(/they are not made confidential; write /);
  expect(told.endsWith(fix)).toBe(true);
});

test('of a version that is gone the Pods are looked at all the same', () => {
  const [told = ''] = tell('batch/v1beta1', 'CronJob');
  expect(told).toContain('Kubernetes has no kind "CronJob" in "batch/v1beta1"');
  expect(told).not.toContain('made confidential');
});

test.each([
  ['apps/v1', 'Deployment'],
  ['batch.volcano.sh/v1alpha1', 'Job'],
  ['serving.knative.dev/v1', 'Service'],
  ['v1', 'ConfigMap'],
])('%s %s is what it says', (apiVersion, kind) => {
  expect(tell(apiVersion, kind)).toEqual([]);
});
