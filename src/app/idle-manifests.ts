import type { Problem } from '../input/problem';
import type { ImageReference } from '../registry/image-reference';
import { meantWorkload } from '../workload/pod-template';
import type { Findings } from './findings';
import type { UserObject } from './user-objects';

/** Rules of what stands in place of manifests that can be applied, and of images that are nowhere in a Pod template. */
const TOLD: readonly (string | undefined)[] = ['unrendered-template', 'kustomization', 'hidden-image'];

/** Of images that a message names. */
const NAMED_AT_MOST = 3;

/**
 * Warns of each entry of `manifests` of which no workload is made confidential.
 *
 * @returns the images of each such entry
 */
export function warnOfIdleManifests(
  manifests: readonly (readonly UserObject[])[],
  findings: Findings,
): readonly (readonly ImageReference[])[] {
  return manifests.flatMap((objects, index) => {
    if (objects.some(({ templatePaths }) => templatePaths.length > 0)) return [];
    const images = objects.flatMap((object) => object.images);
    const isExplained = objects.some(
      ({ object, warnings }) => meantWorkload(object) || warnings.some(({ rule }) => TOLD.includes(rule)),
    );
    if (!isExplained) findings.warn(['manifests', index], idleManifests(images));
    return [images];
  });
}

function idleManifests(images: readonly ImageReference[]): Problem {
  const names = [...new Set(images.map(String))];
  const shown = names.slice(0, NAMED_AT_MOST).join(', ') + (names.length > NAMED_AT_MOST ? ', …' : '');
  return {
    rule: 'idle-manifests',
    what: 'no workload in these manifests is made confidential',
    why: `${names.length > 0 ? `none of their images (${shown}) has a credential` : 'they have no image that can be pulled'}, and none is selected or annotated`,
    fix:
      names.length > 0
        ? 'write a credential for one of the images, another path, or select'
        : 'write the path of manifests with workloads',
  };
}
