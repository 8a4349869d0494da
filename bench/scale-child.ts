import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Pod, Secret } from 'cdk8s-plus-28';
import { GuestConfig } from '../src/guest/guest-config';
import { RuntimeClass } from '../src/guest/runtime-class';
import { ConfidentialPod } from '../src/workload/confidential-pod';

const [variant, count = '0'] = process.argv.slice(2);
const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-coco-bench-'));
const app = new App({ outdir });
const chart = new Chart(app, '30-workloads-default', { namespace: 'default' });
const pullSecret = Secret.fromSecretName(chart, 'PullSecret', 'cococred');
const guest = GuestConfig.kernelParameters({ kbs: '172.18.0.3:31731', authFile: 'default/containers/auth' });
const runtimeClass = RuntimeClass.QEMU_COCO_DEV;

const start = process.hrtime.bigint();
for (let index = 0; index < Number(count); index++) {
  const id = `workload-${index}`;
  const containers = [{ image: 'my-registry.local/repository/image:latest', command: ['sleep', 'infinity'] }];
  if (variant === 'confidential') {
    new ConfidentialPod(chart, id, { metadata: { name: id }, runtimeClass, guest, pullSecret, containers });
  } else {
    const annotations = {
      'io.containerd.cri.runtime-handler': runtimeClass.name,
      ...guest.annotationsFor(runtimeClass),
    };
    const pod = new Pod(chart, id, {
      metadata: { name: id, annotations },
      securityContext: { ensureNonRoot: false },
      containers: containers.map((container) => ({
        ...container,
        securityContext: { ensureNonRoot: false, readOnlyRootFilesystem: false },
        resources: {},
      })),
    });
    ApiObject.of(pod).addJsonPatch(
      JsonPatch.add('/spec/runtimeClassName', runtimeClass.name),
      JsonPatch.add('/spec/imagePullSecrets', [{ name: pullSecret.name }]),
    );
  }
}
app.synth();
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
rmSync(outdir, { recursive: true });
console.log(JSON.stringify({ seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
