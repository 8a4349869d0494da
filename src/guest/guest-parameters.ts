import type { GuestSettings } from './guest-settings';
import { KernelParameters } from './kernel-parameters';

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
