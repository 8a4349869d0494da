import type { GuestConfig } from '../guest/guest-config';
import type { RuntimeClass } from '../guest/runtime-class';
import { InputError, type Problem } from '../input/input-error';
import { KbsResource } from '../kbs/kbs-resource';
import type { ImageUse } from '../registry/check';
import { CredentialSet } from '../registry/credential-set';
import { confidentialObject } from '../workload/confidential-object';
import type { JsonObject } from '../workload/json';
import { type Candidate, manifestCandidates, workloadCandidate } from './candidates';
import { Distribution } from './distribution';
import { GuestConfigs } from './guest-configs';
import type { LoadedConfig } from './load';
import { Problems } from './problems';

/** What is to be written, before cdk8s writes it. */
export interface Plan {
  /** All credentials of the file. */
  readonly credentials: CredentialSet;
  /** The images of the confidential workloads. */
  readonly images: readonly ImageUse[];
  readonly distribution: Distribution;
  /** What goes into the KBS, the authentication file included; may be nothing. */
  readonly resources: readonly KbsResource[];
  /** The workloads of the file, in its order. */
  readonly workloads: readonly PlannedObject[];
  /** The objects of the manifests, in their order. */
  readonly manifests: readonly PlannedObject[];
  /** The guest's configuration where a workload has none of its own. */
  readonly guest: GuestConfig;
  readonly warnings: readonly Problem[];
}

/** An object as it is to be written. */
export interface PlannedObject {
  readonly name: string;
  readonly namespace: string;
  readonly object: JsonObject;
  /** @default - the object is not confidential */
  readonly guest?: GuestConfig;
}

/**
 * Decides which credential goes where, and makes the workloads confidential.
 *
 * @throws InputError with everything in the file that does not go together.
 */
export function makePlan(loaded: LoadedConfig): Plan {
  return new Planner(loaded).plan();
}

class Planner {
  private readonly problems: Problems;
  private readonly warnings: Problem[] = [];
  private readonly runtimeClasses = new Set<RuntimeClass>();

  public constructor(private readonly loaded: LoadedConfig) {
    this.problems = new Problems(loaded.locate);
  }

  public plan(): Plan {
    const { config, directory } = this.loaded;
    const credentials =
      this.problems.collect(
        ['credentials'],
        () => new CredentialSet(config.credentials.flatMap((c) => c.credentials)),
      ) ?? new CredentialSet([]);
    this.warnOfImports();
    const workloads = config.workloads.map((workload, index) => workloadCandidate(workload, ['workloads', index]));
    const manifests = config.manifests.flatMap((manifest, index) => {
      const path = ['manifests', index];
      return this.problems.collect(path, () => manifestCandidates(manifest, path, directory, credentials)) ?? [];
    });
    this.problems.throwIfAny();

    const images = [...workloads, ...manifests].flatMap(imageUses);
    const distribution = new Distribution(credentials, images);
    const guests = new GuestConfigs(config, distribution.authFile && config.kbs.authFile);
    const guest = this.problems.collect(['guest'], () => guests.of(undefined));
    this.warnOfUnused(credentials, distribution);
    const plan = {
      credentials,
      images,
      distribution,
      resources: this.resources(distribution),
      workloads: workloads.flatMap((candidate) => this.confidential(candidate, distribution, guests)),
      manifests: manifests.flatMap((candidate) => this.confidential(candidate, distribution, guests)),
      warnings: this.warnings,
    };
    this.problems.throwIfAny();
    return { ...plan, guest: guest as GuestConfig };
  }

  private confidential(candidate: Candidate, { credentials }: Distribution, guests: GuestConfigs): PlannedObject[] {
    const { path, name, namespace, object, templatePath, images, at } = candidate;
    if (!templatePath) return [{ name, namespace, object }];
    const { config, locate } = this.loaded;
    const runtimeClass = candidate.runtimeClass ?? config.runtimeClass;
    const pullSecrets = images.some((image) => credentials.find(image)) ? [config.pullSecret.name] : [];
    const made = this.problems.collect(path, () => {
      const guest = guests.of(candidate.guest);
      return atObject(at, () => ({
        guest,
        ...confidentialObject(object, { runtimeClass, guest, pullSecrets }, templatePath),
      }));
    });
    if (!made) return [];
    this.warnings.push(...[...candidate.warnings, ...made.warnings].map((warning) => locate({ at, ...warning, path })));
    this.warnOfUnknown(runtimeClass, candidate);
    return [{ name, namespace, object: made.object, guest: made.guest }];
  }

  private resources({ authFile }: Distribution): KbsResource[] {
    const { kbs } = this.loaded.config;
    const files = kbs.resources.map(({ path, file }, index) =>
      this.problems.collect(['kbs', 'resources', index], () =>
        KbsResource.fromFile(path.path, this.loaded.directory.resolve(file)),
      ),
    );
    const own = authFile ? [KbsResource.authFile(kbs.authFile.path, authFile.credentials)] : [];
    return [...own, ...files.filter((resource) => resource !== undefined)];
  }

  private warnOfImports(): void {
    this.loaded.config.credentials.forEach(({ warnings }, index) => {
      this.warnings.push(
        ...warnings.map((warning) => this.loaded.locate({ ...warning, path: ['credentials', index] })),
      );
    });
  }

  private warnOfUnused({ credentials }: CredentialSet, distribution: Distribution): void {
    const needed = new Set(distribution.credentials.credentials);
    for (const { scope } of credentials.filter((credential) => !needed.has(credential))) {
      const what = `no image needs the credential for ${scope}, so it is left out`;
      this.warnings.push(this.loaded.locate({ path: ['credentials'], what }));
    }
  }

  private warnOfUnknown(runtimeClass: RuntimeClass, { path, runtimeClass: own }: Candidate): void {
    if (!runtimeClass.warning || this.runtimeClasses.has(runtimeClass)) return;
    this.runtimeClasses.add(runtimeClass);
    const place = own ? [...path, 'runtimeClass'] : ['runtimeClass'];
    this.warnings.push(this.loaded.locate({ ...runtimeClass.warning, path: place }));
  }
}

/** Adds to a problem which object of a manifest it is about. */
function atObject<T>(at: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || at === undefined) throw error;
    const [first, ...rest] = error.problems.map((problem) => ({ at, ...problem }));
    throw first ? new InputError(first, ...rest) : error;
  }
}

function imageUses({ templatePath, images, namespace, name, object }: Candidate): ImageUse[] {
  if (!templatePath) return [];
  return images.map((image) => ({ image, namespace, where: `${object.kind} ${namespace}/${name}` }));
}
