import type { LoadedConfig } from '../config/load';
import type { Config } from '../config/schema/config';
import type { KbsConfig } from '../config/schema/kbs';
import type { GuestConfig } from '../guest/guest-config';
import type { RuntimeClass } from '../guest/runtime-class';
import { runtimeClassWarnings } from '../guest/runtime-class-warnings';
import { isObject, type JsonObject, objectsIn, withSortedKeys } from '../input/json';
import { InputError, type Problem, within } from '../input/problem';
import { quote } from '../input/quote';
import { imageKeyWarnings } from '../kbs/image-key';
import { KbsResource } from '../kbs/kbs-resource';
import { type CustomClusterScope, customClusterScope } from '../kubernetes/cluster-scope';
import type { AuthFile } from '../registry/auth-file';
import type { ImageUse } from '../registry/check';
import { CredentialSet } from '../registry/credential-set';
import type { ImageReference } from '../registry/image-reference';
import type { RegistryCredential } from '../registry/registry-credential';
import { shortLivedToken } from '../registry/short-lived';
import { describeUnused } from '../registry/unused-credential';
import { confidentialObject } from '../workload/confidential-object';
import { templateAt } from '../workload/pod-template';
import { takesIdsFromImage } from '../workload/template-checks';
import { type Candidate, inNamespace, manifestCandidates, workloadCandidate } from './candidates';
import { CredentialDocuments } from './credential-documents';
import type { Findings } from './findings';
import { withFingerprintedName } from './fingerprinted-name';
import { GuestConfigs } from './guest-configs';
import { idleClasses } from './idle-classes';
import { imageIdsHint } from './image-ids';
import { idleKbsSettings, MISSING_FOR_CREDENTIALS, missingKbs, usersOfKbs } from './missing-kbs';
import { pullSources } from './pull-sources';
import type { Origin } from './unique-objects';

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
  readonly workloads: readonly PlannedObject[];
  /** The objects of the manifests, in their order. */
  readonly manifests: readonly PlannedObject[];
  /** The guest's configuration where a workload has none of its own; undefined where that is wrong. */
  readonly guest?: GuestConfig;
}

/** An object as it is to be written. */
export interface PlannedObject extends Origin {
  readonly name: string;
  readonly namespace: string;
  readonly object: JsonObject;
  /** @default - the object is not confidential */
  readonly confidential?: { readonly guest: GuestConfig; readonly runtimeClass: RuntimeClass };
}

/**
 * Decides which credential goes where, and makes the workloads confidential.
 *
 * @param findings gets everything in the file that does not go together, which the plan is without.
 */
export function makePlan(loaded: LoadedConfig, findings: Findings): Plan {
  return new Planner(loaded, findings).plan();
}

class Planner {
  private readonly toldClasses = new Set<RuntimeClass>();
  private readonly toldGuests = new Set<GuestConfig>();
  private readonly imageIds: string[] = [];
  private toldOfScheme = false;

  public constructor(
    private readonly loaded: LoadedConfig,
    private readonly findings: Findings,
  ) {}

  public plan(): Plan {
    const { config, directory } = this.loaded;
    const own = config.credentials.flatMap((entry) => entry.credentials);
    const credentials = this.findings.collect(['credentials'], () => new CredentialSet(own)) ?? new CredentialSet([]);
    const made = config.workloads.map((workload, index) => {
      const path = ['workloads', index];
      return this.findings.collect(path, () => workloadCandidate(workload, path, config.project));
    });
    const workloads = made.filter((candidate) => candidate !== undefined);
    const found = config.manifests.map((manifest, index) => {
      const path = ['manifests', index];
      return this.findings.collect(path, () => manifestCandidates(manifest, path, directory, credentials));
    });
    const customScope = customClusterScope(found.flatMap((candidates = []) => candidates).map(({ object }) => object));
    const manifests = found.map((candidates = [], index) =>
      candidates.map((candidate) => inNamespace(candidate, config.manifests[index]?.namespace, customScope)),
    );

    // Without workloads of its own, the file provisions the KBS for workloads that are managed elsewhere.
    const provisionsOnly = config.workloads.length + config.manifests.length === 0;
    const candidates = [...workloads, ...manifests.flat()];
    const images = candidates.flatMap((candidate) => imageUses(candidate, config, credentials));
    const sources = candidates.flatMap((candidate) => pullSources(candidate, config, credentials));
    const documents = provisionsOnly
      ? CredentialDocuments.ofAll(credentials)
      : CredentialDocuments.forUses(credentials, images, sources);
    const pulled = [...images, ...sources].map(({ image }) => image);
    // What cannot be read may have whatever seems to be missing.
    const isWhole = !made.includes(undefined) && !found.includes(undefined);
    const idle = isWhole ? this.warnOfIdleManifests(manifests) : [];
    this.warnOfCredentials(provisionsOnly || !isWhole ? [] : credentials.unused(pulled), pulled, idle, credentials);
    this.findings.warn(['runtimeClasses'], ...idleClasses(config));
    const stuck = new Set(config.kbs ? [] : usersOfKbs(candidates, config, credentials));
    this.reportMissingKbs([...stuck], provisionsOnly && documents.authFile !== undefined);
    const confidential = (candidate: Candidate) =>
      stuck.has(candidate) ? [] : this.confidential(candidate, documents, guests);
    const guests = new GuestConfigs(config, documents.authFile && config.kbs?.authFile);
    const guest = this.findings.collect(['guest'], () => guests.of(undefined));
    const plan = {
      credentials,
      customScope,
      images,
      documents,
      resources: this.resources(documents),
      // Printed the same whatever the order of keys in the file.
      workloads: workloads.flatMap(confidential).map((one) => ({ ...one, object: withSortedKeys(one.object) })),
      manifests: manifests.flat().flatMap(confidential),
      guest,
    };
    this.findings.warn([], ...imageIdsHint(this.imageIds));
    return plan;
  }

