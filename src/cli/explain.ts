import { basename } from 'node:path';
import { planned } from '../app/assemble';
import { Distribution } from '../app/distribution';
import { ConfigDirectory } from '../config/config-directory';
import type { Environment } from '../config/interpolate';
import { InputError } from '../input/problem';
import { ImageReference } from '../registry/image-reference';
import {
  type AskedImage,
  type CredentialSources,
  explainImages,
  formatExplanations,
  type ImageExplanation,
} from './explanation';
import type { Io } from './io';

export interface ExplainOptions {
  readonly config: string;
  readonly namespace: string;
  readonly authFile?: string;
  readonly dockerConfig?: string;
  readonly json?: boolean;
}

/**
 * Prints which credential each reader picks for images, and why.
 *
 * @param images references; without any, all images of the configuration
 * @returns the exit code: 1 where a reader finds nothing for an image that is not public, or something ambiguous
 * @throws InputError for files and references that cannot be read.
 */
export function explain(images: readonly string[], options: ExplainOptions, { env, stdout }: Io): number {
  const asked = images.map((image) => ({ image: ImageReference.parse(image), namespace: options.namespace }));
  const explanations =
    options.authFile || options.dockerConfig ? fromFiles(asked, options) : fromConfig(asked, options, env);
  const text = explanations.length > 0 ? formatExplanations(explanations) : 'no confidential workload, so no image';
  stdout.write(`${options.json ? JSON.stringify(explanations, null, 2) : text}\n`);
  return explanations.every(isSettled) ? 0 : 1;
}

/** An image of the configuration that no credential covers is taken to be public. */
function isSettled({ where, readers }: ImageExplanation): boolean {
  const isPublic = where !== undefined && readers.every(({ outcome }) => outcome === 'none');
  return isPublic || readers.every(({ outcome }) => outcome === 'found');
}

function fromFiles(
  asked: readonly AskedImage[],
  { authFile, dockerConfig, namespace }: ExplainOptions,
): ImageExplanation[] {
  if (asked.length === 0) {
    throw new InputError({
      what: 'no image to explain',
      fix: 'write its reference, e.g. cdk8s-coco explain registry.example/team/app',
    });
  }
  const directory = new ConfigDirectory('.', 'the working directory');
  const sources: CredentialSources = {
    pullSecrets: dockerConfig
      ? [{ namespace, name: basename(dockerConfig), content: directory.read(dockerConfig, `the file ${dockerConfig}`) }]
      : undefined,
    authFile: authFile
      ? { source: basename(authFile), content: directory.read(authFile, `the file ${authFile}`) }
      : undefined,
  };
  return explainImages(asked, sources);
}

const NO_CREDENTIALS = '{"auths":{}}';

/** Images that are asked for are explained as if a workload used them. */
function fromConfig(
  asked: readonly AskedImage[],
  options: ExplainOptions,
  environment: Environment,
): ImageExplanation[] {
  const { config, plan } = planned(options.config, environment);
  const { credentials, images } = plan;
  const wanted = asked.map((use) => ({ where: 'asked for', ...use }));
  const distribution = Distribution.forUses(credentials, [...images, ...wanted]);
  const { pullSecret, kbs } = config;
  return explainImages(asked.length > 0 ? asked : images, {
    pullSecrets: distribution.pullSecrets(pullSecret.name),
    authFile: { source: kbs.authFile.toString(), content: distribution.authFile?.toString() ?? NO_CREDENTIALS },
  });
}
