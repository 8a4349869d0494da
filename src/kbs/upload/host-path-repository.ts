import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { InputError, type Problem } from '../../input/problem';
import { quote } from '../../input/quote';
import { labelProblems } from '../../kubernetes/value';
import type { KbsResource } from '../kbs-resource';
import type { Repository } from './repository';
import { packSecrets, type ResourceSecrets } from './resource-secrets';
import type { PodIdentity, PreparedUpload, UploadContext } from './upload-task';
import { besideKbs, volumeTask } from './volume-task';

export interface HostPathRepositoryOptions {
  /**
   * Labels of the node that has the directory, e.g. `{ 'kubernetes.io/hostname': 'node-1' }`.
   * @default - the node where the KBS runs
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** A directory of the node where the KBS runs. */
export class HostPathRepository implements Repository {
  /** @inheritdoc */
  public readonly kind = 'hostPath';
  /** @inheritdoc */
  public readonly uploadParts = ['job', 'files'] as const;

  /** @throws InputError unless the path is absolute and plain, and the selector one of labels. */
  public constructor(
    private readonly path: string,
    private readonly options: HostPathRepositoryOptions,
  ) {
    if (!path.startsWith('/') || path === '/' || path.split('/').includes('..')) {
      throw new InputError({
        what: `hostPath ${quote(path)} is not the absolute path of a directory`,
        why: 'the kubelet mounts a directory of the node, and never its root',
        fix: 'write an absolute path without "..", e.g. /opt/confidential-containers/kbs/repository',
      });
    }
    InputError.throwIfAny(labelProblems('nodeSelector of the hostPath', options.nodeSelector));
  }

  /** @inheritdoc */
  public secrets(name: string, resources: readonly KbsResource[]): ResourceSecrets {
    return packSecrets(name, resources);
  }

  /** @inheritdoc */
  public prepare(_scope: Construct, context: UploadContext): PreparedUpload {
    const { nodeSelector } = this.options;
    const task = volumeTask(context, {
      // Where the directory is missing, this is not the KBS's node: creating one would upload into the void.
      source: { hostPath: { path: this.path, type: 'Directory' } },
      nodeSelector,
      affinity: nodeSelector ? undefined : besideKbsOnly(context.kbsPodLabels),
    });
    return { task, warnings: ownerWarnings(this.path, task.identity) };
  }
}

/**
 * The kubelet changes owner and group of no hostPath, so an fsGroup gives the upload no more than a further group.
 * Source: kubernetes v1.37, pkg/volume/hostpath/host_path.go, which sets no ownership where other volumes do.
 */
function ownerWarnings(path: string, { runAsUser, runAsGroup, fsGroup }: PodIdentity): Problem[] {
  if (!runAsUser) return [];
  const group = fsGroup ?? runAsGroup;
  return [
    {
      what: `the upload runs as user ${runAsUser}, and a directory of a node keeps its owner, whatever fsGroup says`,
      why: "where a KBS of user 0 has made it, as it usually has, the upload's writes are refused",
      fix: `leave out runAsUser, or let user ${runAsUser} or group ${group} write to ${path} on the node`,
      rule: 'host-path-owner',
    },
  ];
}

/** On another node the path is another directory, so there must be no other choice. */
function besideKbsOnly(labels: Readonly<Record<string, string>>): k8s.Affinity {
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [besideKbs(labels)] } };
}
