import { nearest } from '../../input/nearest';
import { InputError, write } from '../../input/problem';
import { quote } from '../../input/quote';
import { RepositoryLayout } from '../repository-layout';
import { OperatorSecretRepository } from './operator-secret-repository';
import type { Repository, RepositoryKind } from './repository';

interface DeploymentFacts {
  readonly name: string;
  readonly trustee: string;
  readonly namespace: string;
  readonly kbsPodLabels: Readonly<Record<string, string>>;
  readonly layout: RepositoryLayout;
  readonly claimSubPath?: string;
  /** Those that lead into it. */
  readonly repositoryKinds: readonly RepositoryKind[];
  /** What to write where the repository is missing, or is none of those. */
  readonly fix: string;
  readonly defaultRepository?: () => Repository;
}

/**
 * How the KBS was deployed, and what follows for an upload. Each value is a default that the props of the upload override.
 */
export class KbsDeployment {
  /**
   * Trustee's kustomize files, as the CoCo documentation uses them (`kbs/config/kubernetes`).
   * A claim has to be patched in for their emptyDir `policy-volume`, which is mounted one directory above the repository
   * (Trustee 0.12 to 0.21) and holds the resource policy too. With both layouts written, an upgrade finds the resources.
   */
  public static readonly KUSTOMIZE = new KbsDeployment({
    name: 'kustomize',
    trustee: '≥ 0.12.0',
    namespace: 'coco-tenant',
    kbsPodLabels: { app: 'kbs' },
    layout: RepositoryLayout.BOTH,
    claimSubPath: 'repository',
    repositoryKinds: ['persistentVolumeClaim', 'hostPath', 'adminApi'],
    fix:
      'write repository: { persistentVolumeClaim: kbs-repository }, and patch the claim into Deployment kbs ' +
      '(docs/kbs.md, examples/kbs-kustomize)',
  });

  /**
   * Trustee's Helm chart (`deployment/helm-chart`), with `storageBackend.type: LocalFs`.
   * The claim is mounted one directory above the repository: the KBS adds `repository` to the directory it is given.
   */
  public static readonly HELM = new KbsDeployment({
    name: 'helm',
    trustee: '≥ 0.21.0',
    namespace: 'coco-trustee',
    kbsPodLabels: { app: 'kbs' },
    layout: RepositoryLayout.FLAT,
    claimSubPath: 'repository',
    repositoryKinds: ['persistentVolumeClaim', 'hostPath', 'adminApi'],
    fix:
      'write repository: { persistentVolumeClaim: kbs-repository }, and give the chart the claim as ' +
      'storageBackend.localFs.persistence.kbs (docs/kbs.md, examples/kbs-helm); or repository: { adminApi: … }',
  });

  /**
   * The trustee-operator (`KbsConfig`). It keeps the repository in memory and fills it from Secrets; no volume of the
   * user's can be mounted there.
   */
  public static readonly OPERATOR = new KbsDeployment({
    name: 'operator',
    trustee: 'all versions',
    namespace: 'trustee-operator-system',
    kbsPodLabels: { app: 'kbs' },
    layout: RepositoryLayout.BOTH,
    repositoryKinds: ['operatorSecret', 'adminApi'],
    fix: 'write repository: { operatorSecret: true } (docs/kbs.md, examples/kbs-operator); or repository: { adminApi: … }',
    defaultRepository: () => new OperatorSecretRepository(),
  });

  /** Every deployment. */
  public static readonly ALL: readonly KbsDeployment[] = [this.KUSTOMIZE, this.HELM, this.OPERATOR];

  /**
   * The deployment of that name: `kustomize`, `helm` or `operator`.
   *
   * @throws InputError for any other name.
   */
  public static of(name: string): KbsDeployment {
    const found = KbsDeployment.ALL.find((deployment) => deployment.name === name);
    if (found === undefined) {
      const names = KbsDeployment.ALL.map((deployment) => deployment.name);
      throw new InputError({
        what: `KBS deployment ${quote(name)} is unknown`,
        why: 'namespace, paths and labels of the KBS follow from it',
        fix: write(nearest(name, names) ?? `${names.join(', ')}, or leave it out and set each value`),
      });
    }
    return found;
  }

  /** As in `coco.yaml`. */
  public readonly name: string;
  /** Trustee versions that it holds for. */
  public readonly trustee: string;
  /** Where the KBS runs. */
  public readonly namespace: string;
  /** Labels of the KBS's Pods. */
  public readonly kbsPodLabels: Readonly<Record<string, string>>;
  /** How its Trustee versions lay resources out in files. */
  public readonly layout: RepositoryLayout;
  /** Directory in the KBS's volume that is the repository; undefined for its root. */
  public readonly claimSubPath?: string;

  private constructor(private readonly facts: DeploymentFacts) {
    this.name = facts.name;
    this.trustee = facts.trustee;
    this.namespace = facts.namespace;
    this.kbsPodLabels = facts.kbsPodLabels;
    this.layout = facts.layout;
    this.claimSubPath = facts.claimSubPath;
  }

  /**
   * The way into this KBS: the given one, else the deployment's own.
   *
   * @throws InputError where the deployment does not let that way through, or has none of its own.
   */
  public repository(given?: Repository): Repository {
    const { name, trustee, repositoryKinds, fix, defaultRepository } = this.facts;
    const what = `the ${name} deployment of the KBS (Trustee: ${trustee})`;
    const repository = given ?? defaultRepository?.();
    if (repository === undefined) {
      throw new InputError({
        what: `no repository is given for ${what}`,
        why: 'as deployed, its resources live inside the KBS Pod, where a Job cannot mount them',
        fix,
      });
    }
    if (!repositoryKinds.includes(repository.kind)) {
      throw new InputError({
        what: `repository ${repository.kind} does not lead into ${what}`,
        why: 'the KBS would never see what is uploaded there',
        fix,
      });
    }
    return repository;
  }
}
