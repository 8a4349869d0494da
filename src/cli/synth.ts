import { join } from 'node:path';
import { assemble, mistakesIn } from '../app/assemble';
import { describeFiles } from '../app/describe-files';
import { handWork } from '../app/hand-work';
import { leftBehind } from '../app/left-behind';
import { explanationsOf } from '../app/review-file';
import { tell, tellPrerequisites } from '../app/run';
import { writeFiles, writeSeals } from '../app/write';
import { type Finding, InputError, type Problem } from '../input/problem';
import { publicImages } from '../report/review';
import type { Io } from './io';

export interface SynthOptions {
  readonly config: string;
  readonly output: string;
  /** Whether to tell mistakes, warnings and the names of the files alone. */
  readonly quiet?: boolean;
}

/**
 * Writes the manifests of a configuration and names them: on each line a file, and behind two blanks what it holds. A
 * mistake leaves the directory as it was.
 *
 * @returns the exit code
 */
export function synth({ config, output, quiet }: SynthOptions, { env, stdout, stderr }: Io): number {
  const isTold = ({ severity }: Finding) => !quiet || severity !== 'info';
  try {
    const assembly = assemble(config, env);
    const { files, findings, prerequisites, seals } = assembly;
    for (const finding of findings.filter(isTold)) tell(finding, stderr);
    if (mistakesIn(findings).length === 0) {
      const work = [...handWork(output, files), ...leftBehind(output, assembly)];
      const held = describeFiles(output, assembly);
      if (seals) writeSeals(seals);
      const { names, warnings } = writeFiles(output, files);
      for (const warning of warnings) tell(warning, stderr);
      for (const name of names)
        stdout.write(quiet ? `${join(output, name)}\n` : `${join(output, name)}  ${held.get(name)}\n`);
      if (quiet) return 0;
      for (const hint of publicImagesHint(publicImages(explanationsOf(assembly)))) tell(hint, stderr);
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

const NAMED_AT_MOST = 5;

/** A slip in a credential's registry shows as an image that is taken as public. */
function publicImagesHint(images: readonly string[]): Problem[] {
  if (images.length === 0) return [];
  const more = images.length > NAMED_AT_MOST ? ` and ${images.length - NAMED_AT_MOST} more` : '';
  const what = `taken as public, since no credential covers them: ${images.slice(0, NAMED_AT_MOST).join(', ')}${more}`;
  return [{ rule: 'public-image', severity: 'info', what }];
}
