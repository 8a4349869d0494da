import { setTimeout } from 'node:timers/promises';
import { assemble } from '../../../src/app/assemble';
import { readManifest } from '../../../src/kubernetes/manifest-reader';
import { manifestsIn } from '../../manifests-in';
import { temporaryDirectory } from '../../temporary-directory';
import { ControlPlane, STARTING_MS } from './control-plane';
import { type AnyObject, podOf, prepare } from './prerequisites';

const { write } = temporaryDirectory();
const LEVELS = ['restricted', 'baseline', 'privileged'] as const;

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  for (const level of LEVELS) {
    await controlPlane.createNamespace(level, { 'pod-security.kubernetes.io/enforce': level });
  }
}, STARTING_MS);
afterAll(() => controlPlane?.stop());

/** The objects of a configuration: what is common to all, and what is given. */
function objectsOf(kbs: object, workload: object): AnyObject[] {
  const config = {
    runtimeClass: 'kata-qemu-snp',
    kbs: { address: '172.18.0.3:31731', ...kbs },
    credentials: [{ registry: 'registry.example:5000/team', username: 'robot', password: 'battery staple' }],
    workloads: [{ name: 'web', kind: 'Deployment', image: 'registry.example:5000/team/web:1.2', ...workload }],
  };
  const { files } = assemble(write('coco.yaml', JSON.stringify(config)), {});
  return manifestsIn(files).flatMap(({ name, text }) =>
    readManifest(text, name).map(({ object }) => object as unknown as AnyObject),
  );
}

/** The strictest level that lets in the Pods of the object of a kind. */
async function strictest(objects: readonly AnyObject[], kind: string): Promise<string | undefined> {
  await prepare(controlPlane, objects);
  const object = objects.find((candidate) => candidate.kind === kind);
  const pod = { apiVersion: 'v1', kind: 'Pod', ...(object && podOf(object)) };
  for (const level of LEVELS) {
    const input = JSON.stringify({ ...pod, metadata: { name: 'pod', namespace: level } });
    const { status, stderr } = await controlPlane.tryKubectl(['create', '--dry-run=server', '--filename', '-'], input);
    if (status === 0) return level;
    if (!stderr.includes('violates PodSecurity')) throw new Error(stderr);
  }
  return undefined;
}

/** The message of the first event of a reason. */
async function eventOf(namespace: string, reason: string): Promise<string> {
  const argv = ['get', 'events', '--namespace', namespace, `--field-selector=reason=${reason}`, '--output=json'];
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await setTimeout(50)) {
    const [event] = JSON.parse(await controlPlane.kubectl(argv)).items;
    if (event) return event.message;
  }
  throw new Error(`there is no event ${reason}`);
}

const CLAIM = { repository: { persistentVolumeClaim: 'kbs-repository' } };
const HOST_PATH = { repository: { hostPath: '/opt/confidential-containers/kbs/repository' } };
const ADMIN_API = {
  repository: { adminApi: { url: 'https://kbs:8080', tokenSecret: { name: 'token', key: 'token' } } },
};
const USER = { runAsUser: 1000, fsGroup: 1000 };

test.each([
  ['to a claim', CLAIM, 'baseline'],
  ['to a claim, as a user', { ...CLAIM, upload: USER }, 'restricted'],
  ['to a hostPath', HOST_PATH, 'privileged'],
  ['through the admin API', ADMIN_API, 'restricted'],
])('an upload %s', async (_, kbs, level) => {
  expect(await strictest(objectsOf(kbs, {}), 'Job')).toBe(level);
});

test.each([
  ['as it is', {}, 'baseline'],
  [
    'hardened',
    {
      image: undefined,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'main',
          image: 'registry.example:5000/team/web:1.2',
          securityContext: { capabilities: { drop: ['ALL'] } },
        },
      ],
    },
    'restricted',
  ],
])('a workload %s', async (_, workload, level) => {
  expect(await strictest(objectsOf(CLAIM, workload), 'Deployment')).toBe(level);
});

test('a restricted namespace refuses an upload as root only after apply, by an event of its Job', async () => {
  const job = objectsOf(CLAIM, {}).find(({ kind }) => kind === 'Job');
  const { name } = job?.metadata ?? {};
  const restricted = JSON.stringify({ ...job, metadata: { name, namespace: 'restricted' } });
  await controlPlane.kubectl(['apply', '--filename', '-'], restricted);
  expect(await eventOf('restricted', 'FailedCreate')).toContain('violates PodSecurity "restricted');
});
