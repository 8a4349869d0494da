import type { GuestSettings } from './guest-settings';
import { Initdata } from './initdata';
import { KernelParameters } from './kernel-parameters';
import { tomlLines, tomlString } from './toml-text';

/** Kernel parameters that the guest ignores once `cdh.toml` has an `[image]` table. */
export const IMAGE_PARAMETERS: readonly string[] = [
  'agent.image_registry_auth',
  'agent.image_policy_file',
  'agent.enable_signature_verification',
  'agent.https_proxy',
  'agent.http_proxy',
  'agent.no_proxy',
];

/** Everything as kernel parameters, in the order of the example of the CoCo documentation. */
export function kernelParameters(settings: GuestSettings): KernelParameters {
  return KernelParameters.of({
    'agent.image_registry_auth': settings.authFile?.toString(),
    'agent.guest_components_rest_api': settings.restApi,
    'agent.aa_kbc_params': kbcParameter(settings),
    'agent.image_policy_file': settings.imagePolicy?.toString(),
    'agent.enable_signature_verification': settings.imagePolicy && 'true',
    'agent.https_proxy': settings.httpsProxy,
    'agent.no_proxy': settings.noProxy,
  }).merge(settings.extraKernelParameters);
}

/** What has to be a kernel parameter even where initdata carries the rest. */
export function kernelParametersBesideInitdata({ restApi, extraKernelParameters }: GuestSettings): KernelParameters {
  const needed = { 'agent.guest_components_rest_api': restApi === 'resource' ? undefined : restApi };
  return KernelParameters.of(needed).merge(extraKernelParameters);
}

/** Value of `agent.aa_kbc_params`. */
export function kbcParameter({ kbs }: GuestSettings): string {
  return `cc_kbc::${kbs.url}`;
}

/** Everything as initdata. */
export function initdata(settings: GuestSettings): Initdata {
  const policy: Record<string, string> = settings.policy === undefined ? {} : { 'policy.rego': settings.policy };
  return Initdata.of({
    algorithm: settings.algorithm,
    data: { 'aa.toml': attestationAgentToml(settings), 'cdh.toml': dataHubToml(settings), ...policy },
  });
}

/** Whether `cdh.toml` gets an `[image]` table. */
export function hasImageTable(settings: GuestSettings): boolean {
  return imageTable(settings) !== '';
}

/** `aa.toml`: guest-components `attestation-agent/attestation-agent/src/config`. */
function attestationAgentToml({ kbs, kbsCertificate }: GuestSettings): string {
  return `[token_configs.kbs]\n${tomlLines({ url: tomlString(kbs.url), cert: optional(kbsCertificate) })}`;
}

/** `cdh.toml`: guest-components `confidential-data-hub/hub/src/config/mod.rs`, `image-rs/src/config.rs`. */
function dataHubToml(settings: GuestSettings): string {
  const kbc = tomlLines({
    name: tomlString('cc_kbc'),
    url: tomlString(settings.kbs.url),
    kbs_cert: optional(settings.kbsCertificate),
  });
  return `[kbc]\n${kbc}${imageTable(settings)}`;
}

function imageTable(settings: GuestSettings): string {
  const { authFile, imagePolicy, maxConcurrentLayerDownloads, registryCertificates, httpsProxy, noProxy } = settings;
  const image = tomlLines({
    authenticated_registry_credentials_uri: optional(authFile?.toString()),
    image_security_policy_uri: optional(imagePolicy?.toString()),
    max_concurrent_layer_downloads_per_image: maxConcurrentLayerDownloads?.toString(),
    extra_root_certificates: registryCertificates.length > 0 ? list(registryCertificates) : undefined,
  });
  const proxy = tomlLines({ https_proxy: optional(httpsProxy), no_proxy: optional(noProxy) });
  return [image && `\n[image]\n${image}`, proxy && `\n[image.image_pull_proxy]\n${proxy}`].join('');
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : tomlString(text);
}

function list(texts: readonly string[]): string {
  return `[\n${texts.map((text) => `${tomlString(text)},\n`).join('')}]`;
}
