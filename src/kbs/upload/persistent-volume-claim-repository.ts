import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { InputError, type Problem, write } from '../../input/problem';
import { quote } from '../../input/quote';
import { subdomainProblem } from '../../kubernetes/name';
import { canonicalQuantity, isWholeQuantity, quantityProblem } from '../../kubernetes/quantity';
import type { KbsResource } from '../kbs-resource';
import type { Repository } from './repository';
import { packSecrets, type ResourceSecrets } from './resource-secrets';
import type { PreparedUpload, UploadContext } from './upload-task';
import { besideKbs, volumeTask } from './volume-task';

/** A claim to create for the KBS and the upload to share. */
export interface PersistentVolumeClaimCreation {
  /** Kubernetes quantity, e.g. `100Mi`: a whole number of bytes. */
  readonly size: string;
  /** @default - the cluster's default storage class */
  readonly storageClassName?: string;
  /**
   * `ReadWriteOnce` does when the upload runs on the KBS's node; `ReadWriteMany` on any node. `ReadWriteOncePod` cannot
   * work: two Pods use the volume.
   *
   * @default ['ReadWriteOnce']
   */
  readonly accessModes?: readonly string[];
}

export interface PersistentVolumeClaimRepositoryOptions {
  /** Name of the claim that the KBS mounts, in its namespace. */
  readonly claimName: string;
  /**
   * Directory in the volume that is the repository.
   * @default - as the KBS's deployment has it; without one the root of the volume
   */
  readonly subPath?: string;
  /** @default - the claim exists */
  readonly create?: PersistentVolumeClaimCreation;
}

const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteMany'];
/** Of quantities, those above zero. */
const POSITIVE = /^\+?[0.]*[1-9]/;

/** The KBS's volume, by its claim. */
export class PersistentVolumeClaimRepository implements Repository {
  /** @inheritdoc */
  public readonly kind = 'persistentVolumeClaim';
  /** @inheritdoc */
  public readonly uploadParts = ['job', 'files'] as const;

  /** @throws InputError for names, paths and sizes that Kubernetes would refuse. */
  public constructor(private readonly options: PersistentVolumeClaimRepositoryOptions) {
    checkClaimName(options.claimName);
    if (options.subPath !== undefined) checkSubPath(options.subPath);
    if (options.create !== undefined) checkCreation(options.create);
  }

  /** @inheritdoc */
  public secrets(name: string, resources: readonly KbsResource[]): ResourceSecrets {
    return packSecrets(name, resources);
  }

  /** @inheritdoc */
  public prepare(scope: Construct, context: UploadContext): PreparedUpload {
    const { claimName, create, subPath = context.claimSubPath } = this.options;
    if (create !== undefined) createClaim(scope, context, claimName, create);
    const task = volumeTask(context, {
      source: { persistentVolumeClaim: { claimName } },
      subPath: subPath || undefined,
      affinity: preferBesideKbs(context.kbsPodLabels),
    });
    return { task };
  }
}

/** A ReadWriteOnce volume can be mounted on that node only; others anywhere, so the KBS need not be running. */
function preferBesideKbs(labels: Readonly<Record<string, string>>): k8s.Affinity {
  const preferred = [{ weight: 100, podAffinityTerm: besideKbs(labels) }];
  return { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } };
}

function createClaim(
  scope: Construct,
  context: UploadContext,
  name: string,
  { size, storageClassName, accessModes = ['ReadWriteOnce'] }: PersistentVolumeClaimCreation,
): void {
  new k8s.KubePersistentVolumeClaim(scope, 'Claim', {
    metadata: context.metadata(name, 'kbs-repository'),
    spec: {
      accessModes: [...accessModes],
      storageClassName,
      resources: { requests: { storage: k8s.Quantity.fromString(canonicalQuantity(size)) } },
    },
  });
}

function checkClaimName(name: string): void {
  const problem = subdomainProblem(name);
  if (problem !== undefined) throw new InputError({ ...problem, what: `persistent volume claim: ${problem.what}` });
}

function checkSubPath(subPath: string): void {
  if (subPath.startsWith('/') || subPath.split('/').includes('..')) {
    throw new InputError({
      what: `subPath ${quote(subPath)} does not stay in the volume`,
      why: 'the API server refuses the Pod',
      fix: 'write a relative path without "..", e.g. kbs/repository',
    });
  }
}

const NOTHING: Problem = { what: 'it is not more than 0', why: 'the API server refuses the claim', fix: 'write 100Mi' };

const FRACTION: Problem = {
  what: 'it is no whole number of bytes',
  why: 'the API server rounds it up, with a warning at each apply',
  fix: 'write a whole number with a smaller unit, e.g. 103Mi for 0.1Gi',
};

function sizeProblem(size: string): Problem | undefined {
  if (!POSITIVE.test(size)) return NOTHING;
  return isWholeQuantity(size) ? undefined : FRACTION;
}

function checkCreation({ size, accessModes = [] }: PersistentVolumeClaimCreation): void {
  const problem = quantityProblem(size) ?? sizeProblem(size);
  if (problem) throw new InputError({ ...problem, what: `size of the claim: ${problem.what}` });
  const mode = accessModes.find((candidate) => !ACCESS_MODES.includes(candidate));
  if (mode !== undefined) {
    throw new InputError({
      what: `access mode ${quote(mode)} does not let the KBS and the upload write to one volume`,
      fix: write(ACCESS_MODES.join(' or ')),
    });
  }
}
