import { z } from 'zod';
import { KbsAddress } from '../../guest/kbs-address';
import type { Problem } from '../../input/problem';
import { ResourceUri } from '../../kbs/resource-uri';
import { KbsDeployment } from '../../kbs/upload/kbs-deployment';
import type { ConfigDirectory } from '../config-directory';
import type { DefaultNames } from './default-names';
import { kbsRepository } from './kbs-repository';
import { kbsUpload } from './kbs-upload';
import { addProblems, labelName, nonEmpty, objectName, parsed, secretKey } from './scalars';

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
      .enum(KbsDeployment.ALL.map(({ name }) => name))
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
    repository: kbsRepository(directory)
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
    upload: kbsUpload.prefault({}).meta({
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
