import type { ApiObjectMetadata } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { SecretBackend } from '../../secrets/secret-backend';
import type { KbsResource } from '../kbs-resource';
import type { RepositoryLayout } from '../repository-layout';
import type { KbsDeployment } from './kbs-deployment';
import type { Repository } from './repository';

export interface KbsUploadProps {
  /**
   * `name`: base of the names of all objects, a DNS label of at most 52 characters. `namespace`: where the KBS runs.
   * `labels` and `annotations` go on the Job and the CronJob.
   *
   * @default - a name from the construct's path; the namespace of the chart, else that of the deployment
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * Value of the label `app.kubernetes.io/part-of` of all objects: tells projects in one cluster apart.
   * @default confidential-containers
   */
  readonly partOf?: string;

  /** What to upload; at least one, each with a path of its own. */
  readonly resources: readonly KbsResource[];

  /**
   * The way into the KBS.
   * @default - the deployment's own, where it has one
   */
  readonly repository?: Repository;

  /**
   * How the KBS was deployed: gives defaults for namespace, layout, paths and labels.
   * @default - none
   */
  readonly deployment?: KbsDeployment;

  /**
   * Which Trustee versions are to find the resources in a volume.
   * @default - that of the deployment, else RepositoryLayout.BOTH
   */
  readonly layout?: RepositoryLayout;

  /**
   * Where the Secrets with the content are created, so that they can be kept out of Git.
   * @default - in this construct
   */
  readonly secretScope?: Construct;

  /**
   * How the Secrets with the content get into the cluster.
   * @default - as they are, see PlainBackend
   */
  readonly secretBackend?: SecretBackend;

  /**
   * Labels of the KBS's Pods: the upload runs beside them, and a NetworkPolicy lets it reach them.
   * @default - those of the deployment, else { app: 'kbs' }
   */
  readonly kbsPodLabels?: Readonly<Record<string, string>>;

  /**
   * When to upload again: five cron fields, or `@hourly` and the like. Adds a CronJob to the Job, which follows its
   * Secrets without a new synthesis.
   *
   * @default - once, and again whenever the output changes
   */
  readonly schedule?: string;

  /**
   * Whether Job and CronJob are to wait.
   * @default false
   */
  readonly suspend?: boolean;

  /**
   * Uploader image: BusyBox for a volume, curl for the admin API, or something compatible.
   * @default - a public one, pinned by digest
   */
  readonly image?: string;

  /**
   * Names of the Secrets with which the uploader image is pulled.
   * @default - none
   */
  readonly imagePullSecrets?: readonly string[];

  /**
   * Numeric user of the upload.
   * @default - 0, without any capability, for a volume: the KBS's directories belong to it; 65532 for the admin API
   */
  readonly runAsUser?: number;

  /**
   * Numeric group of the upload.
   * @default - fsGroup, else runAsUser
   */
  readonly runAsGroup?: number;

  /**
   * Group that the kubelet gives the volumes to.
   * @default - none for a volume, 65532 for the admin API
   */
  readonly fsGroup?: number;

  /**
   * Mode of the files in the repository, octal.
   * @default - '0600' for uid 0, else '0644': a KBS of uid 0 without capabilities can read another user's file only then
   */
  readonly fileMode?: string;

  /**
   * Whether to create a NetworkPolicy that allows the upload only the traffic it needs: none with a volume, the KBS and
   * DNS with the admin API.
   *
   * @default false
   */
  readonly networkPolicy?: boolean;

  /** @default - the cluster's */
  readonly priorityClassName?: string;

  /** @default - none */
  readonly tolerations?: readonly k8s.Toleration[];

  /** Labels of the nodes where the upload may run. @default - any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;

  /** Further labels of the upload's Pods. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;

  /** Annotations of the upload's Pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;

  /**
   * How often a failed Pod is replaced.
   * @default 6
   */
  readonly backoffLimit?: number;

  /**
   * Seconds after which an upload is given up.
   * @default 3600
   */
  readonly activeDeadlineSeconds?: number;

  /**
   * Seconds after which a finished Job is deleted, or `never`. One that is still there keeps an earlier content from being
   * uploaded again. A Job that is deleted is an Argo CD hook too, as Argo CD would otherwise create it again and again.
   *
   * @default - 600 for the Job; a CronJob's Jobs go by its history
   */
  readonly ttlSecondsAfterFinished?: number | 'never';
}
