import { z } from 'zod';
import { KbsAddress } from '../../guest/kbs-address';
import type { Problem } from '../../input/problem';
import { RepositoryLayout } from '../../kbs/repository-layout';
import { ResourceUri } from '../../kbs/resource-uri';
import { parseUrl } from '../../kbs/upload/admin-api-checks';
import { KbsDeployment } from '../../kbs/upload/kbs-deployment';
import { KbsRepository } from '../../kbs/upload/kbs-repository';
import { uploadNameProblem } from '../../kbs/upload/upload-checks';
import { checkSchedule } from '../../kubernetes/schedule';
import { quantityProblem } from '../../kubernetes/value';
import type { ConfigDirectory } from '../config-directory';
import type { DefaultNames } from './default-names';
import {
  addProblems,
  attempt,
  checked,
  fileText,
  flag,
  imageText,
  labelName,
  nonEmpty,
  objectName,
  parsed,
  printedAnnotations,
  printedLabels,
  secretKey,
  wholeNumber,
} from './scalars';

const claim = z
  .union(
    [
      objectName.transform((claimName) => ({ claimName })),
      z.strictObject({
        claimName: objectName.meta({
          description: 'Name of the claim that the KBS mounts',
          examples: ['kbs-repository'],
        }),
        subPath: nonEmpty.optional().meta({
          description: "Directory in the volume that is the KBS's repository; default: what deployment says",
          examples: ['kbs/repository'],
        }),
        create: z
          .strictObject({
            size: checked(quantityProblem).meta({ description: 'Size of the claim', examples: ['100Mi'] }),
            storageClassName: objectName
              .optional()
              .meta({ description: "Storage class of the claim; default: the cluster's", examples: ['standard'] }),
            accessModes: z
              .array(z.enum(['ReadWriteOnce', 'ReadWriteMany']))
              .optional()
              .meta({
                description: 'Access modes of the claim; default: ReadWriteOnce',
                examples: [['ReadWriteOnce']],
              }),
          })
          .optional()
          .meta({ description: 'Make the claim too', examples: [{ size: '100Mi' }] }),
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
        path: nonEmpty.meta({
          description: 'Absolute path on the node',
          examples: ['/opt/confidential-containers/kbs/repository'],
        }),
        nodeSelector: printedLabels.optional().meta({
          description: 'Labels of the node that has the directory',
          examples: [{ 'kubernetes.io/hostname': 'node-1' }],
        }),
      }),
    ],
    { error: 'must be a path, or a mapping with path' },
  )
  .transform(({ path, ...options }, context) => attempt(context, () => KbsRepository.fromHostPath(path, options)));

function adminApi(directory: ConfigDirectory) {
  return z
    .strictObject({
      url: nonEmpty
        .superRefine((text, context) => void attempt(context, () => parseUrl(text)))
        .meta({
          description: 'Base URL of the KBS, as dialled from a Pod in kbs.namespace',
          examples: ['https://kbs:8080'],
        }),
      tokenSecret: z
        .strictObject({
          name: objectName.meta({ description: 'Name of the Secret', examples: ['trustee-bootstrap-user-keys'] }),
          key: secretKey.meta({ description: 'Key of the Secret', examples: ['KBS_ADMIN_TOKEN'] }),
        })
        .meta({
          description: 'The Secret in kbs.namespace that holds the admin token',
          examples: [{ name: 'trustee-bootstrap-user-keys', key: 'KBS_ADMIN_TOKEN' }],
        }),
      caCertificate: fileText(directory, 'the PEM certificate of the CA that signed the KBS certificate'),
      proxy: nonEmpty.optional().meta({
        description: "Proxy to reach the KBS through; default: none, whatever the Pod's environment names",
        examples: ['http://proxy.example:3128'],
      }),
    })
    .transform((options, context) => attempt(context, () => KbsRepository.adminApi(options)));
}

const REPOSITORY_KINDS = ['persistentVolumeClaim', 'hostPath', 'adminApi', 'operatorSecret'] as const;

/** The ways into the KBS; one of them, and how files are laid out there. */
function repositorySchema(directory: ConfigDirectory) {
  return z
    .strictObject({
      persistentVolumeClaim: claim.optional().meta({
        description: 'Name of the claim that the KBS keeps its resources in, or a mapping',
        examples: ['kbs-repository'],
      }),
      hostPath: hostPath.optional().meta({
        description: 'Directory of a node that the KBS keeps its resources in',
        examples: ['/opt/confidential-containers/kbs/repository'],
      }),
      adminApi: adminApi(directory)
        .optional()
        .meta({
          description: "The KBS's own API for administrators",
          examples: [
            { url: 'https://kbs:8080', tokenSecret: { name: 'trustee-bootstrap-user-keys', key: 'KBS_ADMIN_TOKEN' } },
          ],
        }),
      operatorSecret: flag
        .transform((wanted) => (wanted ? KbsRepository.operatorSecret() : undefined))
        .optional()
        .meta({ description: 'true: Secrets that the trustee-operator serves', examples: [true] }),
      layout: z
        .enum(['both', 'nested', 'flat'])
        .transform((name) => RepositoryLayout.of(name))
        .optional()
        .meta({ description: 'nested: Trustee ≤ 0.18; flat: Trustee ≥ 0.19; both is the default' }),
    })
    .superRefine((repository, context) => {
      const given = REPOSITORY_KINDS.filter((kind) => repository[kind]);
      if (given.length < 2) return;
      const what = `holds ${given.join(' and ')}`;
      addProblems(context, [
        { what, why: 'the upload writes to one place', fix: `write one of ${REPOSITORY_KINDS.join(', ')}` },
      ]);
    })
    .transform(({ layout, ...kinds }) => ({ layout, target: Object.values(kinds).find((kind) => kind !== undefined) }));
}

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

