import { z } from 'zod';
import { labelName, labels, nonEmpty, objectName } from './scalars';

/** The user's own Kubernetes YAML. */
export function manifestSchema<Overrides extends z.ZodRawShape>(overrides: Overrides) {
  return z.strictObject({
    path: nonEmpty.meta({ description: 'File or glob, relative to this file', examples: ['manifests/*.yaml'] }),
    namespace: labelName
      .optional()
      .meta({ description: 'Namespace of objects that name none; default: none is written, default is assumed' }),
    select: z
      .strictObject({
        names: z
          .array(objectName)
          .optional()
          .meta({ description: 'Those of these names', examples: [['web']] }),
        labels: labels
          .optional()
          .meta({ description: 'Those with all of these labels', examples: [{ confidential: 'yes' }] }),
        kinds: z
          .array(nonEmpty)
          .optional()
          .meta({ description: 'Those of these kinds', examples: [['Deployment']] }),
      })
      .optional()
      .meta({ description: 'Workloads to make confidential whatever image they use', examples: [{ names: ['web'] }] }),
    podTemplate: z
      .union([nonEmpty, z.array(nonEmpty).min(1)], { error: 'must be a path such as spec.template, or a list of them' })
      .optional()
      .meta({
        description:
          'Where custom resources have their Pod templates; [*] stands for each item of a list, * for each member of a mapping',
        examples: ['spec.template', ['spec.headGroupSpec.template', 'spec.workerGroupSpecs[*].template']],
      }),
    ...overrides,
  });
}
