import { appendTo, groupBy } from '../input/group-by';
import { type Problem, write } from '../input/problem';
import { AuthMap } from './auth-map';
import type { CredentialSet } from './credential-set';
import { DOCKER_HUB, ImageReference } from './image-reference';
import { ImageRs } from './image-rs';
import { Kubelet } from './kubelet';
import type { Lookup } from './lookup';
import { NydusSnapshotter } from './nydus-snapshotter';
import type { RegistryCredential } from './registry-credential';
import { isDockerHub } from './registry-scope';

const NAMED_AT_MOST = 3;

/** An image of a confidential workload. */
export interface ImageUse {
  readonly image: ImageReference;
  readonly namespace: string;
  /** Who uses it, for a person, e.g. `Deployment web, container nginx`. */
  readonly where: string;
}

/** A pull Secret that the Pods of its namespace name. */
export interface PullSecretContent {
  readonly namespace: string;
  readonly name: string;
  /** Value of `.dockerconfigjson`. */
  readonly content: string | Uint8Array;
}

/** What a deployment consists of, as far as it is known. */
export interface CredentialDeployment {
  readonly images: Iterable<ImageUse>;
  /** What the user means. */
  readonly credentials: CredentialSet;
  /** @default - unknown, so neither the kubelet nor nydus-snapshotter is checked */
  readonly pullSecrets?: readonly PullSecretContent[];
  /**
   * Text of the guest's auth file.
   * @default - unknown, so the guest is not checked
   */
  readonly authFile?: string | Uint8Array;
}

/** What would go wrong in the cluster. */
export interface CheckResult {
  /** A reader finds no credential, or another one than the user means. */
  readonly errors: readonly Problem[];
  /** It works, but for luck or after a failed login. */
  readonly warnings: readonly Problem[];
}

/**
 * Asks all readers of credentials for each image, and tells where one does not pick what the user means.
 *
 * An image that no credential covers is taken to be public, and not checked.
 */
export function checkImages(deployment: CredentialDeployment): CheckResult {
  return new Check(deployment).run();
}

/** An image, the credential that is meant for it, and who uses it. */
interface Expectation {
  readonly image: ImageReference;
  readonly meant: RegistryCredential;
  readonly uses: readonly ImageUse[];
}

class Check {
  private readonly errors: Problem[] = [];
  private readonly warnings: Problem[] = [];
  private readonly uses: readonly ImageUse[];
  /** Names of images for which nydus-snapshotter may take another credential of the host, by host. */
  private readonly contested = new Map<string, string[]>();

  public constructor(private readonly deployment: CredentialDeployment) {
    this.uses = [...deployment.images];
  }

  public run(): CheckResult {
    const { pullSecrets, authFile } = this.deployment;
    const expectations = this.expectationsOf(this.uses);
    if (pullSecrets) {
      this.checkKubelets(pullSecrets);
      this.checkNydus(new NydusSnapshotter(pullSecrets.map(readSecret)), expectations);
    }
    if (authFile !== undefined) this.checkGuest(new ImageRs(new AuthMap('the auth file', authFile)), expectations);
    this.warnOfContestedHosts();
    this.warnOfUpperCaseHosts();
    return { errors: this.errors, warnings: this.warnings };
  }

  private expectationsOf(uses: readonly ImageUse[]): Expectation[] {
    return [...groupBy(uses, ({ image }) => image.name).values()].flatMap((group) => {
      const image = group[0]?.image;
      const meant = image && this.deployment.credentials.find(image);
      return image && meant ? [{ image, meant, uses: group }] : [];
    });
  }

  private checkKubelets(secrets: readonly PullSecretContent[]): void {
    const secretsByNamespace = groupBy(secrets, ({ namespace }) => namespace);
    for (const [namespace, uses] of groupBy(this.uses, (use) => use.namespace)) {
      const kubelet = new Kubelet((secretsByNamespace.get(namespace) ?? []).map(readSecret));
      for (const expectation of this.expectationsOf(uses)) this.checkKubelet(kubelet, expectation, namespace);
    }
  }

