import { AuthFile } from '../registry/auth-file';
import type { ImageUse, PullSecretContent } from '../registry/check';
import type { CredentialSet } from '../registry/credential-set';
import type { ImageReference } from '../registry/image-reference';
import { PullConfig } from '../registry/pull-config';

/** Which credential goes where, so that nobody gets one that no image there needs. */
export class Distribution {
  /** The credentials that some image needs. */
  public readonly credentials: CredentialSet;
  /** Content of the pull Secret of each namespace that needs one. */
  public readonly pullConfigs: ReadonlyMap<string, PullConfig>;
  /** The guest's authentication file; undefined where no credential is needed. */
  public readonly authFile?: AuthFile;

  /**
   * @param uses the images of the confidential workloads; where there are none, the file provisions for workloads that
   * are managed elsewhere, and the authentication file gets all credentials.
   */
  public constructor(credentials: CredentialSet, uses: readonly ImageUse[]) {
    this.credentials = uses.length > 0 ? credentials.forImages(uses.map(({ image }) => image)) : credentials;
    this.pullConfigs = pullConfigs(this.credentials, uses);
    this.authFile =
      this.credentials.credentials.length > 0 ? AuthFile.fromCredentials(this.credentials.credentials) : undefined;
  }

  /** The pull Secrets, under the name that all of them have. */
  public pullSecrets(name: string): PullSecretContent[] {
    return [...this.pullConfigs].map(([namespace, config]) => ({ namespace, name, content: config.toString() }));
  }
}

function pullConfigs(credentials: CredentialSet, uses: readonly ImageUse[]): Map<string, PullConfig> {
  const images = new Map<string, ImageReference[]>();
  for (const { image, namespace } of uses) {
    if (!credentials.find(image)) continue;
    const known = images.get(namespace);
    if (known) known.push(image);
    else images.set(namespace, [image]);
  }
  return new Map([...images].map(([namespace, used]) => [namespace, PullConfig.forImages(credentials, used)]));
}
