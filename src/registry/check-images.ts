import { appendTo, groupBy } from '../input/group-by';
import { type Problem, write } from '../input/problem';
import { AuthMap } from './auth-map';
import type { CredentialSet } from './credential-set';
import { DOCKER_HUB, ImageReference } from './image-reference';
import { ImageRs } from './image-rs';
import { Kubelet } from './kubelet';
import type { CredentialReader, Lookup, LookupEntry } from './lookup';
import { NydusSnapshotter } from './nydus-snapshotter';
import { PeerPodGuest } from './peer-pods';
import { describeUser, type RegistryCredential } from './registry-credential';
import { isDockerHub } from './registry-scope';

const NAMED_AT_MOST = 3;

/** An image of a confidential workload. */
export interface ImageUse {
  readonly image: ImageReference;
  readonly namespace: string;
  /** Who uses it, for a person, e.g. `Deployment web, container nginx`. */
  readonly where: string;
  /**
   * Names of the pull Secrets that its Pod has, in order.
   * @default - all that are known of the namespace
   */
  readonly pullSecrets?: readonly string[];
  /**
   * Whether its Pod is a peer pod, whose guest reads the pull Secrets in place of the authentication file.
   * @default false
   */
  readonly peerPods?: boolean;
}

/** A pull Secret that the Pods of its namespace name. */
export interface PullSecretContent {
  readonly namespace: string;
  readonly name: string;
  /** Value of `.dockerconfigjson`. */
  readonly content: string | Uint8Array;
}

/** What is known of the images and the credentials in a cluster. */
export interface CredentialFacts {
  readonly images: Iterable<ImageUse>;
  /** What the user means. */
  readonly credentials: CredentialSet;
  /** @default - unknown, so neither the kubelet nor the guest of a peer pod is checked */
  readonly pullSecrets?: readonly PullSecretContent[];
  /**
   * Text of the guest's auth file.
   * @default - unknown, so the guest is not checked
   */
  readonly authFile?: string | Uint8Array;
  /**
   * Whether nydus-snapshotter has been given a keychain; without one it looks up no credential.
   * @default false
   */
  readonly nydusKeychain?: boolean;
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
export function checkImages(facts: CredentialFacts): CheckResult {
  return new Check(facts).run();
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

  public constructor(private readonly facts: CredentialFacts) {
    this.uses = [...facts.images];
  }

  public run(): CheckResult {
    const { pullSecrets, authFile, nydusKeychain } = this.facts;
    if (pullSecrets) this.checkPods(pullSecrets);
    if (pullSecrets && nydusKeychain) {
      this.checkNydus(new NydusSnapshotter(pullSecrets.map(readSecret)), this.expectationsOf(this.uses));
    }
    if (authFile !== undefined) {
      const expectations = this.expectationsOf(this.uses.filter(({ peerPods }) => !peerPods));
      this.checkGuest(new ImageRs(new AuthMap('the auth file', authFile)), expectations);
    }
    this.warnOfContestedHosts();
    this.warnOfUpperCaseHosts();
    return { errors: this.errors, warnings: this.warnings };
  }

  private expectationsOf(uses: readonly ImageUse[]): Expectation[] {
    return [...groupBy(uses, ({ image }) => image.name).values()].flatMap((group) => {
      const image = group[0]?.image;
      const meant = image && this.facts.credentials.find(image);
      return image && meant ? [{ image, meant, uses: group }] : [];
    });
  }

  /** Pods of one namespace with the same pull Secrets together. */
  private checkPods(secrets: readonly PullSecretContent[]): void {
    const maps = groupBy(secrets, ({ namespace }) => namespace);
    const podsOf = ({ namespace, pullSecrets }: ImageUse) => JSON.stringify([namespace, pullSecrets]);
    for (const uses of groupBy(this.uses, podsOf).values()) {
      const { namespace = '', pullSecrets } = uses[0] ?? {};
      const known = maps.get(namespace) ?? [];
      const named = pullSecrets?.flatMap((name) => known.filter((secret) => secret.name === name)) ?? known;
      const read = named.map(readSecret);
      this.checkKubelet(new Kubelet(read), uses, namespace);
      const inPeerPods = uses.filter(({ peerPods }) => peerPods);
      if (inPeerPods.length > 0) this.checkGuest(new PeerPodGuest(read), this.expectationsOf(inPeerPods));
    }
  }

  private checkKubelet(kubelet: Kubelet, uses: readonly ImageUse[], namespace: string): void {
    for (const group of groupBy(uses, ({ image }) => image.name).values()) {
      const image = group[0]?.image;
      const meant = image && this.facts.credentials.find(image);
      if (meant) this.checkMeant(kubelet, { image, meant, uses: group }, namespace);
      else if (image) this.checkPublic(kubelet.lookup(image), image, group);
    }
  }

  private checkMeant(kubelet: Kubelet, { image, meant, uses }: Expectation, namespace: string): void {
    const lookup = kubelet.lookup(image);
    const [first] = lookup.entries;
    if (lookup.outcome === 'found' && first?.holds(meant)) return;
    const whose = `${describeUses(image, uses)}: the kubelet`;
    const reason = first?.flaw ? `${lookup.reason}; ${describeFlaw(first, first.flaw)}` : lookup.reason;
    if (first && lookup.entries.some((entry) => entry.holds(meant))) {
      const what = `${whose} may try the credential of another key before that of ${meant}`;
      this.warnings.push({ what, why: `${reason}; each pull may begin with a refused login`, rule: 'kubelet-order' });
      return;
    }
    const found = first ? 'another credential' : 'no credential';
    const what = `${whose} finds ${found} in the pull Secrets of namespace ${namespace}, ${meant} is meant`;
    this.errors.push({ what, why: reason, fix: write(remedy(image)), rule: 'kubelet-credential' });
  }

  /** The kubelet pulls with what it finds, and never without. */
  private checkPublic({ entries: [first], reason }: Lookup, image: ImageReference, uses: readonly ImageUse[]): void {
    const credentials = this.facts.credentials.credentials;
    if (first && credentials.some((credential) => first.holds(credential))) {
      const what = `${describeUses(image, uses)}: no credential is meant for it, but the kubelet takes that of key ${first.key} ${describeUser(first.username)}`;
      const why = `${reason}, and the kubelet does not fall back to an anonymous pull`;
      const fix = `write a credential that covers ${image.name}, or take it out of a Pod with a pull Secret`;
      this.errors.push({ what, why, fix, rule: 'public-image-credential' });
    } else if (first?.flaw) {
      const what = `${describeUses(image, uses)}: the kubelet pulls with ${describeFlaw(first, first.flaw)}`;
      this.warnings.push({ what, why: 'the registry refuses the login', rule: 'flawed-credential' });
    }
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

  private checkGuest(guest: CredentialReader, expectations: readonly Expectation[]): void {
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
    const { credentials } = this.facts;
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

function describeFlaw({ source, key }: LookupEntry, flaw: string): string {
  return `key ${key} of ${source}: ${flaw}`;
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
