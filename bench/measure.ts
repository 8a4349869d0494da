import { spawnSync } from 'node:child_process';

/** The median of some durations, which one slow run does not move. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Seconds that a command takes. @throws Error where it fails. */
export function secondsOf(command: string, args: readonly string[], cwd: string): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/**
 * Runs candidates in turns, so that whatever else the machine does meets all of them alike.
 *
 * @returns the median of each.
 */
export function inTurns(runs: number, candidates: readonly (() => number)[]): number[] {
  const results = candidates.map((): number[] => []);
  for (let run = 0; run < runs; run++) {
    candidates.forEach((candidate, index) => {
      results[index]?.push(candidate());
    });
  }
  return results.map(median);
}
