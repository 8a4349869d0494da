import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inTurns } from './measure';

const RUNS = 5;
const SIZES = [1_000, 10_000] as const;
const VARIANTS = {
  confidential: 'ConfidentialPod',
  cocoYaml: 'coco.yaml, read and synthesized',
  plain: 'plain cdk8s-plus',
} as const;

interface Result {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Synthesis of many confidential Pods in one namespace, beside plain cdk8s-plus building the same Pods. */
export function benchScale(): void {
  const names = Object.keys(VARIANTS) as (keyof typeof VARIANTS)[];
  const growth = new Map<string, number>();
  for (const count of SIZES) {
    const peaks = names.map(() => 0);
    const measures = names.map((name, index) => () => {
      const { seconds, peakMegabytes } = runApart(name, count);
      peaks[index] = Math.max(peaks[index] ?? 0, peakMegabytes);
      return seconds;
    });
    const seconds = inTurns(RUNS, measures);
    const plain = seconds.at(-1) ?? Number.NaN;
    names.forEach((name, index) => {
      const own = seconds[index] ?? Number.NaN;
      const ratio = (own / plain).toFixed(2);
      console.log(
        `${count} Pods, ${VARIANTS[name]}: ${own.toFixed(2)} s, ratio ${ratio} (budget 1.25), peak ${peaks[index]?.toFixed(0)} MB (budget 700)`,
      );
      growth.set(name, own / (growth.get(name) ?? 1));
    });
  }
  for (const name of names) console.log(`growth, ${VARIANTS[name]}: ${growth.get(name)?.toFixed(1)} times (budget 11)`);
}

/** In a process of its own, so that its peak memory is its own. */
function runApart(variant: string, count: number): Result {
  const args = ['--require', 'ts-node/register', join(__dirname, 'scale-child.ts'), variant, String(count)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    cwd: join(__dirname, '..'),
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}
