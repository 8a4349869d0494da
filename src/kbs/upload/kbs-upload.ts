import { type ApiObject, type ApiObjectMetadata, Chart, Names } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { canonicalJson } from '../../input/json';
import { InputError, type Problem } from '../../input/problem';
import { recommendedLabels } from '../../kubernetes/labels';
import { checkSchedule } from '../../kubernetes/schedule';
import type { DataSecret } from '../../secrets/data-secret';
import { fingerprint } from '../../secrets/fingerprint';
import { PlainBackend } from '../../secrets/plain-backend';
import type { ProvidedSecret } from '../../secrets/secret-backend';
import type { KbsResource, KbsResourceKind } from '../kbs-resource';
import { RepositoryLayout } from '../repository-layout';
import type { ResourceUri } from '../resource-uri';
import type { KbsUploadProps } from './kbs-upload-props';
import { createNetworkPolicy } from './network-policy';
import type { Repository } from './repository';
import type { ResourceSecret, StoredResource } from './resource-secrets';
import { checkNamesAndLabels, checkResources, MAX_NAME_LENGTH, resourceWarnings } from './upload-checks';
import { resourceFile } from './upload-files';
import { createCronJob, createJob } from './upload-job';
import { checkOptions } from './upload-options';
import { uploadPod } from './upload-pod';
import type { KbsConfigPatch, UploadContext, UploadTask } from './upload-task';

const COMPONENT = 'kbs-upload';
const DEFAULT_KBS_POD_LABELS = { app: 'kbs' };

/**
 * Brings resources into the Key Broker Service: the Secrets that hold them, and the Job that carries them over.
 *
 * The Job's name ends in a fingerprint of what it uploads and how, because Kubernetes refuses to change a Job's Pods:
 * changed output is a new Job, unchanged output the same. The fingerprint comes from scrypt, so that nobody can test
 * guesses of a password against it. What is patched into {@link job} afterwards does not count. Finished Jobs go away, so
 * that going back to earlier output uploads it again.
 */
export class KbsUpload extends Construct {
  /** What is uploaded. */
  public readonly resources: readonly KbsResource[];
  /** The Secrets with the content of those resources that bring their own. */
  public readonly secrets: readonly DataSecret[];
  /** The Job; undefined where the way into the KBS needs none. */
  public readonly job?: ApiObject;
  /** The CronJob, where there is a schedule. */
  public readonly cronJob?: ApiObject;
  /** For the trustee-operator: what must be added to its KbsConfig. */
  public readonly kbsConfigPatch?: KbsConfigPatch;
  /** What the user should know. Nothing here keeps the upload from working. */
  public readonly warnings: readonly Problem[];

  /** What changes with the content of each resource. */
  private readonly revisions: readonly unknown[];
  private readonly name: string;
  private readonly partOf?: string;
  private readonly namespace?: string;

  /**
   * @throws InputError for what could not work in the cluster: names and labels that Kubernetes refuses, two resources at
   * one path, a repository that does not lead into this deployment of the KBS, options that the repository would ignore,
   * a schedule that is none.
   */
  public constructor(scope: Construct, id: string, props: KbsUploadProps) {
    super(scope, id);
    const layout = props.layout ?? props.deployment?.layout ?? RepositoryLayout.BOTH;
    const repository = repositoryOf(props);
    this.name = props.metadata?.name ?? Names.toDnsLabel(this, { maxLen: MAX_NAME_LENGTH });
    this.namespace = props.metadata?.namespace ?? Chart.of(this).namespace ?? props.deployment?.namespace;
    this.resources = props.resources;
    this.partOf = props.partOf;
    checkOptions(props, repository);
    checkNamesAndLabels(this.name, props);
    checkResources(props.resources, layout);

    const { secrets, stored } = repository.secrets(this.name, props.resources);
    const provided = new Map(secrets.map((secret) => [secret.name, this.provide(secret, stored, props)]));
    this.secrets = [...provided.values()].flatMap(({ secret }) => secret ?? []);
    this.revisions = stored.map(({ resource, secret }) => provided.get(secret.name)?.revision ?? revision(resource));
    const { task, kbsConfigPatch, warnings = [] } = repository.prepare(this, this.context(props, layout, stored));
    this.kbsConfigPatch = kbsConfigPatch;
    this.warnings = [...warnings, ...resourceWarnings(props.resources)];
    if (task === undefined) return;
    if (props.networkPolicy) this.createNetworkPolicy(task);
    const template = this.podTemplate(task, stored, props);
    this.job = this.createJob(template, props);
    this.cronJob = props.schedule === undefined ? undefined : this.createCronJob(template, props.schedule, props);
  }

