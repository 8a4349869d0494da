import type { LoadedConfig } from '../config/load';
import { InputError, type Problem } from '../input/problem';
import { checkImages } from '../registry/check';
import type { Plan } from './plan';

/**
 * Checks that each reader of credentials finds, for each image, the one that is meant.
 *
 * @returns what works, but for luck or after a refused login
 * @throws InputError for each image with which a Pod would not start.
 */
export function checkPlan(loaded: LoadedConfig, { images, credentials, distribution }: Plan): Problem[] {
  const { errors, warnings } = checkImages({
    images,
    credentials,
    pullSecrets: distribution.pullSecrets(loaded.config.pullSecret.name),
    authFile: distribution.authFile?.toString(),
  });
  const locate = (problem: Problem) => loaded.locate({ ...problem, path: ['credentials'] });
  InputError.throwIfAny(errors.map(locate));
  return warnings.map(locate);
}
