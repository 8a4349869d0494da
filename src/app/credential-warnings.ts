import type { Config } from '../config/schema/config';
import type { CredentialSet } from '../registry/credential-set';
import type { ImageReference } from '../registry/image-reference';
import type { RegistryCredential } from '../registry/registry-credential';
import { shortLivedToken } from '../registry/short-lived';
import { describeUnused } from '../registry/unused-credential';
import type { Findings } from './findings';

/** Warns of what is odd in the credentials themselves. */
export function warnOfCredentials({ credentials }: Config, findings: Findings): void {
  credentials.forEach((entry, index) => {
    const shortLived = entry.credentials.flatMap((credential) => shortLivedToken(credential) ?? []);
    findings.warn(['credentials', index], ...entry.warnings, ...shortLived);
  });
}

/**
 * Tells of credentials that no image needs.
 *
 * @param pulled all images that are pulled
 * @param idle those of manifests of which no workload is made confidential
 */
export function tellUnused(
  credentials: CredentialSet,
  pulled: readonly ImageReference[],
  idle: readonly (readonly ImageReference[])[],
  findings: Findings,
): void {
  const unused: readonly RegistryCredential[] = credentials.unused(pulled);
  const open = [...pulled, ...idle.flat()].filter((image) => !credentials.find(image));
  for (const problem of describeUnused(unused, open)) {
    if (problem.severity === 'error') findings.add(['credentials'], problem);
    // Where other manifests were meant, their images are unknown.
    else if (problem.fix || idle.length === 0) findings.warn(['credentials'], problem);
  }
}
