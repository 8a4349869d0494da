import type { Problem } from '../input/problem';

const NAMED_AT_MOST = 5;

/**
 * What to know of workloads whose user or groups come from their images (kata-containers `docs/Limitations.md`, "Guest
 * pulled container images"): once for all of them.
 *
 * @param workloads their names
 */
export function imageIdsHint(workloads: readonly string[]): Problem[] {
  if (workloads.length === 0) return [];
  const named = workloads.slice(0, NAMED_AT_MOST).join(', ');
  const more = workloads.length > NAMED_AT_MOST ? ` and ${workloads.length - NAMED_AT_MOST} more` : '';
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