  private reportMissingKbs([first, ...more]: readonly Candidate[], provisions: boolean): void {
    const { config, problems } = this.loaded;
    if (first) this.findings.add(first.path, missingKbs([first, ...more], config));
    // There may be workloads that are wrong.
    else if (provisions && !config.kbs && problems.length === 0)
      this.findings.add(['credentials'], MISSING_FOR_CREDENTIALS);
    this.findings.warn(['guest', 'restApi'], ...idleKbsSettings(config));
  }

  private confidential(
    candidate: Candidate,
    { credentials }: CredentialDocuments,
    guests: GuestConfigs,
  ): PlannedObject[] {
    const { path, name, namespace, object, templatePaths, place, placeOf, pathOf } = candidate;
    this.findings.warn(path, ...candidate.warnings.map((warning) => within(place, warning)));
    if (templatePaths.length === 0) return [{ path, place, placeOf, name, namespace, object }];
    const { config } = this.loaded;
    const runtimeClass = candidate.runtimeClass ?? config.runtimeClass;
    const pullSecrets = ownPullSecrets(candidate, config, credentials);
    const guest = this.findings.collect(this.isOwnGuest(candidate) ? path : ['guest'], () =>
      guests.of(candidate.guest),
    );
    if (!guest) return [];
    const settings = { runtimeClass, guest, pullSecrets };
    const made = this.findings.collect(path, () =>
      InputError.amend(
        (problem) => located(candidate, problem),
        () => confidentialObject(object, settings, templatePaths),
      ),
    );
    if (!made) return [];
    this.findings.warn(path, ...made.warnings.map((warning) => located(candidate, warning)));
    this.warnOfClass(guest, runtimeClass, candidate);
    this.noteImageIds(candidate);
    this.warnOfScheme(guest, runtimeClass);
    const final = candidate.fingerprinted ? withFingerprintedName(made.object) : made.object;
    const confidential = { guest, runtimeClass };
    return [{ path, place, placeOf, pathOf, name, namespace, object: final, confidential }];
  }

  private noteImageIds({ object, templatePaths, guest, namespace, name }: Candidate): void {
    const { userFromImage = this.loaded.config.guest.userFromImage } = guest ?? {};
    if (userFromImage || !templatePaths.some((path) => takesIdsFromImage(templateAt(object, path)?.spec))) return;
    this.imageIds.push(`${object.kind} ${namespace}/${name}`);
  }

  /** Whether a fault of the guest's configuration is the candidate's own, and not that of the whole file. */
  private isOwnGuest({ guest }: Candidate): boolean {
    return guest !== undefined && !this.loaded.isDamaged(['guest']);
  }

  private resources({ authFile }: CredentialDocuments): KbsResource[] {
    const { config, directory } = this.loaded;
    if (!config.kbs) return [];
    const { kbs } = config;
    const files = kbs.resources.map(({ path, file = '', secret }, index) => {
      const place = ['kbs', 'resources', index];
      return this.findings.collect(place, () => {
        if (secret) return KbsResource.fromSecret(path.path, secret);
        const content = directory.read(file, `the file ${quote(file)}`);
        this.findings.warn(place, ...imageKeyWarnings(path, content));
        return KbsResource.fromBytes(path.path, content);
      });
    });
    const own = authFile && this.findings.collect(['secrets'], () => authFileResource(kbs, config.secrets, authFile));
    return [own, ...files].filter((resource) => resource !== undefined);
  }

