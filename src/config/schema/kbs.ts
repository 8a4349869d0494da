import { z } from 'zod';
import { KbsAddress } from '../../guest/kbs-address';
import { RepositoryLayout } from '../../kbs/repository-layout';
import { ResourceUri } from '../../kbs/resource-uri';
import { KbsDeployment } from '../../kbs/upload/kbs-deployment';
import { KbsRepository } from '../../kbs/upload/repository';
import { uploadNameProblem } from '../../kbs/upload/upload-checks';
import { checkSchedule } from '../../kubernetes/schedule';
import { quantityProblem } from '../../kubernetes/value';
import type { ConfigDirectory } from '../config-directory';
import {
  addProblems,
  annotations,
  attempt,
  checked,
  fileText,
  flag,
  imageText,
  labelName,
  labels,
  nonEmpty,
  objectName,
  parsed,
  secretKey,
  wholeNumber,
} from './scalars';

const claim = z
  .union(
    [
      objectName.transform((claimName) => ({ claimName })),
      z.strictObject({
        claimName: objectName,
        subPath: nonEmpty.optional(),
        create: z
          .strictObject({
            size: checked(quantityProblem),
            storageClassName: objectName.optional(),
            accessModes: z.array(z.enum(['ReadWriteOnce', 'ReadWriteMany'])).optional(),
          })
          .optional()
          .meta({ description: 'Make the claim too' }),
      }),
    ],
    { error: 'must be the name of a claim, or a mapping with claimName' },
  )
  .transform((options, context) => attempt(context, () => KbsRepository.fromPersistentVolumeClaim(options)));

const hostPath = z
  .union(
    [
      nonEmpty.transform((path) => ({ path, nodeSelector: undefined })),
      z.strictObject({
        path: nonEmpty,
        nodeSelector: labels.optional().meta({ description: 'Labels of the node that has the directory' }),
      }),
    ],
    { error: 'must be a path, or a mapping with path' },
  )
  .transform(({ path, ...options }, context) => attempt(context, () => KbsRepository.fromHostPath(path, options)));

function adminApi(directory: ConfigDirectory) {
  return z
    .strictObject({
      url: nonEmpty,
      tokenSecret: z.strictObject({ name: objectName, key: secretKey }),
      caCertificate: fileText(directory, 'the PEM certificate of the CA that signed the KBS certificate'),
    })
    .transform((options, context) => attempt(context, () => KbsRepository.adminApi(options)));
}

const WAYS = ['persistentVolumeClaim', 'hostPath', 'adminApi', 'operatorSecret'] as const;

/** The ways into the KBS; one of them, and how files are laid out there. */
function repositorySchema(directory: ConfigDirectory) {
  return z
    .strictObject({
      persistentVolumeClaim: claim.optional(),
      hostPath: hostPath.optional(),
      adminApi: adminApi(directory).optional(),
      operatorSecret: flag.transform((wanted) => (wanted ? KbsRepository.operatorSecret() : undefined)).optional(),
      layout: z
        .enum(['both', 'nested', 'flat'])
        .transform((name) => RepositoryLayout.of(name))
        .optional()
        .meta({ description: 'nested: Trustee ≤ 0.18; flat: Trustee ≥ 0.19; both is the default' }),
    })
    .superRefine((repository, context) => {
      const given = WAYS.filter((way) => repository[way]);
      if (given.length < 2) return;
      const what = `holds ${given.join(' and ')}`;
      addProblems(context, [{ what, why: 'the upload writes to one place', fix: `write one of ${WAYS.join(', ')}` }]);
    })
    .transform(({ layout, ...ways }) => ({ layout, way: Object.values(ways).find((way) => way !== undefined) }));
}

const tolerations = z.array(
  z.strictObject({
    key: nonEmpty.optional(),
    operator: z.enum(['Exists', 'Equal']).optional(),
    value: z.string().optional(),
    effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
    tolerationSeconds: wholeNumber(0).optional(),
  }),
);

const upload = z.strictObject({
  name: checked(uploadNameProblem).optional(),
  schedule: parsed(checkSchedule)
    .optional()
    .meta({ description: 'Makes the Job a CronJob: minute, hour, day, month, weekday' }),
  suspend: flag.optional(),
  image: imageText.optional().meta({ description: 'Image of the upload, pinned by digest' }),
  imagePullSecrets: z.array(objectName).optional(),
  runAsUser: wholeNumber(0).optional(),
  runAsGroup: wholeNumber(0).optional(),
  fsGroup: wholeNumber(0).optional(),
  fileMode: z
    .string()
    .regex(/^0?[0-7]{3}$/, { error: 'must be three octal digits in quotes, such as "0600"' })
    .optional(),
  networkPolicy: flag.optional(),
  priorityClassName: objectName.optional(),
  tolerations: tolerations.optional(),
  nodeSelector: labels.optional(),
  labels: labels.optional(),
  annotations: annotations.optional(),
  podLabels: labels.optional(),
  podAnnotations: annotations.optional(),
  kbsPodLabels: labels.optional().meta({ description: "Labels of the KBS's Pods, which the upload runs beside" }),
  backoffLimit: wholeNumber(0).optional(),
  activeDeadlineSeconds: wholeNumber(1).optional(),
  ttlSecondsAfterFinished: wholeNumber(0).optional(),
});

const resource = z.strictObject({
  path: parsed((text) => ResourceUri.parse(text)),
  file: nonEmpty.meta({ description: 'Path of the file to upload, byte for byte' }),
});

/** The Key Broker Service: where the guest reaches it, and how resources get into it. */
export function kbsSchema(directory: ConfigDirectory) {
  return z.strictObject({
    deployment: z
      .enum(['kustomize', 'helm', 'operator'])
      .transform((name) => KbsDeployment.of(name))
      .optional()
      .meta({ description: 'How Trustee was installed' }),
    address: parsed((text) => KbsAddress.parse(text)).meta({
      description: 'host:port or http(s)://host:port, as dialled from the guest',
    }),
    namespace: labelName.optional().meta({ description: 'Of the KBS; default: coco-tenant, or what deployment says' }),
    authFile: parsed((text) => ResourceUri.parse(text))
      .prefault('default/containers/auth')
      .meta({
        description: 'KBS resource path of the registry authentication file',
      }),
    repository: repositorySchema(directory).optional(),
    resources: z.array(resource).default([]).meta({ description: 'Further resources: image keys, policies' }),
    upload: upload.prefault({}),
  });
}

/** The Key Broker Service as `coco.yaml` describes it, checked. */
export type KbsConfig = z.output<ReturnType<typeof kbsSchema>>;
