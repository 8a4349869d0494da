import type { RegistryCredential } from './registry-credential';

/**
 * The key of a credential in the guest's auth file: its bare scope, which image-rs finds as it stands.
 *
 * A scheme would take it to the fallback that is read in arbitrary order.
 */
export function authFileKey(credential: RegistryCredential): string {
  return credential.scope;
}

/**
 * The key of a credential in a pull Secret: its bare scope.
 *
 * A literal `host` wins in nydus-snapshotter, and the kubelet takes the rest as a path. It drops a leading `/v1/` or
 * `/v2/` of that, so such a path has one more in front.
 * Source: kubernetes v1.33–v1.37, pkg/credentialprovider/keyring.go, `BasicDockerKeyring.Add`.
 */
export function pullSecretKey(host: string, path: string): string {
  const dropped = /^v[12]\//.exec(path)?.[0] ?? '';
  return path ? `${host}/${dropped}${path}` : host;
}
