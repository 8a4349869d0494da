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
  mirrors: z
    .array(mirror)
    .optional()
    .meta({ description: 'Tried first, in this order', examples: [[{ location: 'mirror.example/team' }]] }),
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
    channel: z.enum(['auto', 'kernelParameters', 'initdata']).optional().meta({
      description: 'How the guest gets its configuration; default: auto, which is what the runtime class takes',
    }),
    restApi: z
      .enum(['resource', 'attestation', 'all'])
      .optional()
      .meta({ description: 'What containers may ask of the guest at 127.0.0.1:8006; default: resource' }),
    imagePolicy: parsed((text) => ResourceUri.parse(text))
      .optional()
      .meta({
        description: 'KBS resource path of the image policy; images are then verified',
        examples: ['default/security-policy/test'],
      }),
    httpsProxy: nonEmpty
      .optional()
      .meta({ description: 'Proxy through which the guest pulls images', examples: ['http://proxy.example:3128'] }),
    noProxy: nonEmpty.optional().meta({
      description: 'Hosts that the guest reaches without the proxy, separated by commas',
      examples: ['10.0.0.0/8,registry.example'],
    }),
    extraKernelParameters: z
      .array(nonEmpty)
      .optional()
      .meta({
        description: 'Kernel parameters of the guest, after those that are made',
        examples: [['agent.log=debug']],
      }),
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
      .meta({
        description: 'Mirrors and registries without TLS, for the guest; needs initdata',
        examples: [[{ prefix: 'docker.io', location: 'mirror.example/docker.io' }]],
      }),
    extra: z
      .strictObject({ 'aa.toml': tomlTables(directory).optional(), 'cdh.toml': tomlTables(directory).optional() })
      .optional()
      .meta({
        description: "What the guest's files hold beyond the other options; needs initdata",
        examples: [{ 'cdh.toml': 'cdh.toml' }],
      }),
    maxConcurrentLayerDownloads: wholeNumber(1)
      .optional()
      .meta({ description: 'Layers that the guest pulls at once; needs initdata', examples: [3] }),
    policy: fileText(directory, "the Kata agent's policy (policy.rego); needs initdata"),
    userFromImage: flag
      .optional()
      .meta({ description: 'Whether user and groups of workloads may come from their images, without a hint' }),
    algorithm: z
      .enum(['sha256', 'sha384', 'sha512'])
      .optional()
      .meta({ description: 'Digest of the initdata; default: sha256' }),
  });
}
