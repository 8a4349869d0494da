import { z } from 'zod';
import { parseTomlFile } from '../../guest/toml-text';
import { quote } from '../../input/quote';
import { ResourceUri } from '../../kbs/resource-uri';
import type { ConfigDirectory } from '../config-directory';
import { attempt, fileText, flag, nonEmpty, parsed, wholeNumber } from './scalars';

/** Kubernetes has texts only; numbers and switches are taken as what they say. */
const annotationValue = z.union([z.string(), z.int().transform(String), z.boolean().transform(String)], {
  error: 'must be a text, a whole number, or true or false',
});

const mirror = z.strictObject({
  location: nonEmpty.meta({ description: 'host[:port][/path] that stands in for the prefix' }),
  insecure: flag.optional().meta({ description: 'Whether it speaks HTTP, not HTTPS' }),
});

const registryRule = z.strictObject({
  prefix: nonEmpty.optional().meta({ description: 'Images that it is for: host[:port][/path] or *.host' }),
  location: nonEmpty.optional().meta({ description: 'What stands in for the prefix; default: the prefix' }),
  insecure: flag.optional().meta({ description: 'Whether the location speaks HTTP, not HTTPS' }),
  blocked: flag.optional().meta({ description: 'Whether pulling is refused' }),
  mirrors: z.array(mirror).optional().meta({ description: 'Tried first, in this order' }),
});

/** The tables of a TOML file, in place or as the path of such a file. */
function tomlTables(directory: ConfigDirectory) {
  const file = nonEmpty.transform((path, context) =>
    attempt(context, () => parseTomlFile(directory.readText(path), quote(path))),
  );
  return z
    .union([file, z.record(z.string(), z.unknown())], { error: 'must be tables, or the path of a TOML file' })
    .meta({ description: 'Tables and their keys, or the path of a TOML file' });
}

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
    registries: z
      .union([parsed((text) => ResourceUri.parse(text)), z.array(registryRule)], {
        error: 'must be a list of registries, or the KBS resource path of a containers-registries.conf',
      })
      .optional()
      .meta({ description: 'Mirrors and registries without TLS, for the guest; needs initdata' }),
    extra: z
      .strictObject({ 'aa.toml': tomlTables(directory).optional(), 'cdh.toml': tomlTables(directory).optional() })
      .optional()
      .meta({ description: "What the guest's files hold beyond the other options; needs initdata" }),
    maxConcurrentLayerDownloads: wholeNumber(1).optional(),
    policy: fileText(directory, "the Kata agent's policy (policy.rego); needs initdata"),
    algorithm: z.enum(['sha256', 'sha384', 'sha512']).optional(),
  });
}

/** The guest as `coco.yaml` describes it, files read. */
export type GuestConfigValues = z.output<ReturnType<typeof guestSchema>>;
