import type { LoadedConfig } from '../config/load';
import { withSortedKeys } from '../input/json';
import type { KbsResource } from '../kbs/kbs-resource';
import type { CustomClusterScope } from '../kubernetes/cluster-scope';
import type { ImageUse } from '../registry/check-images';
import { CredentialSet } from '../registry/credential-set';
import { ConfidentialWorkloads } from './confidential-workloads';
import { CredentialDocuments } from './credential-documents';
import { tellUnused, warnOfCredentials } from './credential-warnings';
import type { Findings } from './findings';
import { GuestConfigs } from './guest-configs';
import { idleClasses } from './idle-classes';
import { warnOfIdleManifests } from './idle-manifests';
import { imageIdsHint } from './image-ids';
import { imageUses } from './image-uses';
import { kbsResources } from './kbs-resources';
import { tellMissingKbs, usersOfKbs } from './missing-kbs';
import { pullSources } from './pull-sources';
import { findUserObjects, type UserObject } from './user-objects';

/** What is to be written, before cdk8s writes it. */
export interface Plan {
  /** All credentials of the file. */
  readonly credentials: CredentialSet;
  /** Which custom resources belong to no namespace. */
  readonly customScope: CustomClusterScope;
  /** The images of the confidential workloads. */
  readonly images: readonly ImageUse[];
  readonly documents: CredentialDocuments;
  /** What goes into the KBS, the authentication file included; may be nothing. */
  readonly resources: readonly KbsResource[];
  /** The workloads of the file, in its order. */
  readonly workloads: readonly UserObject[];
  /** The objects of the manifests, in their order. */
  readonly manifests: readonly UserObject[];
  readonly guests: GuestConfigs;
}

/**
 * Decides which credential goes where, and makes the workloads confidential.
 *
 * @param findings gets everything in the file that does not go together, which the plan is without.
 */
export function makePlan(loaded: LoadedConfig, findings: Findings): Plan {
  const { config } = loaded;
  const all = config.credentials.flatMap((entry) => entry.credentials);
  const credentials = findings.collect(['credentials'], () => new CredentialSet(all)) ?? new CredentialSet([]);
  const { workloads, manifests, customScope, isWhole } = findUserObjects(loaded, credentials, findings);
  const objects = [...workloads, ...manifests.flat()];
  const images = objects.flatMap((object) => imageUses(object, config, credentials));
  const sources = objects.flatMap((object) => pullSources(object, config, credentials));
  // Without workloads of its own, the file provisions the KBS for workloads that are managed elsewhere.
  const provisionsOnly = config.workloads.length + config.manifests.length === 0;
  const documents = provisionsOnly
    ? CredentialDocuments.ofAll(credentials)
    : CredentialDocuments.forUses(credentials, images, sources);
  // What cannot be read may have whatever seems to be missing.
  const idle = isWhole ? warnOfIdleManifests(manifests, findings) : [];
  warnOfCredentials(config, findings);
  const pulled = [...images, ...sources].map(({ image }) => image);
  if (isWhole && !provisionsOnly) tellUnused(credentials, pulled, idle, findings);
  findings.warn(['runtimeClasses'], ...idleClasses(config));
  const stuck = config.kbs ? [] : usersOfKbs(objects, config, credentials);
  tellMissingKbs(stuck, provisionsOnly && documents.authFile !== undefined, loaded, findings);
  const guests = new GuestConfigs(config, documents.authFile && config.kbs?.authFile);
  findings.collect(['guest'], () => guests.of(undefined));
  const resources = kbsResources(loaded, documents.authFile, findings);
  const confidential = new ConfidentialWorkloads(loaded, documents.credentials, guests, findings);
  const written = (some: readonly UserObject[]) => some.flatMap((object) => confidential.of(object));
  const plan = {
    credentials,
    customScope,
    images,
    documents,
    resources,
    // Printed the same whatever the order of keys in the file.
    workloads: written(workloads).map((one) => ({ ...one, object: withSortedKeys(one.object) })),
    manifests: written(manifests.flat()),
    guests,
  };
  findings.warn([], ...imageIdsHint(config, [...plan.workloads, ...plan.manifests]));
  return plan;
}
