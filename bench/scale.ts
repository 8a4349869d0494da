import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inTurns } from './measure';

const RUNS = 5;
const BUDGET_MB = 700;

interface Result {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Synthesis of many confidential Pods in one namespace, beside plain cdk8s-plus building the same Pods. */
export function benchScale(): void {
  const seconds: Record<string, number> = {};
  for (const count of [1_000, 10_000]) {
    let peak = 0;
    const measure = (variant: string) => () => {
      const result = runApart(variant, count);
      if (variant !== 'plain') peak = Math.max(peak, result.peakMegabytes);
      return result.seconds;
    };
    const [confidential = 0, plain = 0] = inTurns(RUNS, [measure('confidential'), measure('plain')]);
    seconds[count] = confidential;
    const ratio = (confidential / plain).toFixed(2);
    console.log(
      `${count} Pods: ${confidential.toFixed(2)} s, plain cdk8s-plus ${plain.toFixed(2)} s, ratio ${ratio} (budget 1.25); peak ${peak.toFixed(0)} MB (budget ${BUDGET_MB})`,
    );
  }
  const growth = (seconds[10_000] ?? 0) / (seconds[1_000] ?? 1);
  console.log(`growth from 1000 to 10000: ${growth.toFixed(1)} times (budget 11)`);
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
