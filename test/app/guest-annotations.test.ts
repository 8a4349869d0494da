import { passwordVariables } from '../password-variables';
import { temporaryDirectory } from '../temporary-directory';
import { synthesized } from './synthesized';

const { write } = temporaryDirectory();

const BASE = `runtimeClass: kata-qemu-snp
kbs: { address: 10.0.0.5:8080, repository: { persistentVolumeClaim: kbs } }
credentials: [{ registry: registry.example/team, username: u, password: p }]
`;
const MANIFESTS = `${BASE}manifests: [{ path: m.yaml }]\n`;

const synthesize = (added: string) => {
  const { text, environment } = passwordVariables(added);
  return synthesized(write('coco.yaml', text), environment);
};

test('annotations of a workload that Kata refuses are errors, at the workload', () => {
  const text = `${BASE}workloads:
  - name: a
    image: registry.example/team/app
    annotations:
      io.katacontainers.config.hypervisor.default_memory: "4096"
      io.katacontainers.config.hypervisor.memory_offset: "2147483648"
      io.katacontainers.config.runtime.cc_init_data: H4sI
`;
  expect(() => synthesize(text)).toThrow(
    /coco\.yaml:5: workloads\[0\]: runtime class kata-qemu-snp does not let \S* \S* \S*memory_offset through/,
  );
  expect(() => synthesize(text)).toThrow(/runtime\.cc_init_data, which Kata since 3\.20 does not read/);
  expect(() => synthesize(text)).not.toThrow(/default_memory/);
});

test('annotations for all Pods reach each template, where it has none of its own', () => {
  const memory = 'io.katacontainers.config.hypervisor.default_memory';
  const timeout = 'io.katacontainers.config.runtime.create_container_timeout';
  const text = `${BASE}guest: { annotations: { create_container_timeout: 600, ${memory}: "4096" } }
workloads:
  - { name: a, image: registry.example/team/app }
  - { name: b, image: registry.example/team/app, annotations: { ${memory}: "8192" } }
  - { name: c, image: registry.example/team/app, guest: { annotations: {} } }
`;
  const annotations = synthesize(text)
    .objects.filter(({ kind }) => kind === 'Pod')
    .map(({ metadata }) => [metadata.annotations?.[timeout], metadata.annotations?.[memory]]);
  expect(annotations).toEqual([
    ['600', '4096'],
    ['600', '8192'],
    [undefined, undefined],
  ]);
  expect(() => synthesize(text.replace('600', 'soon'))).toThrow(/"soon", which is not a whole number/);
});

test('guest annotations on a controller are told, and others are not', () => {
  write(
    'm.yaml',
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: d
  annotations:
    io.containerd.cri.runtime-handler: kata-qemu-snp
    io.katacontainers.config.hypervisor.kernel_params: agent.log=debug
spec:
  selector: { matchLabels: { a: b } }
  template:
    metadata: { labels: { a: b } }
    spec: { containers: [{ name: a, image: registry.example/team/app:1 }] }
`,
  );
  expect(synthesize(MANIFESTS).warnings).toEqual([
    expect.stringMatching(/m\.yaml:7: Deployment d: annotation \S*kernel_params stands on the Deployment itself/),
  ]);
});

test('what is no text for kubectl is an error, with its place', () => {
  write(
    'm.yaml',
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: d }
spec:
  selector: { matchLabels: { a: b } }
  template:
    metadata: { labels: { a: b }, annotations: { "sidecar.istio.io/inject": false } }
    spec:
      containers:
        - name: a
          image: registry.example/team/app:1
          env: [{ name: A, value: yes }, { name: B, value: 1e3 }, { name: C, value: "no" }, { name: D, value: ~ }, { name: E, value: 12:30:45 }]
`,
  );
  expect(() => synthesize(MANIFESTS)).toThrow(
    /m\.yaml:7: .*annotation "sidecar.istio.io\/inject" of the Pod is true or false for kubectl/,
  );
  expect(() => synthesize(MANIFESTS)).toThrow(/m\.yaml:12: .*variable "A" of container "a" is true or false/);
  expect(() => synthesize(MANIFESTS)).toThrow(/m\.yaml:12: .*variable "B" of container "a" is a number/);
  expect(() => synthesize(MANIFESTS)).not.toThrow(/variable "[CDE]"/);
});

test('images at a loopback registry are errors, as a loopback KBS is', () => {
  const text = `${BASE}workloads: [{ name: a, image: "localhost:5000/nginx" }, { name: b, image: "127.0.0.1:32000/eportal:8a" }]\n`;
  expect(() => synthesize(text)).toThrow(/workloads\[0\]: image "localhost:5000\/nginx" is at the loopback host/);
  expect(() => synthesize(text)).toThrow(
    /workloads\[1\]: image "127\.0\.0\.1:32000\/eportal:8a" is at the loopback host/,
  );
});

test('initdata with line breaks in a manifest is told as such', () => {
  write(
    'm.yaml',
    `apiVersion: v1
kind: Pod
metadata:
  name: p
  annotations:
    io.katacontainers.config.hypervisor.cc_init_data: |
      H4sIAAAAAAAAAxWMWwqEMAwA/3sKyQFirQ9E8CQiS3Z9tFgbaeOeX/s7w8x/jclxKMYCNFaoQZHf
      QvVyAAAA
spec:
  containers: [{ name: a, image: registry.example/team/app:1 }]
`,
  );
  expect(() => synthesize(MANIFESTS)).toThrow(
    /m\.yaml:6: Pod p: initdata has line breaks or blanks in it: .*; write it on one line, as base64 -w0 does/,
  );
});
