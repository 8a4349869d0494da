import { z } from 'zod';
import { ResourceUri } from '../../kbs/resource-uri';
import type { ConfigDirectory } from '../config-directory';
import { fileText, nonEmpty, parsed, wholeNumber } from './scalars';

/** Kubernetes has texts only; numbers and switches are taken as what they say. */
const annotationValue = z.union([z.string(), z.int().transform(String), z.boolean().transform(String)], {
  error: 'must be a text, a whole number, or true or false',
});

/** How the guest is told where the KBS is, and what it takes from there. */
export function guestSchema(directory: ConfigDirectory) {
  return z.strictObject({
    channel: z.enum(['auto', 'kernelParameters', 'initdata']).optional(),
    restApi: z.enum(['resource', 'attestation', 'all']).optional(),
    imagePolicy: parsed((text) => ResourceUri.parse(text))
      .optional()
      .meta({ description: 'KBS resource path of the image policy; images are then verified' }),
    httpsProxy: nonEmpty.optional(),
    noProxy: nonEmpty.optional(),
    extraKernelParameters: z.array(nonEmpty).optional(),
    annotations: z
      .record(nonEmpty, annotationValue)
      .optional()
      .meta({
        description:
          'Annotations of Kata for all Pods, e.g. create_container_timeout (seconds) or default_memory (MiB)',
        examples: [{ create_container_timeout: 600, default_memory: 4096 }],
      }),
    kbsCertificate: fileText(directory, "the KBS's certificate (PEM); needs initdata"),
    maxConcurrentLayerDownloads: wholeNumber(1).optional(),
    policy: fileText(directory, "the Kata agent's policy (policy.rego); needs initdata"),
    algorithm: z.enum(['sha256', 'sha384', 'sha512']).optional(),
  });
}

/** The guest as `coco.yaml` describes it, files read. */
export type GuestConfigValues = z.output<ReturnType<typeof guestSchema>>;