  private warnOfCredentials(
    unused: readonly RegistryCredential[],
    images: readonly ImageReference[],
    idle: readonly (readonly ImageReference[])[],
    credentials: CredentialSet,
  ): void {
    this.loaded.config.credentials.forEach((entry, index) => {
      const shortLived = entry.credentials.flatMap((credential) => shortLivedToken(credential) ?? []);
      this.findings.warn(['credentials', index], ...entry.warnings, ...shortLived);
    });
    const open = [...images, ...idle.flat()].filter((image) => !credentials.find(image));
    for (const problem of describeUnused(unused, open)) {
      if (problem.severity === 'error') this.findings.add(['credentials'], problem);
      // Where other manifests were meant, their images are unknown.
      else if (problem.fix || idle.length === 0) this.findings.warn(['credentials'], problem);
    }
  }

  /** @returns the images of each entry of which no workload is made confidential */
  private warnOfIdleManifests(manifests: readonly (readonly Candidate[])[]): ImageReference[][] {
    return manifests.flatMap((candidates, index) => {
      if (candidates.some(({ templatePaths }) => templatePaths.length > 0)) return [];
      const images = candidates.flatMap((candidate) => candidate.images);
      const isExplained = candidates.some(({ warnings }) => warnings.some(({ rule }) => UNREADY.includes(rule)));
      if (!isExplained) this.findings.warn(['manifests', index], idleManifests(images));
      return [images];
    });
  }

  private warnOfScheme(guest: GuestConfig, runtimeClass: RuntimeClass): void {
    const address = this.loaded.config.kbs?.address;
    if (!address || address.hasScheme || this.toldOfScheme || guest.channelFor(runtimeClass) !== 'initdata') return;
    this.toldOfScheme = true;
    const what = 'the address has no scheme, and initdata needs one; http is taken';
    this.findings.warn(['kbs', 'address'], { what, fix: `write ${address.url}, or https` });
  }

  private warnOfClass(guest: GuestConfig, runtimeClass: RuntimeClass, { path, runtimeClass: own }: Candidate): void {
    if (!this.toldClasses.has(runtimeClass)) {
      this.findings.warn(own ? [...path, 'runtimeClass'] : ['runtimeClass'], ...runtimeClassWarnings(runtimeClass));
    }
    if (!this.toldGuests.has(guest)) this.findings.warn(['guest'], ...guest.warningsUnder(runtimeClass));
    this.toldClasses.add(runtimeClass);
    this.toldGuests.add(guest);
  }
}

/** A problem of a candidate's object, with the place of the field that it is about, as far as that is known. */
function located({ place, placeOf }: Candidate, problem: Problem): Problem {
  if (!place || !placeOf || !problem.field) return within(place, problem);
  return within({ ...place, ...placeOf(problem.field) }, problem);
}

function imageUses(candidate: Candidate, config: Config, credentials: CredentialSet): ImageUse[] {
  const { templatePaths, images, namespace, name, object, runtimeClass = config.runtimeClass } = candidate;
  if (templatePaths.length === 0) return [];
  const own = templatePaths.flatMap((path) => pullSecretNames(templateAt(object, path)));
  const ours = ownPullSecrets(candidate, config, credentials);
  const pullSecrets = [...new Set([...own, ...ours])];
  const where = `${object.kind} ${namespace}/${name}`;
  return images.map((image) => ({ image, namespace, where, pullSecrets, peerPods: runtimeClass.peerPods }));
}

/** Rules of what stands in place of manifests that can be applied. */
const UNREADY: readonly (string | undefined)[] = ['unrendered-template', 'kustomization'];

/** Of images that a message names. */
const NAMED_AT_MOST = 3;

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

/** The pull Secret that is made, where the Pods need it: for their images, or for what peer pods pull in their place. */
function ownPullSecrets(candidate: Candidate, config: Config, credentials: CredentialSet): string[] {
  const hasCredential = (image: ImageReference) => credentials.find(image) !== undefined;
  const { images, runtimeClass = config.runtimeClass } = candidate;
  const pulled = () => pullSources(candidate, config, credentials).map(({ image }) => image);
  const isNeeded = images.some(hasCredential) || (runtimeClass.peerPods && pulled().some(hasCredential));
  return isNeeded ? [config.pullSecret.name] : [];
}

/** The pull Secrets that a Pod template names itself. */
function pullSecretNames(template: JsonObject | undefined): string[] {
  const spec = isObject(template?.spec) ? template.spec : {};
  return objectsIn(spec.imagePullSecrets).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

/** The registry authentication file; with the backend existing, the Secret that holds it. */
function authFileResource(kbs: KbsConfig, secrets: Config['secrets'], { credentials }: AuthFile): KbsResource {
  const { path } = kbs.authFile;
  if (secrets.backend !== 'existing') return KbsResource.authFile(path, credentials);
  const { authFile } = secrets.existing ?? {};
  if (authFile) return KbsResource.fromSecret(path, authFile, 'authFile');
  throw new InputError({
    rule: 'missing-key',
    what: 'secrets.existing names no authFile',
    why: 'the upload would not know which Secret holds the registry authentication file for the guest',
    fix: 'write authFile: { name, key } of a Secret in the namespace of the KBS',
  });
}
