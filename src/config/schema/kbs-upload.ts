import { z } from 'zod';
import { uploadNameProblem } from '../../kbs/upload/upload-checks';
import { checkSchedule } from '../../kubernetes/schedule';
import {
  checked,
  flag,
  imageText,
  nonEmpty,
  objectName,
  parsed,
  printedAnnotations,
  printedLabels,
  wholeNumber,
} from './scalars';

const tolerations = z.array(
  z.strictObject({
    key: nonEmpty.optional().meta({ description: 'Key of the taint; default: every key', examples: ['dedicated'] }),
    operator: z.enum(['Exists', 'Equal']).optional().meta({ description: 'How the value is compared; default: Equal' }),
    value: z
      .string()
      .optional()
      .meta({ description: 'Value of the taint', examples: ['kbs'] }),
    effect: z
      .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
      .optional()
      .meta({ description: 'Effect of the taint; default: every effect' }),
    tolerationSeconds: wholeNumber(0)
      .optional()
      .meta({ description: 'Seconds for which a NoExecute taint is tolerated; default: for ever', examples: [300] }),
  }),
);

/** Name, schedule, security and scheduling of the upload. */
export const kbsUpload = z.strictObject({
  name: checked(uploadNameProblem)
    .optional()
    .meta({
      description: 'Base of the names of Job, Secrets and the rest; default: kbs-upload, or <project>-kbs-upload',
      examples: ['kbs-upload'],
    }),
  schedule: parsed(checkSchedule)
    .optional()
    .meta({ description: 'Adds a CronJob to the Job: minute, hour, day, month, weekday', examples: ['*/15 * * * *'] }),
  suspend: flag
    .optional()
    .meta({ description: 'Whether Job and CronJob are to wait; default: false', examples: [true] }),
  image: imageText.optional().meta({
    description: 'Image of the upload, pinned by digest; default: a public one',
    examples: ['mirror.example/busybox@sha256:…'],
  }),
  imagePullSecrets: z
    .array(objectName)
    .optional()
    .meta({ description: "Secrets with which the upload's image is pulled", examples: [['mirror-cred']] }),
  runAsUser: wholeNumber(0)
    .optional()
    .meta({
      description: 'Numeric user of the upload; default: 0 for a volume, 65532 for the admin API',
      examples: [1000],
    }),
  runAsGroup: wholeNumber(0)
    .optional()
    .meta({ description: 'Numeric group of the upload; default: fsGroup, else runAsUser', examples: [1000] }),
  fsGroup: wholeNumber(0)
    .optional()
    .meta({ description: 'Group that the kubelet gives the volumes to', examples: [1000] }),
  fileMode: z
    .string()
    .regex(/^0?[0-7]{3}$/, { error: 'must be three octal digits in quotes, such as "0600"' })
    .optional()
    .meta({
      description: 'Mode of the files in the volume, octal; default: "0600" for user 0, else "0644"',
      examples: ['0600'],
    }),
  networkPolicy: flag.optional().meta({
    description: 'Make a NetworkPolicy that allows only the traffic that the upload needs; default: false',
    examples: [true],
  }),
  priorityClassName: objectName
    .optional()
    .meta({ description: "Priority class of the upload's Pods", examples: ['system-cluster-critical'] }),
  tolerations: tolerations.optional().meta({
    description: "Taints that the upload's Pods tolerate",
    examples: [[{ key: 'dedicated', operator: 'Exists' }]],
  }),
  nodeSelector: printedLabels.optional().meta({
    description: 'Labels of the nodes where the upload may run',
    examples: [{ 'kubernetes.io/hostname': 'node-1' }],
  }),
  labels: printedLabels
    .optional()
    .meta({ description: 'Further labels of the Job and the CronJob', examples: [{ team: 'platform' }] }),
  annotations: printedAnnotations
    .optional()
    .meta({ description: 'Annotations of the Job and the CronJob', examples: [{ 'argocd.argoproj.io/hook': 'Sync' }] }),
  podLabels: printedLabels
    .optional()
    .meta({ description: "Further labels of the upload's Pods", examples: [{ team: 'platform' }] }),
  podAnnotations: printedAnnotations
    .optional()
    .meta({ description: "Annotations of the upload's Pods", examples: [{ 'sidecar.istio.io/inject': 'false' }] }),
  kbsPodLabels: printedLabels
    .optional()
    .meta({ description: "Labels of the KBS's Pods, which the upload runs beside", examples: [{ app: 'kbs' }] }),
  backoffLimit: wholeNumber(0)
    .optional()
    .meta({ description: 'How often a failed Pod is replaced; default: 6', examples: [6] }),
  activeDeadlineSeconds: wholeNumber(1)
    .optional()
    .meta({ description: 'Seconds after which an upload is given up; default: 3600', examples: [3600] }),
  ttlSecondsAfterFinished: z
    .union([wholeNumber(0), z.literal('never')], { error: 'must be a number of seconds, or never' })
    .optional()
    .meta({ description: 'Seconds after which a finished Job is deleted, or never; default: 600', examples: [86400] }),
});
