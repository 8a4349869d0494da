import type { Construct } from 'constructs';
import type { KbsResource } from '../kbs-resource';
import type { ResourceSecrets } from './resource-secrets';
import type { PreparedUpload, UploadContext } from './upload-task';

/** The kinds of ways into the KBS, as in `coco.yaml`. */
export type RepositoryKind = 'persistentVolumeClaim' | 'hostPath' | 'adminApi' | 'operatorSecret';

/** What an upload may consist of: the Job that runs it, and the files that it writes into a volume. */
export type UploadPart = 'job' | 'files';

/** A way into the Key Broker Service. */
export interface Repository {
  /** Which kind of way it is. */
  readonly kind: RepositoryKind;

  /** What an upload that goes this way consists of; options about the other parts are refused. */
  readonly uploadParts: readonly UploadPart[];

  /** How the resources are spread over Secrets. @throws InputError for a resource that it cannot take. */
  secrets(name: string, resources: readonly KbsResource[]): ResourceSecrets;

  /** What remains to be done once the Secrets are there. Creates further objects in the scope. */
  prepare(scope: Construct, context: UploadContext): PreparedUpload;
}
