import { rmdirSync } from 'node:fs';
import { describePrerequisite, type Prerequisite } from '../check/prerequisites';
import { describeProblem, InputError, type Problem } from '../input/problem';

/** Where text goes: a stream of the process, or what a test looks at. */
export interface TextSink {
  write(text: string): unknown;
}

/** Tells the user of what was found. */
export function tell(problem: Problem, stderr: TextSink = process.stderr): void {
  stderr.write(`${problem.severity ?? 'error'}: ${describeProblem(problem)}\n`);
}

/** Tells the user of something that does not stop the work. */
export function warn(problem: Problem, stderr?: TextSink): void {
  tell({ ...problem, severity: 'warning' }, stderr);
}

/** Tells the user what has to be in the cluster before `kubectl apply`. */
export function tellPrerequisites(needed: readonly Prerequisite[], stderr: TextSink = process.stderr): void {
  if (needed.length === 0) return;
  stderr.write(`info: the cluster needs beforehand: ${needed.map(describePrerequisite).join(', ')}\n`);
}

/**
 * Runs the work of a command; a user's mistake ends it with a message for each problem and without a stack trace.
 *
 * @returns the exit code: that of `work`, or 1.
 */
export function run(work: () => number, stderr?: TextSink): number {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const problem of error.problems) tell(problem, stderr);
    return 1;
  }
}

/**
 * Exit code of a failed app. cdk8s-cli (2.207) prints a stack trace of its own for an app that exits with another code
 * than 0; for one that leaves no output directory it prints a line, and fails as well. So, under the CLI, a failed app
 * removes the directory, which is empty, and exits with 0.
 */
export function failureExitCode({ CDK8S_OUTDIR, CDK8S_RECORD_CONSTRUCT_METADATA }: NodeJS.ProcessEnv): number {
  if (!CDK8S_OUTDIR || CDK8S_RECORD_CONSTRUCT_METADATA === undefined) return 1;
  try {
    rmdirSync(CDK8S_OUTDIR);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return 1;
  }
  return 0;
}
