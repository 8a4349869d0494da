import { type ApiObject, Testing } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { workloadObject } from '../../src/app/workload-object';
import { type WorkloadConfig, type WorkloadKind, workloadSchema } from '../../src/config/schema/workload';
import { GuestConfig } from '../../src/guest/guest-config';
import { RuntimeClass } from '../../src/guest/runtime-class';
import type { JsonObject } from '../../src/input/json';
import { makeConfidential } from '../../src/workload/make-confidential';
import { temporaryDirectory } from '../temporary-directory';
import { synthesized } from './synthesized';

const CONSTRUCTS: Readonly<Record<WorkloadKind, new (scope: Construct, id: string, props: JsonObject) => ApiObject>> = {
  Pod: k8s.KubePod,
  Deployment: k8s.KubeDeployment,
  StatefulSet: k8s.KubeStatefulSet,
  DaemonSet: k8s.KubeDaemonSet,
  Job: k8s.KubeJob,
  CronJob: k8s.KubeCronJob,
};

const WORKLOAD = {
  name: 'web',
  image: 'registry.example/team/web:1',
  env: [{ name: 'MODE', value: 'on' }],
  labels: { team: 'a' },
  annotations: { 'io.katacontainers.config.hypervisor.default_memory': '4096' },
  spec: { terminationGracePeriodSeconds: 5, volumes: [{ name: 'tmp', emptyDir: {} }] },
};
const FILE = {
  runtimeClass: 'kata-qemu-snp',
  kbs: { address: 'http://kbs.example:8080', repository: { persistentVolumeClaim: 'kbs-repository' } },
  credentials: [{ registry: 'registry.example', username: 'user', password: 'a-password' }],
};

const files = temporaryDirectory();

function ofFile(workload: object) {
  const file = files.write('coco.yaml', JSON.stringify({ ...FILE, workloads: [workload] }));
  return synthesized(file).files['30-workloads-default']?.[0];
}

function ofLibrary(kind: WorkloadKind, workload: object): JsonObject {
  const object = workloadObject(workloadSchema({}).parse(workload) as WorkloadConfig);
  const construct = new CONSTRUCTS[kind](Testing.chart(), 'It', object);
  const guest = GuestConfig.of('auto', { kbs: FILE.kbs.address, authFile: 'default/containers/auth' });
  makeConfidential(construct, { runtimeClass: RuntimeClass.of(FILE.runtimeClass), guest, pullSecret: 'cococred' });
  return construct.toJson();
}

test.each([
  { kind: 'Pod' },
  { kind: 'Deployment', replicas: 2 },
  { kind: 'StatefulSet' },
  { kind: 'DaemonSet' },
  { kind: 'Job' },
  { kind: 'CronJob', schedule: '0 3 * * *' },
] as const)('a $kind of coco.yaml is what the library makes of a typed construct', ({ kind, ...own }) => {
  const workload = { ...WORKLOAD, kind, ...own };
  expect(ofFile(workload)).toEqual(ofLibrary(kind, workload));
});

test.each([
  ['a field newer than Kubernetes 1.28', { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } }],
  [
    'a quantity that is a text, as YAML has it',
    { containers: [{ name: 'main', resources: { limits: { cpu: '1' } } }] },
  ],
])('%s stays, where the typed constructs of cdk8s-plus-28 lose it', (_, spec) => {
  const workload = { ...WORKLOAD, kind: 'Pod', spec };
  expect(ofFile(workload)?.spec).toMatchObject(spec);
  expect(ofLibrary('Pod', workload).spec).not.toMatchObject(spec);
});
