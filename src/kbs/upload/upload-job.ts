import type { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { KbsUploadProps } from './kbs-upload-props';

/** What a Job and a CronJob have in common. */
export type JobOptions = Pick<
  KbsUploadProps,
  'schedule' | 'suspend' | 'backoffLimit' | 'activeDeadlineSeconds' | 'ttlSecondsAfterFinished'
>;

/**
 * Seconds for which a finished Job stays. A Job that is still there is what `kubectl apply` finds when the user goes back
 * to what it uploaded: it would change nothing and run nothing.
 */
const TTL_SECONDS = 600;

/**
 * For Argo CD a Job that its TTL deletes is missing, and is made again and again, unless it is a hook: then each
 * synchronisation runs it once.
 */
const HOOK_ANNOTATIONS = {
  'argocd.argoproj.io/hook': 'Sync',
  'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
};

/** Seconds by which a scheduled upload may be late, e.g. while the control plane is down, before it waits for the next. */
const STARTING_DEADLINE_SECONDS = 300;

/** The Job that runs a Pod once. */
export function createJob(
  scope: Construct,
  metadata: ApiObjectMetadata,
  template: k8s.PodTemplateSpec,
  options: JobOptions,
): ApiObject {
  const { suspend, ttlSecondsAfterFinished = TTL_SECONDS } = options;
  const annotations = ttlSecondsAfterFinished === 'never' ? {} : HOOK_ANNOTATIONS;
  return new k8s.KubeJob(scope, 'Job', {
    metadata: { ...metadata, annotations: { ...annotations, ...metadata.annotations } },
    spec: { ...jobSpec(template, { ...options, ttlSecondsAfterFinished }), suspend },
  });
}

/** The CronJob that runs a Pod again and again; its history says how many finished Jobs stay. */
export function createCronJob(
  scope: Construct,
  metadata: ApiObjectMetadata,
  template: k8s.PodTemplateSpec,
  schedule: string,
  options: JobOptions,
): ApiObject {
  return new k8s.KubeCronJob(scope, 'CronJob', {
    metadata,
    spec: {
      schedule,
      suspend: options.suspend,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: STARTING_DEADLINE_SECONDS,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: { metadata: { labels: template.metadata?.labels }, spec: jobSpec(template, options) },
    },
  });
}

function jobSpec(template: k8s.PodTemplateSpec, options: JobOptions): k8s.JobSpec {
  const { backoffLimit = 6, activeDeadlineSeconds = 3600, ttlSecondsAfterFinished } = options;
  return {
    backoffLimit,
    activeDeadlineSeconds,
    ttlSecondsAfterFinished: ttlSecondsAfterFinished === 'never' ? undefined : ttlSecondsAfterFinished,
    template,
  };
}