  /**
   * Where the guest finds the registry authentication file.
   *
   * @throws InputError when there is none among the resources.
   */
  public get authFile(): ResourceUri {
    return this.only('authFile', 'registry authentication file');
  }

  /**
   * Where the guest finds the image policy.
   *
   * @throws InputError when there is none among the resources.
   */
  public get imagePolicy(): ResourceUri {
    return this.only('imagePolicy', 'image policy');
  }

  private only(kind: KbsResourceKind, name: string): ResourceUri {
    const found = this.resources.find((resource) => resource.kind === kind);
    if (found === undefined) {
      throw new InputError({
        what: `the KBS upload ${this.node.path} has no ${name}`,
        why: 'the guest would ask the KBS in vain',
        fix: `write KbsResource.${kind}(…) among its resources`,
      });
    }
    return found.uri;
  }

  private context(props: KbsUploadProps, layout: RepositoryLayout, stored: readonly StoredResource[]): UploadContext {
    return {
      namespace: this.namespace,
      resources: props.resources.map(({ uri }) => ({ uri, file: resourceFile(uri) })),
      secretNames: [...new Set(stored.map(({ secret }) => secret.name))],
      layout,
      fileMode: props.fileMode,
      claimSubPath: props.deployment?.claimSubPath,
      kbsPodLabels: props.kbsPodLabels ?? props.deployment?.kbsPodLabels ?? DEFAULT_KBS_POD_LABELS,
      identity: props,
      metadata: (name, component) => this.metadata(name, component),
      name: this.name,
    };
  }

  private metadata(name: string, component: string, more: ApiObjectMetadata = {}): ApiObjectMetadata {
    const labels = { ...recommendedLabels(component, this.name, undefined, this.partOf), ...more.labels };
    return { ...more, name, namespace: this.namespace, labels };
  }

  private provide(
    { name, data }: ResourceSecret,
    stored: readonly StoredResource[],
    props: KbsUploadProps,
  ): ProvidedSecret {
    const documents = stored.flatMap(({ resource, secret }) =>
      secret.name === name && resource.document ? [[secret.key, resource.document] as const] : [],
    );
    const { secretScope = this, secretBackend = new PlainBackend() } = props;
    const metadata = { ...this.metadata(name, 'kbs-resources'), name };
    return secretBackend.provide(secretScope, `${this.node.id}-${name}`, {
      metadata,
      data: { ...data, ...Object.fromEntries(documents) },
    });
  }

  private podTemplate(task: UploadTask, stored: readonly StoredResource[], props: KbsUploadProps): k8s.PodTemplateSpec {
    return {
      metadata: { labels: { ...props.podLabels, ...this.podLabels() }, annotations: props.podAnnotations },
      spec: uploadPod(task, stored, props),
    };
  }

  private podLabels(): Record<string, string> {
    return recommendedLabels(COMPONENT, this.name, undefined, this.partOf);
  }

  private createJob(template: k8s.PodTemplateSpec, props: KbsUploadProps): ApiObject {
    const name = `${this.name}-${fingerprint(canonicalJson([template, ...this.revisions]))}`;
    return createJob(this, this.metadata(name, COMPONENT, props.metadata), template, props);
  }

  private createCronJob(template: k8s.PodTemplateSpec, schedule: string, props: KbsUploadProps): ApiObject {
    const metadata = this.metadata(this.name, COMPONENT, props.metadata);
    return createCronJob(this, metadata, template, checkSchedule(schedule), props);
  }

  private createNetworkPolicy(task: UploadTask): void {
    createNetworkPolicy(this, this.metadata(this.name, COMPONENT), this.podLabels(), task.egress());
  }
}

/** What changes whenever the content of a resource does. */
function revision({ content, secret }: KbsResource): unknown {
  return secret === undefined ? Buffer.from(content).toString('base64') : secret.revision;
}

function repositoryOf({ repository, deployment }: KbsUploadProps): Repository {
  const found = deployment === undefined ? repository : deployment.repository(repository);
  if (found === undefined) {
    throw new InputError({
      what: 'the KBS upload has neither a repository nor a deployment',
      why: 'there are several ways into a KBS, and the wrong one leads nowhere',
      fix: "write repository: KbsRepository.fromPersistentVolumeClaim('kbs-repository'), for example",
    });
  }
  return found;
}
