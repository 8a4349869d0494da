import { basename } from 'node:path';
import { planned } from '../app/assemble';
import { CredentialDocuments } from '../app/credential-documents';
import { guestFile } from '../app/review-file';
import { ConfigDirectory } from '../config/config-directory';
import type { Environment } from '../config/interpolate';
import { InputError } from '../input/problem';
import { ImageReference } from '../registry/image-reference';
import {
  type AskedImage,
  type CredentialSources,
  explainImages,
  type ImageExplanation,
  type ReaderExplanation,
} from '../report/explanation';
import { formatExplanations } from './explanation-text';
import type { Io } from './io';

export interface ExplainOptions {
  readonly config: string;
  readonly namespace: string;
  readonly authFile?: string;
  readonly dockerConfig?: string;
  /** Whether nydus-snapshotter was given a keychain. */
  readonly nydus?: boolean;
  /** Whether images that are asked for run in peer pods. */
  readonly peerPods?: boolean;
  readonly json?: boolean;
}

/**
 * Prints which credential each reader picks for images, and why.
 *
 * @param images references; without any, all images of the configuration
 * @returns the exit code: 1 where a reader finds nothing for an image that is not public, something ambiguous or what a
 * registry refuses, or where readers log in differently
 * @throws InputError for files and references that cannot be read.
 */
export function explain(images: readonly string[], options: ExplainOptions, { env, stdout }: Io): number {
  const { namespace, peerPods } = options;
  const asked = images.map((image) => ({ image: ImageReference.parse(image), namespace, peerPods }));
  const explanations =
    options.authFile || options.dockerConfig ? fromFiles(asked, options) : fromConfig(asked, options, env);
  const text = explanations.length > 0 ? formatExplanations(explanations) : 'no confidential workload, so no image';
  stdout.write(`${options.json ? JSON.stringify(explanations, null, 2) : text}\n`);
  return explanations.every(isSettled) ? 0 : 1;
}

/** An image of the configuration that no credential covers is taken to be public. */
function isSettled({ where, readers, differs }: ImageExplanation): boolean {
  const isPublic = where !== undefined && readers.every(({ outcome }) => outcome === 'none');
  return isPublic || (!differs && readers.every(isUsable));
}

function isUsable({ outcome, entries: [first] }: ReaderExplanation): boolean {
  return outcome === 'found' && first?.flaw === undefined;
}

function fromFiles(
  asked: readonly AskedImage[],
  { authFile, dockerConfig, namespace, nydus }: ExplainOptions,
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
    nydusKeychain: nydus,
  };
  return explainImages(asked, sources);
}

/** Images that are asked for are explained as if a workload used them. */
function fromConfig(
  asked: readonly AskedImage[],
  options: ExplainOptions,
  environment: Environment,
): ImageExplanation[] {
  const { config, plan } = planned(options.config, environment);
  const { credentials, images } = plan;
  const peerPods = options.peerPods ?? config.runtimeClass.peerPods;
  const wanted = asked.map((use) => ({ ...use, where: 'asked for', peerPods }));
  const documents = CredentialDocuments.forUses(credentials, [...images, ...wanted]);
  const { pullSecret, host } = config;
  return explainImages(asked.length > 0 ? asked.map((use) => ({ ...use, peerPods })) : images, {
    pullSecrets: documents.pullSecrets(pullSecret.name),
    authFile: guestFile(config, documents),
    nydusKeychain: options.nydus ?? host.nydusKeychain,
  });
}
