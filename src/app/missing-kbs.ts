import type { LoadedConfig } from '../config/load';
import type { Config } from '../config/schema/config';
import type { Problem } from '../input/problem';
import type { CredentialSet } from '../registry/credential-set';
import type { Findings } from './findings';
import { pullSources } from './pull-sources';
import { inManifest, titleOf, type UserObject } from './user-objects';

/** The workloads whose guests take a credential from the KBS. Those of peer pods take it from the pull Secret. */
export function usersOfKbs(objects: readonly UserObject[], config: Config, credentials: CredentialSet): UserObject[] {
  return objects.filter((object) => {
    const { images, templatePaths, runtimeClass = config.runtimeClass } = object;
    if (templatePaths.length === 0 || runtimeClass.peerPods) return false;
    const sources = pullSources(object, config, credentials).map(({ image }) => image);
    return [...images, ...sources].some((image) => credentials.find(image));
  });
}

/**
 * Tells of a KBS that the file does not name, and of what is said of it all the same.
 *
 * @param users whose guests take a credential from it
 * @param provisions whether credentials go into it for workloads that are managed elsewhere
 */
export function tellMissingKbs(
  [first, ...more]: readonly UserObject[],
  provisions: boolean,
  { config, problems, isDamaged }: LoadedConfig,
  findings: Findings,
): void {
  // Peer pods may be meant.
  if (first && isDamaged(['runtimeClass'])) return;
  if (first) findings.add(first.path, missingKbs([first, ...more], config));
  // There may be workloads that are wrong.
  else if (provisions && !config.kbs && problems.length === 0) findings.add(['credentials'], MISSING_FOR_CREDENTIALS);
  findings.warn(['guest', 'restApi'], ...idleKbsSettings(config));
}

/** One mistake for all users. */
function missingKbs([first, ...more]: readonly [UserObject, ...UserObject[]], config: Config): Problem {
  const { runtimeClass = config.runtimeClass } = first;
  const rest = more.length > 0 ? ` and of ${more.length} more` : '';
  const guest = `under ${runtimeClass} the guest of ${titleOf(first)}${rest}`;
  return inManifest(first, {
    ...MISSING,
    why: `${guest} takes its registry credentials from the KBS; only peer pods (kata-remote) do without`,
  });
}

const MISSING: Problem = {
  rule: 'missing-key',
  what: 'kbs is missing',
  fix: 'write kbs: { address: 172.18.0.3:31731, repository: { persistentVolumeClaim: kbs-repository } }, for example',
};

/** For a file that has credentials alone. */
const MISSING_FOR_CREDENTIALS: Problem = {
  ...MISSING,
  why: 'without workloads the credentials go into the KBS, for guests that something else starts',
};

/** What is said of a KBS where there is none. */
function idleKbsSettings({ kbs, guest }: Config): Problem[] {
  if (kbs || guest.restApi !== 'resource') return [];
  return [
    {
      rule: 'guest-option',
      what: 'restApi: resource offers containers the resources of the KBS, and kbs is missing',
      fix: 'write kbs, or leave out restApi',
    },
  ];
}
