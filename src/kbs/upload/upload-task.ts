import type { ApiObjectMetadata } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Problem } from '../../input/problem';
import type { RepositoryLayout } from '../repository-layout';
import type { ResourceUri } from '../resource-uri';

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
export interface PreparedUpload {
  /** For a Pod to do. */
  readonly task?: UploadTask;
  /** For the user to do. */
  readonly kbsConfigPatch?: KbsConfigPatch;
  /** What the user should know. */
  readonly warnings?: readonly Problem[];
}
