import type { Construct } from 'constructs';
import { groupBy } from '../../input/group-by';
import { InputError, write } from '../../input/problem';
import { quote } from '../../input/quote';
import { labelProblem } from '../../kubernetes/name';
import { type KbsResource, MAX_RESOURCE_BYTES } from '../kbs-resource';
import type { Repository } from './repository';
import type { ResourceSecrets, StoredResource } from './resource-secrets';
import type { PreparedUpload, UploadContext } from './upload-task';

/** First segment of all resources that the operator serves. */
const REPOSITORY = 'default';

/** Names of other volumes in the operator's Deployment (trustee-operator, `internal/controller/kbsconfig_controller.go`). */
const TAKEN_VOLUME_NAMES = [
  'as-config',
  'attestation-cert',
  'attestation-key',
  'attestation-policy',
  'attestation-policy-dir',
  'attestation-policy-gpu',
  'auth-secret',
  'base-storage-dir',
  'confidential-containers',
  'default',
  'https-cert',
  'https-key',
  'kbs-config',
  'opa',
  'reference-values',
  'repository-dir',
  'resource-policy',
  'resource-policy-dir',
  'rvps-config',
  'rvps-dir',
  'tdx-config',
];

/**
 * Secrets that the trustee-operator mounts into the KBS: it serves key `k` of Secret `s` as `default/s/k`, once
 * `spec.kbsSecretResources` of the KbsConfig names `s`.
 */
export class OperatorSecretRepository implements Repository {
  /** @inheritdoc */
  public readonly kind = 'operatorSecret';
  /** @inheritdoc */
  public readonly uploadParts = [] as const;

  /** One Secret for each second segment. @throws InputError for a resource that the operator cannot serve. */
  public secrets(_name: string, resources: readonly KbsResource[]): ResourceSecrets {
    const stored = resources.map((resource): StoredResource => {
      checkServable(resource);
      return { resource, secret: { name: resource.uri.type, key: resource.uri.tag } };
    });
    const own = stored.filter(({ resource }) => resource.secret === undefined);
    const secrets = [...groupBy(own, ({ secret }) => secret.name)].map(([name, group]) => {
      const data = Object.fromEntries(group.map(({ resource, secret }) => [secret.key, resource.content]));
      checkTotal(name, data);
      return { name, data };
    });
    return { secrets, stored };
  }

  /** The operator mounts the Secrets, once it is told to. */
  public prepare(_scope: Construct, { secretNames }: UploadContext): PreparedUpload {
    return { kbsConfigPatch: { spec: { kbsSecretResources: secretNames } } };
  }
}

function checkServable({ uri, secret }: KbsResource): void {
  const { repository, type: name, tag: key } = uri;
  if (repository !== REPOSITORY) throw refusal(uri.path, `begins with "${repository}"`, `${REPOSITORY}/${name}/${key}`);
  if (labelProblem(name) !== undefined) {
    throw refusal(
      uri.path,
      `has "${name}" in the middle, which becomes the name of a Secret and of a volume`,
      `at most 63 lower-case letters, digits and "-" there, e.g. ${REPOSITORY}/containers/${key}`,
    );
  }
  if (TAKEN_VOLUME_NAMES.includes(name)) {
    throw refusal(
      uri.path,
      `has "${name}" in the middle, which is a volume of the KBS already`,
      `another name, e.g. ${REPOSITORY}/${name}-resources/${key}`,
    );
  }
  if (secret !== undefined && (secret.name !== name || secret.key !== key)) {
    throw refusal(
      uri.path,
      `comes from key "${secret.key}" of Secret "${secret.name}"`,
      `${REPOSITORY}/${secret.name}/${secret.key} as its path, or name the Secret "${name}" and the key "${key}"`,
    );
  }
}

function checkTotal(name: string, data: Readonly<Record<string, Uint8Array>>): void {
  const bytes = Object.values(data).reduce((sum, content) => sum + content.byteLength, 0);
  if (bytes > MAX_RESOURCE_BYTES) {
    throw new InputError({
      what: `the resources below ${REPOSITORY}/${name} have ${bytes} bytes together`,
      why: `the operator takes them from one Secret, which holds at most ${MAX_RESOURCE_BYTES}`,
      fix: 'write different second segments in their paths',
    });
  }
}

function refusal(path: string, fault: string, remedy: string): InputError {
  return new InputError({
    what: `KBS resource ${quote(path)} ${fault}`,
    why: 'the trustee-operator serves a key of a Secret as default/<Secret>/<key>',
    fix: write(remedy),
  });
}