  private checkKubelet(kubelet: Kubelet, { image, meant, uses }: Expectation, namespace: string): void {
    const lookup = kubelet.lookup(image);
    const [first] = lookup.entries;
    if (lookup.outcome === 'found' && first?.holds(meant)) return;
    const whose = `${describeUses(image, uses)}: the kubelet`;
    if (first && lookup.entries.some((entry) => entry.holds(meant))) {
      const what = `${whose} may try the credential of another key before that of ${meant}`;
      this.warnings.push({ what, why: `${lookup.reason}; each pull may begin with a refused login` });
      return;
    }
    const found = first ? 'another credential' : 'no credential';
    const what = `${whose} finds ${found} in the pull Secrets of namespace ${namespace}, ${meant} is meant`;
    this.errors.push({ what, why: lookup.reason, fix: write(remedy(image)) });
  }

  private checkNydus(nydus: NydusSnapshotter, expectations: readonly Expectation[]): void {
    for (const { image, meant, uses } of expectations) {
      const lookup = nydus.lookup(image);
      if (lookup.entries.length === 0) {
        const what = `${describeUses(image, uses)}: nydus-snapshotter finds no credential, ${meant} is meant`;
        this.errors.push({ what, why: lookup.reason, fix: write(remedy(image)) });
      } else if (!isFound(lookup, meant)) {
        appendTo(this.contested, image.registry, image.name);
      }
    }
  }

  private checkGuest(guest: ImageRs, expectations: readonly Expectation[]): void {
    for (const { image, meant, uses } of expectations) {
      const lookup = guest.lookup(image);
      if (!isFound(lookup, meant)) {
        const found = lookup.entries.length === 0 ? 'no credential' : 'another credential';
        const what = `${describeUses(image, uses)}: the guest finds ${found}, ${meant} is meant`;
        this.errors.push({ what, why: lookup.reason, fix: write(remedy(image)) });
      }
    }
  }

  private warnOfContestedHosts(): void {
    for (const [host, images] of this.contested) {
      this.warnings.push({
        what: `registry ${host} has different credentials in this cluster`,
        why:
          'nydus-snapshotter looks up the host alone, in the Secrets of all namespaces, ' +
          `so that it may read the metadata of ${list(images)} with a wrong one`,
        fix: 'write one account that may read all of that host (or turn on CRI interception in nydus-snapshotter)',
      });
    }
  }

  /** A host in upper case is the same registry, but another text than the key. */
  private warnOfUpperCaseHosts(): void {
    const { credentials } = this.deployment;
    for (const [name, uses] of groupBy(this.uses, ({ image }) => image.name)) {
      const lower = ImageReference.tryParse(name.toLowerCase());
      const meant = lower && lower.name !== name ? credentials.find(lower) : undefined;
      if (lower && meant && uses[0]) {
        const what = `${describeUses(uses[0].image, uses)}: ${meant} is not used for it`;
        this.warnings.push({ what, why: 'readers compare hosts case-sensitively', fix: write(lower.name) });
      }
    }
  }
}

function readSecret({ namespace, name, content }: PullSecretContent): AuthMap {
  return new AuthMap(`Secret ${namespace}/${name}`, content);
}

function isFound(lookup: Lookup, meant: RegistryCredential): boolean {
  return lookup.outcome === 'found' && lookup.entries[0]?.holds(meant) === true;
}

function remedy(image: ImageReference): string | undefined {
  if (image.registry.startsWith('[')) return 'a DNS name in place of the IPv6 address';
  return isDockerHub(image.registry) && image.registry !== DOCKER_HUB ? `${DOCKER_HUB}/${image.repository}` : undefined;
}

function describeUses(image: ImageReference, uses: readonly ImageUse[]): string {
  return `image ${image.name} (${list(uses.map(({ where }) => where))})`;
}

function list(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const more = distinct.length - NAMED_AT_MOST;
  return distinct.slice(0, NAMED_AT_MOST).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
