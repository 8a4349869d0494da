import type { ResourceUri } from '../kbs/resource-uri';
import type { Annotations } from './annotations';
import type { GuestExtra } from './guest-extra';
import type { RestApi } from './guest-options';
import type { InitdataAlgorithm } from './initdata';
import type { KbsAddress } from './kbs-address';
import type { KernelParameters } from './kernel-parameters';
import type { RegistryRule } from './registry-rules';

/** {@link GuestOptions}, read and checked. */
export interface GuestSettings {
  readonly kbs?: KbsAddress;
  readonly authFile?: ResourceUri;
  readonly restApi: RestApi;
  readonly imagePolicy?: ResourceUri;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
  readonly extraKernelParameters: KernelParameters;
  readonly annotations: Annotations;
  readonly kbsCertificate?: string;
  readonly registryCertificates: readonly string[];
  readonly registries?: readonly RegistryRule[] | ResourceUri;
  readonly extra: GuestExtra;
  readonly maxConcurrentLayerDownloads?: number;
  readonly policy?: string;
  readonly algorithm?: InitdataAlgorithm;
  /** Names of the options given that only initdata can carry. */
  readonly initdataOnly: readonly string[];
}
