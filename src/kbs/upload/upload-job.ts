import type { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { KbsUploadProps } from './kbs-upload-props';

/** What a Job and a CronJob have in common. */
export type JobOptions = Pick<
  KbsUploadProps,
  'schedule' | 'suspend' | 'backoffLimit' | 'activeDeadlineSeconds' | 'ttlSecondsAfterFinished'
>;

/** Seconds by which a scheduled upload may be late, e.g. while the control plane is down, before it waits for the next. */
const STARTING_DEADLINE_SECONDS = 300;

/** The Job that runs a Pod once. */
export function createJob(
  scope: Construct,
  metadata: ApiObjectMetadata,
  template: k8s.PodTemplateSpec,
  options: JobOptions,
): ApiObject {
  const { suspend } = options;
  return new k8s.KubeJob(scope, 'Job', { metadata, spec: { ...jobSpec(template, options), suspend } });
}

/** The CronJob that runs a Pod again and again. */
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
  return {
    backoffLimit: options.backoffLimit ?? 6,
    activeDeadlineSeconds: options.activeDeadlineSeconds ?? 3600,
    ttlSecondsAfterFinished: options.ttlSecondsAfterFinished,
    template,
  };
}
