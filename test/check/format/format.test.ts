import { checkSources } from '../../../src/check/check-sources';
import { FORMATS } from '../../../src/check/format';
import { RULES } from '../../../src/check/rules';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations: { io.containerd.cri.runtime-handler: kata }
spec:
  runtimeClassName: kata-qemu-snp
  containers:
    - { name: a, image: registry.example/a:1, imagePullPolicy: IfNotPresent }
`;
const report = checkSources([
  { file: 'a b/web,1:2.yaml', text: POD },
  { file: 'fine.yaml', text: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n' },
  { file: 'chart.yaml', text: 'apiVersion: v1\nkind: Pod\n{{ if .Values.a }}\na: b\n{{ end }}\n' },
]);
const format = (name: string, threshold: 'error' | 'warning' = 'error') =>
  FORMATS[name]?.(report, { version: '1.2.3', threshold }) ?? '';

test('the report has the findings by file and line', () => {
  expect(report.files).toEqual(['a b/web,1:2.yaml', 'fine.yaml']);
  expect(report.findings.map(({ rule, severity, places }) => [rule, severity, places.at(-1)?.line])).toEqual([
    ['runtime-handler', 'error', 5],
    ['image-by-tag', 'info', 9],
    ['image-pull-policy', 'warning', 9],
    ['unrendered-template', 'info', undefined],
  ]);
  expect(report.isIncomplete).toBe(false);
});

test('text groups them by file', () => {
  const lines = format('text').split('\n');
  expect(lines[0]).toBe('a b/web,1:2.yaml');
  expect(lines[1]).toMatch(
    /^ {4}5 {2}error {4}Pod default\/web: the annotation .* is "kata", and .*: .*; .* {2}\[runtime-handler\]$/,
  );
  expect(lines).toContain('chart.yaml');
  expect(format('text')).toMatch(/\n\n1 error, 1 warning, 2 info in 2 files with manifests\n$/);
});

test('json has all members of each', () => {
  const { files, findings } = JSON.parse(format('json'));
  expect(files).toEqual(report.files);
  expect(findings[2]).toEqual({
    rule: 'image-pull-policy',
    severity: 'warning',
    file: 'a b/web,1:2.yaml',
    line: 9,
    subject: 'Pod default/web',
    what: expect.stringContaining('IfNotPresent'),
    why: expect.any(String),
    fix: 'write imagePullPolicy: Always',
  });
});

test('github escapes what separates properties', () => {
  const [first, , third, fourth] = format('github').split('\n');
  expect(first).toMatch(/^::error file=a b\/web%2C1%3A2\.yaml,line=5,title=runtime-handler::Pod default\/web: the /);
  expect(third).toMatch(/^::warning /);
  expect(fourth).toMatch(/^::notice file=chart\.yaml,title=unrendered-template::/);
});

test('sarif names each rule, and places by URI', () => {
  const { version, runs } = JSON.parse(format('sarif'));
  const [{ tool, results }] = runs;
  expect(version).toBe('2.1.0');
  expect(tool.driver).toMatchObject({ name: 'cdk8s-coco', semanticVersion: '1.2.3' });
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(RULES.map(({ name }) => name));
  expect(tool.driver.rules[results[0].ruleIndex].id).toBe('runtime-handler');
  expect(results[0]).toMatchObject({
    ruleId: 'runtime-handler',
    level: 'error',
    locations: [
      { physicalLocation: { artifactLocation: { uri: 'a%20b/web%2C1%3A2.yaml' }, region: { startLine: 5 } } },
    ],
  });
  expect(results[3]).toMatchObject({ ruleId: 'unrendered-template', level: 'note' });
  expect(results[3]).not.toHaveProperty('ruleIndex');
});

test('junit has a suite for each file, and fails from the threshold on', () => {
  const suites = (text: string) => [...text.matchAll(/<testsuite (.*)>/g)].map(([, attributes]) => attributes);
  expect(suites(format('junit'))).toEqual([
    'name="a b/web,1:2.yaml" tests="3" failures="1"',
    'name="fine.yaml" tests="1" failures="0"',
    'name="chart.yaml" tests="1" failures="0"',
  ]);
  expect(suites(format('junit', 'warning'))[0]).toContain('failures="2"');
  expect(format('junit')).toContain('image &#34;registry.example/a:1&#34; has no digest');
});
