import { z } from 'zod';
import { RepositoryLayout } from '../../kbs/repository-layout';
import { parseUrl } from '../../kbs/upload/admin-api-checks';
import { KbsRepository } from '../../kbs/upload/kbs-repository';
import { quantityProblem } from '../../kubernetes/quantity';
import type { ConfigDirectory } from '../config-directory';
import {
  addProblems,
  attempt,
  checked,
  fileText,
  flag,
  nonEmpty,
  objectName,
  printedLabels,
  secretKey,
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
export function kbsRepository(directory: ConfigDirectory) {
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
        .enum(RepositoryLayout.ALL.map(({ name }) => name))
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
