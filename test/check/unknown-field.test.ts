import { checkSources } from '../../src/check/check-sources';
import { describeProblem } from '../../src/input/problem';

const tell = (container: string) => {
  const text = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - ${container}
`;
  const { findings } = checkSources([{ file: 'pod.yaml', text }]);
  return findings.filter(({ rule }) => rule === 'unknown-field').map(describeProblem);
};

test('the field is named with its line and the one that is meant', () => {
  const [told] = tell('{ name: web, imagePullPolcy: Always }');
  expect(told).toMatch(
    /^pod\.yaml:6: Pod default\/web: "imagePullPolcy" is no field of Container in Kubernetes 1\.37: /,
  );
  expect(told).toMatch(/; write imagePullPolicy$/);
});

test('what may be a value is not shown', () => {
  const [told] = tell('{ name: web, env: [{ name: PASSWORD, value:hu }] }');
  expect(told).toMatch(/a field is none of EnvVar; its name is not shown/);
  expect(told).not.toMatch(/hu\b/);
});

test('patches of Kustomize, and what is yet to be filled in, are left alone', () => {
  expect(tell('{ name: web, $patch: delete, "${FIELD}": x }')).toEqual([]);
});

test('of an object with many, the first ones are told', () => {
  const fields = Array.from({ length: 1000 }, (_, index) => `field${index}: x`);
  expect(tell(`{ name: web, ${fields.join(', ')} }`)).toHaveLength(20);
});
