import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Pod, Secret } from 'cdk8s-plus-28';
import { assemble, mistakesIn } from '../src/app/assemble';
import { writeFiles } from '../src/app/write';
import { GuestConfig } from '../src/guest/guest-config';
import { RuntimeClass } from '../src/guest/runtime-class';
import { InputError } from '../src/input/problem';
import { ConfidentialPod } from '../src/workload/confidential-pod';

const IMAGE = 'my-registry.local/repository/image:latest';
const guest = GuestConfig.kernelParameters({ kbs: '172.18.0.3:31731', authFile: 'default/containers/auth' });
const runtimeClass = RuntimeClass.QEMU_COCO_DEV;

/** Pods of this library. */
function confidential(outdir: string, names: readonly string[]): void {
  const { app, chart, pullSecret } = emptyApp(outdir);
  for (const name of names) {
    const containers = [{ image: IMAGE, command: ['sleep', 'infinity'] }];
    new ConfidentialPod(chart, name, { metadata: { name }, runtimeClass, guest, pullSecret, containers });
  }
  app.synth();
}

/** The same Pods by plain cdk8s-plus. */
function plain(outdir: string, names: readonly string[]): void {
  const { app, chart, pullSecret } = emptyApp(outdir);
  for (const name of names) {
    const handler = { 'io.containerd.cri.runtime-handler': runtimeClass.name };
    const securityContext = { ensureNonRoot: false, readOnlyRootFilesystem: false };
    const pod = new Pod(chart, name, {
      metadata: { name, annotations: { ...handler, ...guest.annotationsFor(runtimeClass) } },
      securityContext: { ensureNonRoot: false },
      containers: [{ image: IMAGE, command: ['sleep', 'infinity'], securityContext, resources: {} }],
    });
    ApiObject.of(pod).addJsonPatch(
      JsonPatch.add('/spec/runtimeClassName', runtimeClass.name),
      JsonPatch.add('/spec/imagePullSecrets', [{ name: pullSecret.name }]),
    );
  }
  app.synth();
}

const HEAD = `runtimeClass: ${runtimeClass}
kbs: { address: "172.18.0.3:31731", repository: { persistentVolumeClaim: kbs-repository } }
credentials: [{ image: "${IMAGE}", username: user, password: password }]
`;

/** Workloads of a coco.yaml, with all that belongs to them. */
function cocoYaml(outdir: string, names: readonly string[]): void {
  const workloads = names.map((name) => `  - { name: ${name}, image: "${IMAGE}", command: [sleep, infinity] }\n`);
  synthesize(outdir, 'coco.yaml', `${HEAD}workloads:\n${workloads.join('')}`);
}

/** The same Pods as manifests. */
function manifests(outdir: string, names: readonly string[]): void {
  const pods = names.map(
    (name) =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: main\n      image: ${IMAGE}\n      command: [sleep, infinity]\n`,
  );
  writeFileSync(join(outdir, 'pods.yaml'), pods.join('---\n'));
  synthesize(outdir, 'coco.yaml', `${HEAD}manifests: [{ path: pods.yaml }]\n`);
}

/** A coco.yaml for each of the names, with a KBS of its own. */
function clusters(outdir: string, names: readonly string[]): void {
  for (const name of names) {
    const workload = `workloads: [{ name: ${name}, image: "${IMAGE}", command: [sleep, infinity] }]\n`;
    synthesize(outdir, `${name}.yaml`, `${HEAD.replace('172.18.0.3', `${name}.example`)}${workload}`);
  }
}

/** The same, each with a password of its own, so that each needs a fingerprint of its own. */
function passwords(outdir: string, names: readonly string[]): void {
  for (const name of names) {
    const workload = `workloads: [{ name: ${name}, image: "${IMAGE}", command: [sleep, infinity] }]\n`;
    synthesize(outdir, `${name}.yaml`, `${HEAD.replace('password: password', `password: 7-${name}`)}${workload}`);
  }
}

function synthesize(outdir: string, name: string, text: string): void {
  const file = join(outdir, name);
  writeFileSync(file, text);
  const { files, findings } = assemble(file, {});
  InputError.throwIfAny(mistakesIn(findings));
  writeFiles(join(outdir, `${name}-output`), files);
}

function emptyApp(outdir: string) {
  const app = new App({ outdir });
  const chart = new Chart(app, '30-workloads-default', { namespace: 'default' });
  return { app, chart, pullSecret: Secret.fromSecretName(chart, 'PullSecret', 'cococred') };
}

const VARIANTS = { confidential, plain, cocoYaml, manifests, clusters, passwords };
const [variant, count] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-bench-'));
const names = Array.from({ length: Number(count) }, (_, index) => `workload-${index}`);
const start = process.cpuUsage();
VARIANTS[variant as keyof typeof VARIANTS](directory, names);
const { user, system } = process.cpuUsage(start);
rmSync(directory, { recursive: true });
console.log(JSON.stringify({ seconds: (user + system) / 1e6, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
