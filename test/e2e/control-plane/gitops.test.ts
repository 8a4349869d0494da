import { join } from 'node:path';
import { temporaryDirectory } from '../../temporary-directory';
import { BUILDING_MS, goCommands } from '../go';
import { ControlPlane, STARTING_MS } from './control-plane';
import { writeOutput } from './output';
import { prepare } from './prerequisites';

const temporary = temporaryDirectory();

let controlPlane: ControlPlane;
let flux: string;
let argoCd: string;
beforeAll(
  async () => {
    flux = join(goCommands(join(__dirname, '../flux'), '.'), 'flux');
    argoCd = join(goCommands(join(__dirname, '../argo-cd'), '.'), 'argo-cd');
    controlPlane = await ControlPlane.start();
  },
  STARTING_MS + 2 * BUILDING_MS,
);
afterAll(() => controlPlane?.stop());

interface Made {
  readonly directory: string;
  /** Name of the upload's Job. */
  readonly job: string;
}

/** Writes what a configuration comes to into a directory, and makes what it needs in the cluster. */
async function output(
  name: string,
  namespace: string,
  { password = 'correct horse', upload = '' } = {},
): Promise<Made> {
  const file = temporary.write(
    `${name}.yaml`,
    `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  namespace: ${namespace}
  repository: { persistentVolumeClaim: kbs-repository }
${upload}credentials: [{ registry: registry.example/team, username: robot, password: ${password} }]
workloads: [{ name: web, namespace: ${namespace}, kind: Deployment, image: registry.example/team/web:1 }]
`,
  );
  const { directory, objects } = writeOutput(temporary, name, file);
  await prepare(controlPlane, objects);
  const job = objects.find(({ kind }) => kind === 'Job')?.metadata.name ?? '';
  return { directory, job };
}

