import { z } from 'zod';
import { RuntimeClass } from '../../guest/runtime-class';
import type { Problem } from '../../input/problem';
import { CredentialSet } from '../../registry/credential-set';
import type { RegistryCredential } from '../../registry/registry-credential';
import type { ConfigDirectory } from '../config-directory';
import { type CredentialConfig, type CredentialRules, credentialSchema } from './credential';
import { DefaultNames, projectName } from './default-names';
import { guestSchema } from './guest';
import { kbsSchema } from './kbs';
import { manifestSchema } from './manifest';
import { runtimeClassKeys, runtimeClassName, withClassFacts } from './runtime-classes';
import { addProblems, attempt, flag, objectName } from './scalars';
import { secretsSchema } from './secrets';
import { type WorkloadConfig, workloadSchema } from './workload';

/**
 * The schema of `coco.yaml`: source of the types, the validation and `coco.schema.json`.
 *
 * @param names defaults of names, which depend on the project
 * @param rules how credentials are read
 */
export function configSchema(
  directory: ConfigDirectory,
  names = DefaultNames.of(undefined),
  rules: CredentialRules = { backend: 'plain' },
) {
  const runtimeClass = runtimeClassName.meta({
    description: 'CoCo runtime class, one of these or any other that the cluster has',
    examples: RuntimeClass.all().map(({ name }) => name),
  });
  const guest = guestSchema(directory);
  const overrides = {
    runtimeClass: runtimeClass.optional(),
    guest: guest
      .optional()
      .meta({ description: 'Keys of the guest in place of those of the file', examples: [{ channel: 'initdata' }] }),
  };
  const keys = z.strictObject({
    project: projectName.optional().meta({
      description: 'Tells the objects of projects in one cluster apart, by label and by default names',
      examples: ['shop'],
    }),
    runtimeClass,
    ...runtimeClassKeys,
    kbs: kbsSchema(directory, names)
      .optional()
      .meta({
        description:
          'The Key Broker Service: where the guest reaches it, and how resources get into it; peer pods can do without',
        examples: [{ address: '172.18.0.3:31731', repository: { persistentVolumeClaim: 'kbs-repository' } }],
      }),
    pullSecret: z
      .strictObject({
        name: objectName
          .default(names.pullSecret)
          .meta({ description: 'Name of the pull Secret in each namespace', examples: ['cococred'] }),
      })
      .prefault({})
      .meta({ description: 'The Secret with which the host pulls', examples: [{ name: 'cococred' }] }),
    host: z
      .strictObject({
        nydusKeychain: flag.default(false).meta({
          description: 'Whether nydus-snapshotter was given a keychain, so that it reads pull Secrets, too',
          examples: [true],
        }),
      })
      .prefault({})
      .meta({ description: 'What the nodes are like', examples: [{ nydusKeychain: true }] }),
    credentials: z
      .array(credentialSchema(directory, rules))
      .default([])
      .superRefine(checkConflicts)
      .meta({
        description: 'Users and passwords of registries',
        examples: [[{ registry: 'registry.example/team', username: 'robot', passwordFile: 'secrets/password' }]],
      }),
    secrets: secretsSchema(directory)
      .prefault({})
      .meta({ description: 'How Secrets get into the cluster', examples: [{ backend: 'plain' }] }),
    namespaces: z
      .enum(['existing', 'create'])
      .default('existing')
      .meta({
        description: 'Whether the namespaces of what is made are there already, or made too, but for that of the KBS',
        examples: ['create'],
      }),
    guest: guest.prefault({}).meta({
      description: 'How the guest is told where the KBS is, and what it takes from there',
      examples: [{ channel: 'initdata' }],
    }),
    workloads: z
      .array(workloadSchema(overrides))
      .default([])
      .superRefine(checkDuplicates)
      .meta({ description: 'Workloads to make', examples: [[{ name: 'web', image: 'registry.example/team/web:1' }]] }),
    manifests: z
      .array(manifestSchema(overrides))
      .default([])
      .meta({ description: 'Your own Kubernetes YAML, made confidential', examples: [[{ path: 'manifests/*.yaml' }]] }),
  });
  return keys.transform(withClassFacts).transform(withExistingNames);
}

/** One registry has one user; saying the same twice is fine. Looks at entries that are right by themselves. */
function checkConflicts(entries: readonly CredentialConfig[], context: z.RefinementCtx): void {
  if (context.issues.length > 0) return;
  const byScope = new Map<string, RegistryCredential>();
  entries.forEach(({ credentials }, index) => {
    for (const credential of credentials) {
      const other = byScope.get(credential.scope) ?? credential;
      byScope.set(credential.scope, other);
      attempt(context, () => new CredentialSet([other, credential]), [index]);
    }
  });
}

function checkDuplicates(workloads: readonly WorkloadConfig[], context: z.RefinementCtx): void {
  if (context.issues.length > 0) return;
  const known = new Set<string>();
  workloads.forEach(({ kind, namespace, name }, index) => {
    const object = `${kind} ${name} in namespace ${namespace}`;
    if (known.has(object)) addProblems(context, [madeTwice(object)], [index]);
    known.add(object);
  });
}

function madeTwice(object: string): Problem {
  return {
    rule: 'duplicate-object',
    what: `${object} is made twice`,
    why: 'the second one applied would overwrite the first',
    fix: 'write another name or namespace for one of them',
  };
}

/** With the backend existing the pull Secret has the name that it has. */
function withExistingNames<T extends { pullSecret: { name: string }; secrets: { existing?: { pullSecret: string } } }>(
  config: T,
): T {
  const { existing } = config.secrets;
  return existing ? { ...config, pullSecret: { name: existing.pullSecret } } : config;
}

/** `coco.yaml`, checked and with everything that it names read. */
export type Config = z.output<ReturnType<typeof configSchema>>;
