import { defined, isObject, type JsonObject } from '../input/json';
import { ResourceUri } from '../kbs/resource-uri';
import type { GuestSettings } from './guest-settings';
import { Initdata } from './initdata';
import { registryConfig } from './registry-rules';
import { mergeTables, tomlDocument } from './toml-tables';

/** Everything as initdata. */
export function initdata(settings: GuestSettings): Initdata {
  const { algorithm, policy } = settings;
  const files = { 'aa.toml': tomlDocument(attestationAgent(settings)), 'cdh.toml': tomlDocument(dataHub(settings)) };
  return Initdata.of({ algorithm, data: policy === undefined ? files : { ...files, 'policy.rego': policy } });
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
  const own = { token_configs: { kbs: defined({ url: kbs.url, cert: kbsCertificate }) } };
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
    kbc: defined({ name: 'cc_kbc', url: kbs.url, kbs_cert: kbsCertificate }),
    // An empty one would make the guest ignore image settings on the kernel command line.
    ...(Object.keys(image).length > 0 && { image }),
  };
  return mergeTables(own, extra['cdh.toml'] ?? {}, 'cdh.toml');
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
