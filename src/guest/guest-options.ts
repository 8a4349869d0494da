import type { ResourceUri } from '../kbs/resource-uri';
import type { Annotations } from './annotations';
import type { GuestExtra } from './guest-extra';
import type { InitdataAlgorithm } from './initdata';
import type { KbsAddress } from './kbs-address';
import type { RegistryRule } from './registry-rules';

/** How the configuration travels into the guest. */
export type GuestChannel = 'kernelParameters' | 'initdata';

/** What the guest's REST API at 127.0.0.1:8006 offers to the containers. */
export type RestApi = 'resource' | 'attestation' | 'all';

/** How the guest reaches the KBS, what it fetches there, and how it pulls images. */
export interface GuestOptions {
  /**
   * The KBS as the guest dials it, `host:port` or `http(s)://host:port`.
   * @default - none: the guest asks no KBS; peer pods pull with credentials even so
   */
  readonly kbs?: KbsAddress | string;
  /**
   * KBS resource that holds the registry authentication file, such as `default/containers/auth`.
   * @default - none: images are pulled without credentials
   */
  readonly authFile?: ResourceUri | string;
  /**
   * What the guest's REST API offers. The agent's own default is `resource` (kata-containers `src/agent/src/config.rs`,
   * 3.x), so with initdata nothing is needed for it; the others are kernel parameters in either channel.
   * @default resource
   */
  readonly restApi?: RestApi;
  /**
   * KBS resource that holds the image security policy (containers-policy.json); images are then verified.
   * @default - images are not verified
   */
  readonly imagePolicy?: ResourceUri | string;
  /**
   * Proxy through which the guest pulls images, without user and password.
   * @default - none
   */
  readonly httpsProxy?: string;
  /**
   * Hosts that are pulled from without the proxy, separated by commas.
   * @default - none
   */
  readonly noProxy?: string;
  /**
   * Further kernel parameters, one each, such as `agent.log=debug`.
   * @default - none
   */
  readonly extraKernelParameters?: readonly string[];
  /**
   * Annotations that every Pod gets which has them not, by the names that Kata gives them, such as
   * `io.katacontainers.config.runtime.create_container_timeout`, or by their last part.
   * @default - none
   */
  readonly annotations?: Annotations;
  /**
   * Certificate (PEM) of the KBS, or of its authority, for an `https` address. Needs initdata.
   * @default - the authorities that the guest image trusts
   */
  readonly kbsCertificate?: string;
  /**
   * Certificates (PEM, bundles allowed) of private authorities for registries. Needs initdata.
   * @default - the authorities that the guest image trusts
   */
  readonly registryCertificates?: readonly string[];
  /**
   * Mirrors and registries without TLS: rules, or the KBS resource that holds them (a containers-registries.conf). Needs
   * initdata.
   * @default - images are pulled from where their names say, over HTTPS
   */
  readonly registries?: readonly RegistryRule[] | ResourceUri | string;
  /**
   * What `aa.toml` and `cdh.toml` hold beyond the other options, by their tables. Needs initdata.
   * @default - nothing
   */
  readonly extra?: GuestExtra;
  /**
   * Layers of one image that are downloaded at a time. Needs initdata.
   * @default - 3, the guest's own default
   */
  readonly maxConcurrentLayerDownloads?: number;
  /**
   * Text of the Kata agent's policy (`policy.rego`). Needs initdata.
   * @default - the policy of the guest image
   */
  readonly policy?: string;
  /**
   * Digest algorithm of initdata. Needs initdata.
   * @default sha256
   */
  readonly algorithm?: InitdataAlgorithm;
  /**
   * When the certificates have to be valid.
   * @default - at the time of the call
   */
  readonly now?: Date;
}
