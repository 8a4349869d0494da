import type { ApiObjectMetadata } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Problem } from '../../input/problem';
import type { KbsResource } from '../kbs-resource';
import type { RepositoryLayout } from '../repository-layout';
import type { ResourceUri } from '../resource-uri';
import { AdminApiRepository, type AdminApiRepositoryOptions } from './admin-api-repository';
import { HostPathRepository, type HostPathRepositoryOptions } from './host-path-repository';
import { OperatorSecretRepository } from './operator-secret-repository';
import {
  PersistentVolumeClaimRepository,
  type PersistentVolumeClaimRepositoryOptions,
} from './persistent-volume-claim-repository';
import type { ResourceSecrets } from './resource-secrets';
import type { UploadPart } from './upload-options';

/** A resource as the upload's container sees it. */
export interface MountedResource {
  readonly uri: ResourceUri;
  /** The file that holds it. */
  readonly file: string;
}

/** What a way into the KBS is told about the upload. */
export interface UploadContext {
  /** Base of the names of all objects. */
  readonly name: string;
  /** Namespace of all objects. */
  readonly namespace?: string;
  /** Metadata of a further object. */
  metadata(name: string, component: string): ApiObjectMetadata;
  readonly resources: readonly MountedResource[];
  /** Secrets that the resources come from. */
  readonly secretNames: readonly string[];
  readonly layout: RepositoryLayout;
  /** Mode of the files in the repository, octal, where the user says so. */
  readonly fileMode?: string;
  /** Directory in the KBS's volume that is the repository, where its deployment says so. */
  readonly claimSubPath?: string;
  /** Labels of the KBS's Pods. */
  readonly kbsPodLabels: Readonly<Record<string, string>>;
  /** Whom the upload is to run as, where the user says so. */
  readonly identity: PodIdentity;
}

/** Whom a Pod runs as. */
export interface PodIdentity {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
}

/** What the upload's Pod does for one way into the KBS. */
export interface UploadTask {
  /** Default image, pinned by digest. */
  readonly image: string;
  /** POSIX shell. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly identity: PodIdentity;
  /** Volumes beside that of the resources. */
  readonly volumes: readonly k8s.Volume[];
  readonly volumeMounts: readonly k8s.VolumeMount[];
  /** Files that stand beside the resources. */
  readonly sources: readonly k8s.VolumeProjection[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: k8s.Affinity;
  /** Traffic that it needs. @throws InputError when a NetworkPolicy cannot express it. */
  egress(): k8s.NetworkPolicyEgressRule[];
}

/** What must be in the KbsConfig of the trustee-operator. */
export interface KbsConfigPatch {
  readonly spec: { readonly kbsSecretResources: readonly string[] };
}

/** What remains to be done for an upload once its Secrets are there. */
export interface UploadPlan {
  /** For a Pod to do. */
  readonly task?: UploadTask;
  /** For the user to do. */
  readonly kbsConfigPatch?: KbsConfigPatch;
  /** What the user should know. */
  readonly warnings?: readonly Problem[];
}

/** A way into the Key Broker Service. */
export abstract class KbsRepository {
  /**
   * The volume of the KBS, by its PersistentVolumeClaim.
   *
   * @throws InputError for names, paths and sizes that Kubernetes would refuse.
   */
  public static fromPersistentVolumeClaim(claim: string | PersistentVolumeClaimRepositoryOptions): KbsRepository {
    return new PersistentVolumeClaimRepository(typeof claim === 'string' ? { claimName: claim } : claim);
  }

  /**
   * The repository directory on the node where the KBS runs.
   *
   * @throws InputError unless the path is absolute and plain.
   */
  public static fromHostPath(path: string, options: HostPathRepositoryOptions = {}): KbsRepository {
    return new HostPathRepository(path, options);
  }

  /**
   * The KBS's HTTP API, for storage that has no volume (Postgres, Redis, Vault …), or one that cannot be mounted.
   *
   * @throws InputError for a URL, Secret or certificate that cannot work.
   */
  public static adminApi(options: AdminApiRepositoryOptions): KbsRepository {
    return new AdminApiRepository(options);
  }

  /** Secrets that the trustee-operator mounts into the KBS. */
  public static operatorSecret(): KbsRepository {
    return new OperatorSecretRepository();
  }

  /** Which kind of way it is, as in `coco.yaml`. */
  public abstract readonly kind: KbsRepositoryKind;

  /** What parts an upload has that goes this way; options about the others are refused. */
  public abstract readonly honours: readonly UploadPart[];

  /** How the resources are spread over Secrets. @throws InputError for a resource that it cannot take. */
  public abstract secrets(name: string, resources: readonly KbsResource[]): ResourceSecrets;

  /** What remains to be done once the Secrets are there. Creates further objects in the scope. */
  public abstract plan(scope: Construct, context: UploadContext): UploadPlan;
}

/** The kinds of ways into the KBS. */
export type KbsRepositoryKind = 'persistentVolumeClaim' | 'hostPath' | 'adminApi' | 'operatorSecret';
