import { join } from 'node:path';
import { assemble, mistakesIn } from '../app/assemble';
import { handWork } from '../app/hand-work';
import { tell, tellPrerequisites } from '../app/run';
import { writeFiles, writeSeals } from '../app/write';
import { InputError } from '../input/problem';
import type { Io } from './io';

export interface SynthOptions {
  readonly config: string;
  readonly output: string;
}

/**
 * Writes the manifests of a configuration and names them. A mistake leaves the directory as it was.
 *
 * @returns the exit code
 */
export function synth({ config, output }: SynthOptions, { env, stdout, stderr }: Io): number {
  try {
    const { files, findings, prerequisites, seals } = assemble(config, env);
    for (const finding of findings) tell(finding, stderr);
    if (mistakesIn(findings).length === 0) {
      const work = handWork(output, files);
      if (seals) writeSeals(seals);
      const { names, warnings } = writeFiles(output, files);
      for (const warning of warnings) tell(warning, stderr);
      for (const name of names) stdout.write(`${join(output, name)}\n`);
      tellPrerequisites(prerequisites, stderr);
      for (const one of work) tell(one, stderr);
      return 0;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const problem of error.problems) tell(problem, stderr);
  }
  stderr.write(`${output} is as it was before.\n`);
  return 1;
}
