import { z } from 'zod';
import { labelName, labels, nonEmpty, objectName } from './scalars';

/** The user's own Kubernetes YAML. */
export function manifestSchema<Overrides extends z.ZodRawShape>(overrides: Overrides) {
  return z.strictObject({
    path: nonEmpty.meta({ description: 'File or glob, relative to this file' }),
    namespace: labelName
      .optional()
      .meta({ description: 'Namespace of objects that name none; default: none is written, default is assumed' }),
    select: z
      .strictObject({
        names: z.array(objectName).optional(),
        labels: labels.optional(),
        kinds: z.array(nonEmpty).optional(),
      })
      .optional()
      .meta({ description: 'Workloads to make confidential whatever image they use' }),
    podTemplate: nonEmpty
      .optional()
      .meta({ description: 'Path of the Pod template in custom resources, e.g. spec.template' }),
    ...overrides,
  });
}
