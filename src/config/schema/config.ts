import { z } from 'zod';
import type { ConfigDirectory } from '../config-directory';
import { credentialSchema } from './credential';
import { guestSchema } from './guest';
import { kbsSchema } from './kbs';
import { manifestSchema } from './manifest';
import { runtimeClassKeys, runtimeClassName, withClassFacts } from './runtime-classes';
import { addProblems, objectName } from './scalars';
import { workloadSchema } from './workload';

/** The schema of `coco.yaml`: source of the types, the validation and `coco.schema.json`. */
export function configSchema(directory: ConfigDirectory) {
  const runtimeClass = runtimeClassName.meta({
    description: 'Name of a CoCo runtime class, e.g. kata-qemu-tdx',
  });
  const guest = guestSchema(directory);
  const overrides = { runtimeClass: runtimeClass.optional(), guest: guest.optional() };
  const keys = z.strictObject({
    runtimeClass,
    ...runtimeClassKeys,
    kbs: kbsSchema(directory),
    pullSecret: z.strictObject({ name: objectName.default('cococred') }).prefault({}),
    credentials: z.array(credentialSchema(directory)).default([]),
    secrets: z.strictObject({ backend: z.enum(BACKENDS).superRefine(checkBackend).default('plain') }).prefault({}),
    guest: guest.prefault({}),
    workloads: z.array(workloadSchema(overrides)).default([]),
    manifests: z.array(manifestSchema(overrides)).default([]),
  });
  return keys.transform(withClassFacts);
}

const BACKENDS = ['plain', 'existing', 'sealed', 'external'] as const;

function checkBackend(backend: string, context: z.RefinementCtx): void {
  if (backend === 'plain') return;
  addProblems(context, [
    { what: `${backend} is not supported yet`, why: 'no Secret would be made', fix: 'write plain' },
  ]);
}

/** `coco.yaml`, checked and with everything that it names read. */
export type Config = z.output<ReturnType<typeof configSchema>>;
