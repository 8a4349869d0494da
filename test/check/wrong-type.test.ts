import { checkSources } from '../../src/check/check-sources';
import { describeProblem } from '../../src/input/problem';

function tell(spec: string): string[] {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      ${spec}
`;
  const { findings } = checkSources([{ file: 'web.yaml', text }]);
  return findings.filter(({ rule }) => rule === 'wrong-type').map(describeProblem);
}

test('the field is named with its line, and its value is not', () => {
  const [told, ...others] = tell('containers: [{ name: web, env: [{ name: PASSWORD, value: 48151623 }] }]');
  expect(others).toEqual([]);
  expect(told).toMatch(
    /^web\.yaml:7: Deployment default\/web: "containers\[0\]\.env\[0\]\.value" is a number, where Kubernetes takes a text: /,
  );
  expect(told).toMatch(/; write the value in quotes$/);
  expect(told).not.toContain('4815');
});

test('what kubectl reads counts, not what it looks like', () => {
  const volume = (mode: string) => `volumes: [{ name: a, secret: { secretName: a, defaultMode: ${mode} } }]`;
  for (const mode of ['0644', '0o644', '420', '0x1A4', '4_20', '420.0', '4.2e2'])
    expect(tell(volume(mode))).toEqual([]);
  for (const mode of ['"0644"', '420.5', 'rw']) expect(tell(volume(mode))).toHaveLength(1);
});

test('what is yet to be filled in is left alone', () => {
  expect(tell('terminationGracePeriodSeconds: ${SECONDS}')).toEqual([]);
  expect(tell('terminationGracePeriodSeconds: "{{ .Values.seconds }}"')).toEqual([]);
});

test('of an object with many, the first ones are told', () => {
  expect(tell(`imagePullSecrets: [${'a, '.repeat(1000)}]`)).toHaveLength(20);
});
