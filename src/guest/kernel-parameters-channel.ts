import type { RestApi } from './guest-options';
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
    ...(settings.kbs ? { 'agent.guest_components_rest_api': settings.restApi } : restApiParameter(settings.restApi)),
    'agent.aa_kbc_params': kbcParameter(settings),
    'agent.image_policy_file': settings.imagePolicy?.toString(),
    'agent.enable_signature_verification': settings.imagePolicy && 'true',
    'agent.https_proxy': settings.httpsProxy,
    'agent.no_proxy': settings.noProxy,
  }).merge(settings.extraKernelParameters);
}

/** What has to be a kernel parameter even where initdata carries the rest. */
export function kernelParametersBesideInitdata({ restApi, extraKernelParameters }: GuestSettings): KernelParameters {
  return KernelParameters.of(restApiParameter(restApi)).merge(extraKernelParameters);
}

/** What the agent does anyway is left out. */
function restApiParameter(restApi: RestApi): Record<string, string | undefined> {
  return { 'agent.guest_components_rest_api': restApi === 'resource' ? undefined : restApi };
}

/** Value of `agent.aa_kbc_params`; undefined without a KBS. */
export function kbcParameter({ kbs }: GuestSettings): string | undefined {
  return kbs && `cc_kbc::${kbs.url}`;
}
