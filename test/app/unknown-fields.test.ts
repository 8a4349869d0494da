import { temporaryDirectory } from '../temporary-directory';
import { synthesized } from './synthesized';

const { write } = temporaryDirectory();

const BASE = `runtimeClass: kata-qemu-snp
kbs:
  address: 172.18.0.3:31731
  repository: { persistentVolumeClaim: kbs-repository }
credentials:
  - { registry: registry.example/team, username: team, password: team-secret }
workloads:
  - name: web
    kind: Deployment
    image: registry.example/team/a
    spec:
`;

/** Place and name of each field that is told. */
function unknown(spec: string): string[] {
  const { warnings } = synthesized(write('coco.yaml', BASE + spec));
  return warnings.flatMap((text) => /coco\.yaml:(\d+: \S+: "\w+") is no field/.exec(text)?.[1] ?? []);
}

test('fields of the spec are told at their lines, of the Pod and of the workload alike', () => {
  expect(unknown('      tolerationz: []\n      strategy:\n        rollingUpdate: { maxSurges: 1 }\n')).toEqual([
    '12: workloads[0].spec.tolerationz: "tolerationz"',
    '14: workloads[0].spec.strategy.rollingUpdate.maxSurges: "maxSurges"',
  ]);
});

test('containers are known by their names, in whatever order they stand', () => {
  const spec = `      containers:
        - { name: side, image: busybox }
        - name: main
          stdn: true
`;
  expect(unknown(spec)).toEqual(['15: workloads[0].spec.containers[1].stdn: "stdn"']);
});

test('a manifest is told by its own line', () => {
  const pod = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  hostUser: false
  containers: [{ name: web, image: registry.example/team/b }]
`;
  write('pod.yaml', pod);
  const { warnings } = synthesized(
    write('coco.yaml', `${BASE}      hostUsers: false\nmanifests: [{ path: pod.yaml }]\n`),
  );
  expect(warnings.filter((text) => text.includes('is no field'))).toEqual([
    expect.stringMatching(/pod\.yaml:5: Pod default\/web: "hostUser" is no field of PodSpec .*; write hostUsers$/),
  ]);
});
