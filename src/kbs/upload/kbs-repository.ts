import { AdminApiRepository, type AdminApiRepositoryOptions } from './admin-api-repository';
import { HostPathRepository, type HostPathRepositoryOptions } from './host-path-repository';
import { OperatorSecretRepository } from './operator-secret-repository';
import {
  PersistentVolumeClaimRepository,
  type PersistentVolumeClaimRepositoryOptions,
} from './persistent-volume-claim-repository';
import type { Repository } from './repository';

/** A way into the Key Broker Service. */
export type KbsRepository = Repository;

/** Makes the ways into the Key Broker Service. */
export const KbsRepository = {
  /**
   * The volume of the KBS, by its PersistentVolumeClaim.
   *
   * @throws InputError for names, paths and sizes that Kubernetes would refuse.
   */
  fromPersistentVolumeClaim(claim: string | PersistentVolumeClaimRepositoryOptions): KbsRepository {
    return new PersistentVolumeClaimRepository(typeof claim === 'string' ? { claimName: claim } : claim);
  },

  /**
   * The repository directory on the node where the KBS runs.
   *
   * @throws InputError unless the path is absolute and plain.
   */
  fromHostPath(path: string, options: HostPathRepositoryOptions = {}): KbsRepository {
    return new HostPathRepository(path, options);
  },

  /**
   * The KBS's HTTP API, for storage that has no volume (Postgres, Redis, Vault …), or one that cannot be mounted.
   *
   * @throws InputError for a URL, Secret, certificate or proxy that cannot work.
   */
  adminApi(options: AdminApiRepositoryOptions): KbsRepository {
    return new AdminApiRepository(options);
  },

  /** Secrets that the trustee-operator mounts into the KBS. */
  operatorSecret(): KbsRepository {
    return new OperatorSecretRepository();
  },
} as const;
