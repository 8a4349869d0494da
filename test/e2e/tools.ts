import { spawnSync } from 'node:child_process';

/**
 * Makes sure that real components are there: `requireTools('podman', 'skopeo')`.
 *
 * @throws naming those that are missing, and how to get them.
 */
export function requireTools(...tools: string[]): void {
  const missing = tools.filter((tool) => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', tool]).status !== 0);
  if (missing.length > 0) {
    throw new Error(
      `These end-to-end tests run real components, and ${missing.join(', ')} cannot be found. On Debian: apt-get install ` +
        '-y --no-install-recommends podman runc catatonit busybox-static dash skopeo docker-registry apache2-utils curl openssl shellcheck kubernetes-client etcd-server golang-go',
    );
  }
}
