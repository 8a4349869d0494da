import type { Config } from '../config/schema/config';
import { type Problem, within } from '../input/problem';
import type { CredentialSet } from '../registry/credential-set';
import type { Candidate } from './candidates';
import { pullSources } from './pull-sources';

/** The candidates whose guests take a credential from the KBS. Those of peer pods take it from the pull Secret. */
export function usersOfKbs(candidates: readonly Candidate[], config: Config, credentials: CredentialSet): Candidate[] {
  return candidates.filter((candidate) => {
    const { images, templatePaths, runtimeClass = config.runtimeClass } = candidate;
    if (templatePaths.length === 0 || runtimeClass.peerPods) return false;
    const sources = pullSources(candidate, config, credentials).map(({ image }) => image);
    return [...images, ...sources].some((image) => credentials.find(image));
  });
}

/** One mistake for all users of a KBS that a file does not name. */
export function missingKbs([first, ...more]: readonly [Candidate, ...Candidate[]], config: Config): Problem {
  const { object, namespace, name, runtimeClass = config.runtimeClass, place } = first;
  const rest = more.length > 0 ? ` and of ${more.length} more` : '';
  const guest = `under ${runtimeClass} the guest of ${object.kind} ${namespace}/${name}${rest}`;
  return within(place, {
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
export const MISSING_FOR_CREDENTIALS: Problem = {
  ...MISSING,
  why: 'without workloads the credentials go into the KBS, for guests that something else starts',
};

/** What is said of a KBS where there is none. */
export function idleKbsSettings({ kbs, guest }: Config): Problem[] {
  if (kbs || guest.restApi !== 'resource') return [];
  return [
    {
      rule: 'guest-option',
      what: 'restApi: resource offers containers the resources of the KBS, and kbs is missing',
      fix: 'write kbs, or leave out restApi',
    },
  ];
}