/** What a GitOps tool said of what it did. */
async function said<T>(command: string, ...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await controlPlane.tryCommand(command, args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

const job = (verb: string, name: string, namespace: string, ...more: string[]) =>
  controlPlane.kubectl([verb, 'job', name, '--namespace', namespace, ...more]);

const uidOf = (name: string, namespace: string) => job('get', name, namespace, '--output=jsonpath={.metadata.uid}');

describe('Flux', () => {
  const namespace = 'flux-coco';
  const reconcile = (now: Made, before?: Made) =>
    said<Record<string, string>>(flux, now.directory, ...(before ? [before.directory] : []));
  const named = (...entries: [string, string][]) =>
    Object.fromEntries(entries.map(([name, action]) => [name.replace('/', `/${namespace}/`), action]));
  const rest = (action: string): [string, string][] => [
    ['Secret/cococred', action],
    ['Secret/kbs-upload', action],
    ['Deployment/web', action],
  ];

  test('makes everything once, and then finds nothing to do', async () => {
    const made = await output('flux-1', namespace);
    expect(await reconcile(made)).toEqual(named(...rest('created'), [`Job/${made.job}`, 'created']));
    expect(await reconcile(made)).toEqual(named(...rest('unchanged'), [`Job/${made.job}`, 'unchanged']));
  });

  test('makes a Job anew that its time to live has deleted', async () => {
    const made = await output('flux-2', namespace);
    await job('delete', made.job, namespace);
    expect(await reconcile(made)).toEqual(named(...rest('unchanged'), [`Job/${made.job}`, 'created']));
  });

  test('with prune the way back to an earlier credential uploads again', async () => {
    const earlier = await output('flux-3', namespace);
    const later = await output('flux-4', namespace, { password: 'battery staple' });
    const changed: [string, string][] = [
      ['Secret/cococred', 'configured'],
      ['Secret/kbs-upload', 'configured'],
      ['Deployment/web', 'unchanged'],
    ];
    for (const [now, before] of [
      [later, earlier],
      [earlier, later],
    ] as const) {
      const jobs: [string, string][] = [
        [`Job/${now.job}`, 'created'],
        [`Job/${before.job}`, 'deleted'],
      ];
      expect(await reconcile(now, before)).toEqual(named(...changed, ...jobs));
      await controlPlane.kubectl(['wait', '--for=delete', `job/${before.job}`, '--namespace', namespace]);
    }
  });
});

describe('Argo CD', () => {
  const namespace = 'argo-coco';
  interface Report {
    readonly outOfSync: readonly string[];
    readonly phase?: string;
    readonly results?: Readonly<Record<string, string>>;
  }
  const status = (made: Made) => said<Report>(argoCd, 'status', made.directory);
  const synchronize = (made: Made) => said<Report>(argoCd, 'sync', made.directory);
  const named = (...names: string[]) => names.map((name) => name.replace('/', `/${namespace}/`));

  test('runs the upload at each synchronisation, after everything else is as it should be', async () => {
    const made = await output('argo-1', namespace);
    const first = await synchronize(made);
    expect(first.outOfSync.toSorted()).toEqual(named('Deployment/web', 'Secret/cococred', 'Secret/kbs-upload'));
    expect(first).toMatchObject({ phase: 'Succeeded' });
    const [hook = ''] = named(`Job/${made.job}`);
    expect(first.results?.[hook]).toBe('Sync hook Succeeded');
    const uid = await uidOf(made.job, namespace);

    const second = await synchronize(made);
    expect(second).toMatchObject({ outOfSync: [], phase: 'Succeeded' });
    expect(second.results?.[hook]).toBe('Sync hook Succeeded');
    expect(await uidOf(made.job, namespace)).not.toBe(uid);
  });

  test('does not miss a Job that its time to live has deleted, as it would miss one that is no hook', async () => {
    const made = await output('argo-2', namespace);
    await job('delete', made.job, namespace);
    expect(await status(made)).toEqual({ outOfSync: [] });

    const kept = await output('argo-3', namespace, { upload: '  upload: { ttlSecondsAfterFinished: never }\n' });
    await synchronize(kept);
    expect(await status(kept)).toEqual({ outOfSync: [] });
    await job('delete', kept.job, namespace);
    expect(await status(kept)).toEqual({ outOfSync: named(`Job/${kept.job}`) });
  });

  test('is out of sync for a changed credential, and not for a changed upload alone', async () => {
    await synchronize(await output('argo-4', namespace));
    const later = await output('argo-5', namespace, { password: 'battery staple' });
    expect((await status(later)).outOfSync.toSorted()).toEqual(named('Secret/cococred', 'Secret/kbs-upload'));
    const [hook = ''] = named(`Job/${later.job}`);
    expect((await synchronize(later)).results?.[hook]).toBe('Sync hook Succeeded');

    const elsewhere = await output('argo-6', namespace, {
      password: 'battery staple',
      upload: '  upload: { runAsUser: 65532, fsGroup: 65532 }\n',
    });
    expect(elsewhere.job).not.toBe(later.job);
    expect(await status(elsewhere)).toEqual({ outOfSync: [] });
  });
});

describe("Helm's hooks", () => {
  const hookJob = (name: string, namespace: string, hook: string) =>
    JSON.stringify({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace, annotations: { 'helm.sh/hook': hook } },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } } },
    });
  const hooks = (name: string, namespace: string) => {
    temporary.write(
      `${name}/hooks.yaml`,
      `${hookJob('before', namespace, 'pre-install')}\n---\n${hookJob('trial', namespace, 'test')}\n`,
    );
    return join(temporary.directory, name);
  };

  test('are objects like others for kubectl and Flux', async () => {
    await controlPlane.createNamespace('hooks-all');
    const made = hooks('hooks-all', 'hooks-all');
    expect(await said(flux, made)).toEqual({ 'Job/hooks-all/before': 'created', 'Job/hooks-all/trial': 'created' });
    expect(await controlPlane.kubectl(['delete', '--filename', made])).toContain('"trial" deleted');
    expect(await controlPlane.kubectl(['apply', '--filename', made])).toContain('job.batch/trial created');
  });

  test('are run by Argo CD, but for tests', async () => {
    await controlPlane.createNamespace('hooks-argo');
    expect(await said(argoCd, 'sync', hooks('hooks-argo', 'hooks-argo'))).toMatchObject({
      phase: 'Succeeded',
      results: { 'Job/hooks-argo/before': 'PreSync hook Succeeded' },
    });
    const jobs = await controlPlane.kubectl(['get', 'jobs', '--namespace=hooks-argo', '--output=name']);
    expect(jobs.trim()).toBe('job.batch/before');
  });
});
