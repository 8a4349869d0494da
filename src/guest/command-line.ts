import { InputError } from '../input/problem';
import type { RuntimeClass } from './runtime-class';

/** What Kata's own parameters take of the command line, those for a measured root file system among them, rounded. */
const KATA_LENGTH = 768;

/**
 * Checks that kernel parameters fit on the guest's command line, which Kata does not.
 *
 * @throws InputError where the kernel would cut some of them off.
 */
export function checkCommandLine(parameters: string, runtimeClass: RuntimeClass): void {
  const room = runtimeClass.commandLineLength - KATA_LENGTH;
  if (parameters.length <= room) return;
  throw new InputError({
    what: `the kernel parameters of the guest have ${parameters.length} characters`,
    why: `its kernel reads ${runtimeClass.commandLineLength}, of which Kata's own take about ${KATA_LENGTH}, and ignores the rest`,
    fix: `write at most ${room}, or use the channel initdata`,
    rule: 'kernel-parameters-length',
  });
}
