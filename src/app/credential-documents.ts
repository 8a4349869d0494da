import { groupBy } from '../input/group-by';
import { AuthFile } from '../registry/auth-file';
import type { ImageUse, PullSecretContent } from '../registry/check-images';
import type { CredentialSet } from '../registry/credential-set';
import type { ImageReference } from '../registry/image-reference';
import { PullConfig } from '../registry/pull-config';

/** An image that guests pull in place of those of their Pods. */
export type PullSource = Pick<ImageUse, 'image' | 'namespace' | 'peerPods'>;

/** The pull Secrets and the authentication file of a configuration, each with no more credentials than its images need. */
export class CredentialDocuments {
  /** Content of the pull Secret of each namespace that needs one. */
  public readonly pullConfigs: ReadonlyMap<string, PullConfig>;
  /** The guest's authentication file; undefined where there are no credentials. */
  public readonly authFile?: AuthFile;

  /**
   * What the images of the confidential workloads need.
   *
   * @param sources images that guests pull in their place
   */
  public static forUses(
    all: CredentialSet,
    uses: readonly ImageUse[],
    sources: readonly PullSource[] = [],
  ): CredentialDocuments {
    return new CredentialDocuments(all.forImages([...imagesOf(uses), ...imagesOf(sources)]), uses, sources);
  }

  /** Everything into the authentication file, for workloads that are managed elsewhere. */
  public static ofAll(all: CredentialSet): CredentialDocuments {
    return new CredentialDocuments(all, []);
  }

  private constructor(
    /** Those that some image needs. */
    public readonly credentials: CredentialSet,
    uses: readonly ImageUse[],
    sources: readonly PullSource[] = [],
  ) {
    // The guests of peer pods read the pull Secrets.
    this.pullConfigs = pullConfigs(credentials, [...uses, ...sources.filter(({ peerPods }) => peerPods)]);
    const inGuests = [...uses, ...sources].filter(({ peerPods }) => !peerPods);
    const inKbs = uses.length > 0 ? credentials.forImages(imagesOf(inGuests)) : credentials;
    this.authFile = inKbs.credentials.length > 0 ? AuthFile.fromCredentials(inKbs.credentials) : undefined;
  }

  /** The pull Secrets, under the name that all of them have. */
  public pullSecrets(name: string): PullSecretContent[] {
    return [...this.pullConfigs].map(([namespace, config]) => ({ namespace, name, content: config.toString() }));
  }
}

function pullConfigs(credentials: CredentialSet, uses: readonly PullSource[]): Map<string, PullConfig> {
  const needy = uses.filter(({ image }) => credentials.find(image));
  return new Map(
    [...groupBy(needy, ({ namespace }) => namespace)].map(([namespace, group]) => {
      const inPeerPods = group.filter(({ peerPods }) => peerPods);
      return [namespace, PullConfig.forImages(credentials, imagesOf(group), imagesOf(inPeerPods))];
    }),
  );
}

function imagesOf(uses: readonly PullSource[]): ImageReference[] {
  return uses.map(({ image }) => image);
}
