import type { Config } from '../config/schema/config';
import { checkImages } from '../registry/check';
import type { Findings } from './findings';
import type { Plan } from './plan';

/** Checks that each reader of credentials finds, for each image, the one that is meant. */
export function checkCredentials(config: Config, plan: Plan, findings: Findings): void {
  const { images, credentials, distribution } = plan;
  const { errors, warnings } = checkImages({
    images,
    credentials,
    pullSecrets: distribution.pullSecrets(config.pullSecret.name),
    authFile: distribution.authFile?.toString(),
  });
  findings.add(['credentials'], ...errors);
  findings.warn(['credentials'], ...warnings);
}
