import { checkSources } from '../../src/check/check-sources';

const severity = (hook: string) => {
  const text = `apiVersion: batch/v1
kind: Job
metadata: { name: web, annotations: { helm.sh/hook: "${hook}" } }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: web, image: busybox }] } } }
`;
  return checkSources([{ file: 'a.yaml', text }]).findings.flatMap(({ rule, severity: found }) =>
    rule === 'helm-hook' ? [found] : [],
  );
};

test.each([
  ['pre-install,post-upgrade', 'info'],
  ['post-install, test', 'warning'],
  ['pre-delete', 'warning'],
])('%s is told as %s', (hook, expected) => {
  expect(severity(hook)).toEqual([expected]);
});
