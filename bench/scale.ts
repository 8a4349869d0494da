import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, secondsOf } from './measure';

const RUNS = 3;
const SIZES = [100, 1_000, 10_000] as const;
const CLUSTERS = 100;
const VARIANTS = {
  plain: 'plain cdk8s-plus',
  confidential: 'ConfidentialPod',
  cocoYaml: 'workloads of a coco.yaml',
  manifests: 'manifests of a coco.yaml',
} as const;

interface Result {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** CPU seconds of the synthesis of many Pods in one namespace, beside plain cdk8s-plus and helm making the same Pods. */
export function benchScale(): void {
  const names = Object.keys(VARIANTS) as (keyof typeof VARIANTS)[];
  const thousand = new Map<string, number>();
  for (const count of SIZES) {
    const peaks = names.map(() => 0);
    const measures = names.map((name, index) => () => {
      const { seconds, peakMegabytes } = runApart(name, count);
      peaks[index] = Math.max(peaks[index] ?? 0, peakMegabytes);
      return seconds;
    });
    const seconds = inTurns(RUNS, measures);
    const [plain = Number.NaN] = seconds;
    names.forEach((name, index) => {
      const own = seconds[index] ?? Number.NaN;
      const growth = count === 10_000 ? `, growth ${(own / (thousand.get(name) ?? Number.NaN)).toFixed(1)}` : '';
      const ratio = (own / plain).toFixed(2);
      const peak = peaks[index]?.toFixed(0);
      console.log(`${count} Pods, ${VARIANTS[name]}: ${own.toFixed(2)} s, ratio ${ratio}, peak ${peak} MB${growth}`);
      if (count === 1_000) thousand.set(name, own);
    });
    benchHelm(count);
  }
  const [one = Number.NaN, all, apart] = inTurns(RUNS, [
    () => runApart('clusters', 1).seconds,
    () => runApart('clusters', CLUSTERS).seconds,
    () => runApart('passwords', CLUSTERS).seconds,
  ]);
  const budget = (3 * one + CLUSTERS * 0.02).toFixed(2);
  console.log(
    `1 coco.yaml: ${one.toFixed(2)} s, ${CLUSTERS} in one process: ${all?.toFixed(2)} s, ${apart?.toFixed(2)} s where ` +
      `each has passwords of its own (budget ${budget} s)`,
  );
}

/** In a process of its own, so that its peak memory is its own, compiled as the command line in a clone is. */
function runApart(variant: string, count: number): Result {
  const args = [
    '--require',
    join(__dirname, '../scripts/register.js'),
    join(__dirname, 'scale-child.ts'),
    variant,
    String(count),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    cwd: join(__dirname, '..'),
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}

const TEMPLATE = `{{- range $index := until (int .Values.count) }}
---
apiVersion: v1
kind: Pod
metadata:
  name: workload-{{ $index }}
  namespace: default
  annotations:
    io.containerd.cri.runtime-handler: {{ $.Values.runtimeClass }}
spec:
  runtimeClassName: {{ $.Values.runtimeClass }}
  imagePullSecrets: [{ name: cococred }]
  containers:
    - name: main
      image: {{ $.Values.image }}
      command: [sleep, infinity]
{{- end }}
`;

/** The whole process of `helm template`, which starts in no time. */
function benchHelm(count: number): void {
  if (spawnSync('helm', ['version']).status !== 0) {
    console.log(`${count} Pods, helm template: not measured, helm is not installed`);
    return;
  }
  const chart = mkdtempSync(join(tmpdir(), 'cdk8s-coco-bench-'));
  mkdirSync(join(chart, 'templates'));
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 0.1.0\n');
  writeFileSync(
    join(chart, 'values.yaml'),
    `count: ${count}\nruntimeClass: kata-qemu-coco-dev\nimage: my-registry.local/repository/image:latest\n`,
  );
  writeFileSync(join(chart, 'templates/pods.yaml'), TEMPLATE);
  const [seconds = Number.NaN] = inTurns(RUNS, [() => secondsOf('helm', ['template', chart], chart)]);
  rmSync(chart, { recursive: true });
  console.log(`${count} Pods, helm template: ${seconds.toFixed(2)} s, the whole process by the clock`);
}
