import { join } from 'node:path';
import { describePrerequisite } from '../../../src/check/prerequisites';
import { temporaryDirectory } from '../../temporary-directory';
import { ControlPlane, STARTING_MS } from './control-plane';
import { writeOutput } from './output';
import { prepare } from './prerequisites';

const temporary = temporaryDirectory();

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };

function configuration(namespace: string, rest: string): string {
  return `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  namespace: ${namespace}
  repository: { persistentVolumeClaim: kbs-repository }
  upload: { runAsUser: 65532, fsGroup: 65532 }
credentials:
  - { registry: registry.example/team, username: robot, password: battery staple }
${rest}`;
}

/** Writes what a configuration comes to into a directory. */
function output(name: string, text: string) {
  return writeOutput(temporary, name, temporary.write('coco.yaml', text));
}

const apply = (directory: string, ...more: string[]) =>
  controlPlane.tryKubectl(['apply', '--filename', directory, ...more]);

async function namesOf(kinds: string, namespace: string): Promise<string[]> {
  const names = await controlPlane.kubectl(['get', kinds, '--namespace', namespace, '--output=name']);
  return names.trim().split('\n').sort();
}

describe('after a change', () => {
  const workloads = (tag: string, more = '') =>
    `workloads: [{ name: web, namespace: change, image: registry.example/team/web:1, command: [run, "${tag}"]${more} }]\n`;

  test('a Pod takes kubectl replace --force, and nothing less', async () => {
    const first = output('pod-1', configuration('change', workloads('a')));
    await prepare(controlPlane, first.objects);
    expect(await apply(first.directory)).toMatchObject({ status: 0 });
    const second = output('pod-2', configuration('change', workloads('b')));
    const refused = await apply(second.directory);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('pod updates may not change fields other than');
    const file = join(second.directory, '30-workloads-change.k8s.yaml');
    await controlPlane.kubectl(['replace', '--force', '--filename', file]);
    const command = ['get', 'pod', 'web', '--namespace=change', '--output=jsonpath={.spec.containers[0].command[1]}'];
    expect(await controlPlane.kubectl(command)).toBe('b');
  });

  test('a changed annotation of a Pod is taken, and the Pod goes on as it was', async () => {
    const uid = () =>
      controlPlane.kubectl(['get', 'pod', 'web', '--namespace=change', '--output=jsonpath={.metadata.uid}']);
    const before = await uid();
    const other = configuration('change', workloads('b')).replace('172.18.0.3', '172.18.0.4');
    expect(await apply(output('pod-3', other).directory)).toMatchObject({ status: 0 });
    expect(await uid()).toBe(before);
  });

  test('a workload Job is refused, unless its name has a fingerprint', async () => {
    const job = (tag: string, suffix = '') => configuration('change', workloads(tag, `, kind: Job${suffix}`));
    expect(await apply(output('job-1', job('a')).directory)).toMatchObject({ status: 0 });
    expect((await apply(output('job-2', job('b')).directory)).stderr).toContain('field is immutable');
    const before = await namesOf('jobs', 'change');
    for (const tag of ['a', 'b', 'b']) {
      const { directory } = output(`job-${tag}-named`, job(tag, ', nameSuffix: fingerprint'));
      expect(await apply(directory)).toMatchObject({ status: 0, stderr: '' });
    }
    const made = (await namesOf('jobs', 'change')).filter((name) => !before.includes(name));
    expect(made.map((name) => name.replace(/[0-9a-f]{10}$/, ''))).toEqual(['job.batch/web-', 'job.batch/web-']);
  });
});

test('namespaces: create makes them, and what else is needed is known', async () => {
  const workloads = 'workloads: [{ name: web, namespace: made-shop, image: registry.example/team/web:1 }]\n';
  const { directory, needed } = output(
    'made',
    configuration('made-kbs', `project: made\nnamespaces: create\n${workloads}`),
  );
  expect(needed.map(describePrerequisite)).toEqual([
    'namespace made-kbs',
    'claim made-kbs/kbs-repository',
    'RuntimeClass kata-qemu-snp',
  ]);
  await controlPlane.createNamespace('made-kbs');
  await prepare(controlPlane, [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { runtimeClassName: 'kata-qemu-snp' } },
  ]);
  // The service account of a new namespace takes a moment, without which no Pod can be made: hence GitOps' and our retry.
  await apply(directory);
  await controlPlane.kubectl([
    'wait',
    '--for=create',
    'serviceaccount/default',
    '--namespace=made-shop',
    '--timeout=30s',
  ]);
  expect(await apply(directory)).toMatchObject({ status: 0, stderr: '' });

  // What nothing is in any more goes, when it is pruned, and the KBS's stays.
  const less = output('less', configuration('made-kbs', 'project: made\nnamespaces: create\n'));
  const pruned = await apply(less.directory, '--prune', '--selector=app.kubernetes.io/part-of=made');
  expect(pruned.stdout).toContain('namespace/made-shop pruned\n');
  expect(pruned.stdout).not.toContain('namespace/made-kbs');
});

test('two projects in the same namespaces keep to their own, and one prunes its own only', async () => {
  const project = (name: string, workload: string) =>
    configuration(
      'both',
      `project: ${name}\nworkloads: [{ name: ${workload}, namespace: both, kind: Deployment, image: registry.example/team/web:1 }]\n`,
    );
  const one = output('one', project('one', 'web-one'));
  await prepare(controlPlane, one.objects);
  expect(await apply(one.directory)).toMatchObject({ status: 0 });
  const before = await namesOf('secrets,jobs,deployments', 'both');
  expect(await apply(output('two', project('two', 'web-two')).directory)).toMatchObject({ status: 0 });
  const both = await namesOf('secrets,jobs,deployments', 'both');
  expect(both).toEqual(expect.arrayContaining(before));
  expect(both).toHaveLength(before.length * 2);

  const less = output('one-less', project('one', 'web-new'));
  const pruned = await apply(less.directory, '--prune', '--selector=app.kubernetes.io/part-of=one');
  expect(pruned.status).toBe(0);
  const after = await namesOf('deployments', 'both');
  expect(after).toEqual(['deployment.apps/web-new', 'deployment.apps/web-two']);
});

test('the configuration of the guide passes the Pod Security Standard restricted, upload and workloads both', async () => {
  const workload = (name: string, rest: string) =>
    `  - { name: ${name}, namespace: tight, image: "registry.example/team/web:1"${rest} }\n`;
  const compliant = `, securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, seccompProfile: { type: RuntimeDefault } },
      containerSecurityContext: { capabilities: { drop: [ALL] } }`;
  await controlPlane.createNamespace('tight', RESTRICTED);
  const { directory, objects } = output('tight', configuration('tight', `workloads:\n${workload('good', compliant)}`));
  await prepare(controlPlane, objects);
  expect(await apply(directory)).toMatchObject({ status: 0, stderr: '' });
  await controlPlane.kubectl([
    'wait',
    '--for=condition=complete',
    'job',
    '--all',
    '--namespace=tight',
    '--timeout=60s',
  ]);
  const bad = output('loose', configuration('tight', `workloads:\n${workload('bad', '')}`));
  expect((await apply(bad.directory)).stderr).toContain('violates PodSecurity "restricted');
});
