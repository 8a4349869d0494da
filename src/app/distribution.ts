import { groupBy } from '../input/group-by';
import { AuthFile } from '../registry/auth-file';
import type { ImageUse, PullSecretContent } from '../registry/check';
import type { CredentialSet } from '../registry/credential-set';
import type { ImageReference } from '../registry/image-reference';
import { PullConfig } from '../registry/pull-config';

/** Where credentials go, so that no namespace gets one that no image there needs. */
export class Distribution {
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
    sources: readonly ImageReference[] = [],
  ): Distribution {
    return new Distribution(all.forImages([...uses.map(({ image }) => image), ...sources]), uses);
  }

  /** Everything into the authentication file, for workloads that are managed elsewhere. */
  public static ofAll(all: CredentialSet): Distribution {
    return new Distribution(all, []);
  }

  private constructor(
    /** Those in the authentication file. */
    public readonly credentials: CredentialSet,
    uses: readonly ImageUse[],
  ) {
    this.pullConfigs = pullConfigs(credentials, uses);
    this.authFile = credentials.credentials.length > 0 ? AuthFile.fromCredentials(credentials.credentials) : undefined;
  }

  /** The pull Secrets, under the name that all of them have. */
  public pullSecrets(name: string): PullSecretContent[] {
    return [...this.pullConfigs].map(([namespace, config]) => ({ namespace, name, content: config.toString() }));
  }
}

function pullConfigs(credentials: CredentialSet, uses: readonly ImageUse[]): Map<string, PullConfig> {
  const needy = uses.filter(({ image }) => credentials.find(image));
  return new Map(
    [...groupBy(needy, ({ namespace }) => namespace)].map(([namespace, group]) => {
      const images = group.map(({ image }) => image);
      return [namespace, PullConfig.forImages(credentials, images)];
    }),
  );
}
