import type { Config } from '../config/schema/config';
import { secretData } from '../kubernetes/secret-data';
import { checkImages, type PullSecretContent } from '../registry/check-images';
import { PULL_SECRET_KEY, PULL_SECRET_TYPE } from '../registry/pull-config';
import type { Findings } from './findings';
import type { Plan } from './plan';
import type { UserObject } from './user-objects';

/** Checks that each reader of credentials finds, for each image, the one that is meant. */
export function checkCredentials(config: Config, plan: Plan, findings: Findings): void {
  // What Secrets that something else makes hold is not known here.
  if (config.secrets.backend === 'existing') return;
  const { images, credentials, documents } = plan;
  const { errors, warnings } = checkImages({
    images,
    credentials,
    pullSecrets: [...plan.manifests.flatMap(pullSecretIn), ...documents.pullSecrets(config.pullSecret.name)],
    nydusKeychain: config.host.nydusKeychain,
    authFile: documents.authFile?.toString(),
  });
  findings.add(['credentials'], ...errors);
  findings.warn(['credentials'], ...warnings);
}

/** A pull Secret among the manifests. */
function pullSecretIn({ object, namespace, name }: UserObject): PullSecretContent[] {
  if (object.kind !== 'Secret' || object.type !== PULL_SECRET_TYPE) return [];
  const content = secretData(object).get(PULL_SECRET_KEY);
  return content ? [{ namespace, name, content }] : [];
}
