import { z } from 'zod';
import { ResourceUri } from '../../kbs/resource-uri';
import type { ConfigDirectory } from '../config-directory';
import { fileText, nonEmpty, parsed, wholeNumber } from './scalars';

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
    kbsCertificate: fileText(directory, "the KBS's certificate (PEM); needs initdata"),
    maxConcurrentLayerDownloads: wholeNumber(1).optional(),
    policy: fileText(directory, "the Kata agent's policy (policy.rego); needs initdata"),
    algorithm: z.enum(['sha256', 'sha384', 'sha512']).optional(),
  });
}

/** The guest as `coco.yaml` describes it, files read. */
export type GuestConfigValues = z.output<ReturnType<typeof guestSchema>>;
