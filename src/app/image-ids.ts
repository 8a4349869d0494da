import type { Config } from '../config/schema/config';
import type { Problem } from '../input/problem';
import { templateAt } from '../workload/pod-template';
import { takesIdsFromImage } from '../workload/template-checks';
import { titleOf, type UserObject } from './user-objects';

const NAMED_AT_MOST = 5;

/**
 * What to know of workloads whose user or groups come from their images (kata-containers `docs/Limitations.md`, "Guest
 * pulled container images"): once for all of them.
 */
export function imageIdsHint(config: Config, objects: readonly UserObject[]): Problem[] {
  const found = objects.filter((object) => hasIdsFromImage(config, object));
  if (found.length === 0) return [];
  const named = found.slice(0, NAMED_AT_MOST).map(titleOf).join(', ');
  const more = found.length > NAMED_AT_MOST ? ` and ${found.length - NAMED_AT_MOST} more` : '';
  return [
    {
      what: `user and groups come from the image in ${named}${more}`,
      why: 'the guest pulls images, so the host does not see their /etc/passwd and may resolve names wrongly',
      fix: 'set runAsUser, runAsGroup and supplementalGroups in securityContext, or guest.userFromImage: true to hear no more of it',
      rule: 'user-from-image',
      severity: 'info',
    },
  ];
}

function hasIdsFromImage(config: Config, { object, templatePaths, guest }: UserObject): boolean {
  const { userFromImage = config.guest.userFromImage } = guest ?? {};
  return !userFromImage && templatePaths.some((path) => takesIdsFromImage(templateAt(object, path)?.spec));
}
