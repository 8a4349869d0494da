import { defined, isObject, type JsonObject, objectOf } from '../input/json';
import { ResourceUri } from '../kbs/resource-uri';
import type { GuestSettings } from './guest-settings';
import { Initdata } from './initdata';
import { registryConfig } from './registry-rules';
import { mergeTables, tomlDocument } from './toml-tables';

/** The guest's own default, which a `cdh.toml` has to say (guest-components v0.21, `KbsConfig`). */
const NO_KBS: JsonObject = { name: 'offline_fs_kbc', url: '' };

/** Everything as initdata. */
export function initdata(settings: GuestSettings): Initdata {
  const { algorithm, policy } = settings;
  const hub = dataHub(settings);
  // The pod VM of peer pods starts nothing before there is an aa.toml (cloud-api-adaptor v0.22, attestation-agent.path).
  const agent = { 'aa.toml': tomlDocument(attestationAgent(settings)) };
  const files = isEmpty(hub) ? agent : { ...agent, 'cdh.toml': tomlDocument(hub) };
  return Initdata.of({ algorithm, data: policy === undefined ? files : { ...files, 'policy.rego': policy } });
}

/** Whether there is anything that initdata would tell the guest. */
export function hasInitdata(settings: GuestSettings): boolean {
  return settings.policy !== undefined || !isEmpty(attestationAgent(settings)) || !isEmpty(dataHub(settings));
}

/** Whether `cdh.toml` gets an `[image]` table. */
export function hasImageTable(settings: GuestSettings): boolean {
  return isObject(dataHub(settings).image);
}

/**
 * `aa.toml`: guest-components `attestation-agent/attestation-agent/src/config`.
 *
 * @throws InputError where `extra` contradicts the other options.
 */
export function attestationAgent({ kbs, kbsCertificate, extra }: GuestSettings): JsonObject {
  const own = kbs ? { token_configs: { kbs: defined({ url: kbs.url, cert: kbsCertificate }) } } : {};
  return mergeTables(own, extra['aa.toml'] ?? {}, 'aa.toml');
}

/**
 * `cdh.toml`: guest-components `confidential-data-hub/hub/src/config/mod.rs`, `image-rs/src/config.rs`.
 *
 * @throws InputError where `extra` contradicts the other options.
 */
export function dataHub(settings: GuestSettings): JsonObject {
  const { kbs, kbsCertificate, extra } = settings;
  const image = imageTable(settings);
  const own = {
    ...(kbs && { kbc: defined({ name: 'cc_kbc', url: kbs.url, kbs_cert: kbsCertificate }) }),
    // An empty one would make the guest ignore image settings on the kernel command line.
    ...(Object.keys(image).length > 0 && { image }),
  };
  const merged = mergeTables(own, extra['cdh.toml'] ?? {}, 'cdh.toml');
  return isEmpty(merged) ? merged : { kbc: NO_KBS, ...merged };
}

/** The KBS by which an `aa.toml` has the guest attested, as it is written there. */
export function attestationUrl(attestationAgent: JsonObject | undefined): unknown {
  return objectOf(objectOf(attestationAgent?.token_configs).kbs).url;
}

/** The KBS that a `cdh.toml` has the guest ask, as it is written there; empty where it is to ask none. */
export function dataHubUrl(dataHub: JsonObject | undefined): unknown {
  return objectOf(dataHub?.kbc).url;
}

function imageTable(settings: GuestSettings): JsonObject {
  const { authFile, imagePolicy, maxConcurrentLayerDownloads, registryCertificates, registries } = settings;
  const proxy = defined({ https_proxy: settings.httpsProxy, no_proxy: settings.noProxy });
  return defined({
    authenticated_registry_credentials_uri: authFile?.toString(),
    image_security_policy_uri: imagePolicy?.toString(),
    max_concurrent_layer_downloads_per_image: maxConcurrentLayerDownloads,
    extra_root_certificates: registryCertificates.length > 0 ? registryCertificates : undefined,
    registry_configuration_uri: registries instanceof ResourceUri ? registries.toString() : undefined,
    registry_config: registries && !(registries instanceof ResourceUri) ? registryConfig(registries) : undefined,
    image_pull_proxy: Object.keys(proxy).length > 0 ? proxy : undefined,
  });
}

function isEmpty(table: JsonObject): boolean {
  return Object.keys(table).length === 0;
}
