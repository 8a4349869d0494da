import { KbsRepository } from '../kbs/repository';
import type { KbsConfig } from './schema/kbs';

type RepositoryConfig = NonNullable<KbsConfig['repository']>;

/**
 * The way into the KBS that `kbs.repository` describes; undefined where it describes none.
 *
 * @throws InputError for values that cannot work.
 */
export function kbsRepository(config: RepositoryConfig | undefined): KbsRepository | undefined {
  const { persistentVolumeClaim, hostPath, adminApi, operatorSecret } = config ?? {};
  if (persistentVolumeClaim) return KbsRepository.fromPersistentVolumeClaim(persistentVolumeClaim);
  if (hostPath) return KbsRepository.fromHostPath(hostPath.path, hostPath);
  if (adminApi) return KbsRepository.adminApi(adminApi);
  return operatorSecret ? KbsRepository.operatorSecret() : undefined;
}