const upload = z.strictObject({
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

const resource = z
  .strictObject({
    path: parsed((text) => ResourceUri.parse(text)).meta({
      description: 'KBS resource path: repository/type/tag',
      examples: ['default/image_key/web'],
    }),
    file: nonEmpty
      .optional()
      .meta({ description: 'Path of the file to upload, byte for byte', examples: ['keys/web.bin'] }),
    secret: z
      .strictObject({
        name: objectName.meta({ description: 'Name of the Secret', examples: ['image-keys'] }),
        key: secretKey.meta({ description: 'Key in the Secret', examples: ['web'] }),
      })
      .optional()
      .meta({
        description: 'Secret in the namespace of the KBS that holds the content, where something else makes it',
        examples: [{ name: 'image-keys', key: 'web' }],
      }),
  })
  .superRefine(({ file, secret }, context) => {
    if ((file === undefined) !== (secret === undefined)) return;
    const what = file === undefined ? 'says no content' : 'holds file and secret';
    addProblems(context, [
      { rule: 'missing-key', what, why: 'a resource has one content', fix: 'write either file or secret' },
    ]);
  });

interface Paths {
  readonly authFile: ResourceUri;
  readonly resources: readonly { readonly path: ResourceUri }[];
}

function addPathProblems({ authFile, resources }: Paths, context: z.RefinementCtx): void {
  const first = new Map([[authFile.path, 'kbs.authFile, which is made from credentials']]);
  resources.forEach(({ path: { path } }, index) => {
    const other = first.get(path);
    if (other === undefined) first.set(path, `kbs.resources[${index}]`);
    else addProblems(context, [samePath(path, other)], ['resources', index, 'path']);
  });
}

function samePath(path: string, other: string): Problem {
  const what = `${path} is the path of ${other}, too`;
  return { rule: 'duplicate-path', what, why: 'one would overwrite the other in the KBS', fix: 'write another path' };
}

/** The Key Broker Service: where the guest reaches it, and how resources get into it. */
export function kbsSchema(directory: ConfigDirectory, names: DefaultNames) {
  const keys = z.strictObject({
    deployment: z
      .enum(['kustomize', 'helm', 'operator'])
      .transform((name) => KbsDeployment.of(name))
      .optional()
      .meta({ description: 'How Trustee was installed' }),
    address: parsed((text) => KbsAddress.parse(text)).meta({
      description: 'host:port or http(s)://host:port, as dialled from the guest',
      examples: ['172.18.0.3:31731', 'https://kbs.example:8443'],
    }),
    namespace: labelName.optional().meta({
      description: 'Namespace of the KBS; default: coco-tenant, or what deployment says',
      examples: ['coco-tenant'],
    }),
    authFile: parsed((text) => ResourceUri.parse(text))
      .prefault(names.authFile)
      .meta({
        description:
          'KBS resource path of the registry authentication file; default: default/containers/auth, or default/<project>/auth',
        examples: ['default/containers/auth'],
      }),
    repository: repositorySchema(directory)
      .optional()
      .meta({
        description: 'Where the upload writes: exactly one of the ways into the KBS',
        examples: [{ persistentVolumeClaim: 'kbs-repository' }],
      }),
    resources: z
      .array(resource)
      .default([])
      .meta({
        description: 'Further resources: image keys, policies',
        examples: [[{ path: 'default/image_key/web', file: 'keys/web.bin' }]],
      }),
    upload: upload.prefault({}).meta({
      description: 'Name, schedule, security and scheduling of the upload',
      examples: [{ runAsUser: 1000, fsGroup: 1000 }],
    }),
  });
  return keys.superRefine((kbs, context) => {
    addPathProblems(kbs, context);
    const { repository, deployment } = kbs;
    if (context.issues.length > 0 || !repository || repository.target || deployment) return;
    const fix = 'write persistentVolumeClaim: kbs-repository, for example; docs/kbs.md has all ways';
    const why = 'the guest would find no resources there';
    addProblems(context, [{ rule: 'missing-key', what: 'names no way into the KBS', why, fix }], ['repository']);
  });
}

/** The Key Broker Service as `coco.yaml` describes it, checked. */
export type KbsConfig = z.output<ReturnType<typeof kbsSchema>>;
