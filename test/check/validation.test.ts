import { type Validation, ValidationContext } from '../../node_modules/cdk8s-cli/lib/plugins/validation';
import { CocoValidation, type CocoValidationProps } from '../../src/check/validation';
import { temporaryDirectory } from '../temporary-directory';

const { write } = temporaryDirectory();
const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, annotations: { io.containerd.cri.runtime-handler: kata } }
spec:
  runtimeClassName: kata-qemu-snp
  containers: [{ name: a, image: "registry.example/a:1", imagePullPolicy: IfNotPresent }]
`;
const manifest = write('shop.k8s.yaml', `${pod('web')}---\n${pod('api')}`);

async function reportOf(props?: CocoValidationProps, file = manifest) {
  const plugin: Validation = new CocoValidation(props);
  const context = new ValidationContext([file], 'cdk8s-coco', '0.1.0', { web: { path: 'shop/Web' } });
  await plugin.validate(context);
  return context.report;
}

test('fills the report of cdk8s-cli: each violation once, with all resources', async () => {
  const report = await reportOf();
  expect(report.success).toBe(false);
  const resource = { locations: ['line 3'], manifestPath: manifest };
  expect(report.toJson().violations).toEqual([
    {
      ruleName: 'runtime-handler',
      recommendation: expect.stringContaining('is "kata", and the runtime class "kata-qemu-snp": containerd picks'),
      fix: 'write io.containerd.cri.runtime-handler: kata-qemu-snp',
      violatingConstructs: [
        { ...resource, resourceName: 'web', constructPath: 'shop/Web' },
        { ...resource, resourceName: 'api', constructPath: undefined, locations: ['line 10'] },
      ],
    },
  ]);
});

test.each([
  ['warning', ['image-pull-policy', 'runtime-handler']],
  ['info', ['image-by-tag', 'image-pull-policy', 'runtime-handler']],
] as const)('severity %s', async (severity, rules) => {
  const names = (await reportOf({ severity })).toJson().violations.map(({ ruleName }) => ruleName);
  expect([...new Set(names)].sort()).toEqual(rules);
});

test('passes what is fine, and refuses a severity that there is not', async () => {
  const fine = write('fine.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n');
  expect((await reportOf({}, fine)).success).toBe(true);
  expect(() => new CocoValidation({ severity: 'fatal' as 'error' })).toThrow('write error, warning, info');
});
