import type { Config } from '../config/schema/config';
import { isObject } from '../input/json';
import { checkImages, type PullSecretContent } from '../registry/check';
import { PULL_SECRET_KEY, PULL_SECRET_TYPE } from '../registry/pull-config';
import type { Findings } from './findings';
import type { Plan, PlannedObject } from './plan';

/** Checks that each reader of credentials finds, for each image, the one that is meant. */
export function checkCredentials(config: Config, plan: Plan, findings: Findings): void {
  // What Secrets that something else makes hold is not known here.
  if (config.secrets.backend === 'existing') return;
  const { images, credentials, distribution } = plan;
  const { errors, warnings } = checkImages({
    images,
    credentials,
    pullSecrets: [...plan.manifests.flatMap(ownPullSecret), ...distribution.pullSecrets(config.pullSecret.name)],
    nydusKeychain: config.host.nydusKeychain,
    authFile: distribution.authFile?.toString(),
  });
  findings.add(['credentials'], ...errors);
  findings.warn(['credentials'], ...warnings);
}

/** A pull Secret among the manifests. */
function ownPullSecret({ object, namespace, name }: PlannedObject): PullSecretContent[] {
  if (object.kind !== 'Secret' || object.type !== PULL_SECRET_TYPE) return [];
  const read = (field: unknown) => (isObject(field) ? field[PULL_SECRET_KEY] : undefined);
  const [text, encoded] = [read(object.stringData), read(object.data)];
  if (typeof text === 'string') return [{ namespace, name, content: text }];
  return typeof encoded === 'string' ? [{ namespace, name, content: Buffer.from(encoded, 'base64') }] : [];
}
