import { AuthFile } from '../src/registry/auth-file';
import { AuthMap } from '../src/registry/auth-map';
import { CredentialSet } from '../src/registry/credential-set';
import { ImageReference } from '../src/registry/image-reference';
import { ImageRs } from '../src/registry/image-rs';
import { Kubelet } from '../src/registry/kubelet';
import { NydusSnapshotter } from '../src/registry/nydus-snapshotter';
import { PullConfig } from '../src/registry/pull-config';
import { RegistryCredential } from '../src/registry/registry-credential';

const CREDENTIALS = 1_000;
const HOSTS = 50;
const IMAGES = 10_000;

const BUDGET = 1_000_000;

/** Look-ups a second with {@link CREDENTIALS} credentials, beside a plain scan through all of them. */
export function benchLookup(): void {
  for (const { name, lookupsPerSecond } of measureLookups()) {
    const millions = (lookupsPerSecond / 1e6).toFixed(2);
    console.log(`${name}: ${millions} million look-ups a second (budget ${BUDGET / 1e6}, ${CREDENTIALS} credentials)`);
  }
}

/** How fast one way to look an image up is. */
export interface LookupRate {
  readonly name: string;
  readonly lookupsPerSecond: number;
}

/**
 * Look-ups a second on one core, with 1,000 credentials on 50 hosts and 10,000 images, one in ten of them public: the
 * credential that is meant, and each reader, beside a plain scan through all credentials.
 *
 * @param milliseconds to spend on each
 */
export function measureLookups(milliseconds = 500): readonly LookupRate[] {
  const credentials = new CredentialSet(Array.from({ length: CREDENTIALS }, (_, i) => credential(i)));
  const images = Array.from({ length: IMAGES }, (_, i) => ImageReference.parse(imageName(i)));
  const secret = new AuthMap('Secret default/pull', PullConfig.fromCredentials(credentials.credentials).toString());
  const kubelet = new Kubelet([secret]);
  const nydus = new NydusSnapshotter([secret]);
  const guest = new ImageRs(new AuthMap('auth file', AuthFile.fromCredentials(credentials.credentials).toString()));
  const ways: readonly [string, (image: ImageReference) => unknown][] = [
    ['credential that is meant', (image) => credentials.find(image)],
    ['kubelet', (image) => kubelet.lookup(image)],
    ['nydus-snapshotter', (image) => nydus.lookup(image)],
    ['image-rs', (image) => guest.lookup(image)],
    ['plain scan of all credentials, for comparison', (image) => scan(credentials.credentials, image)],
  ];
  return ways.map(([name, lookup]) => ({ name, lookupsPerSecond: rate(images, lookup, milliseconds) }));
}

function credential(i: number): RegistryCredential {
  const path = i < HOSTS ? '' : `/team-${Math.floor(i / HOSTS)}`;
  return RegistryCredential.basic(`registry-${i % HOSTS}.example:5000${path}`, {
    username: `user-${i}`,
    password: 'x',
  });
}

function imageName(i: number): string {
  const host = i % 10 === 0 ? 'public.example' : `registry-${i % HOSTS}.example:5000`;
  return `${host}/team-${i % 23}/service/app-${i}:1.${i % 7}`;
}

function scan(credentials: readonly RegistryCredential[], { name }: ImageReference): RegistryCredential | undefined {
  let best: RegistryCredential | undefined;
  for (const candidate of credentials) {
    const isLonger = candidate.scope.length > (best?.scope.length ?? 0);
    if (isLonger && (name === candidate.scope || name.startsWith(`${candidate.scope}/`))) {
      best = candidate;
    }
  }
  return best;
}

function rate(
  images: readonly ImageReference[],
  lookup: (image: ImageReference) => unknown,
  milliseconds: number,
): number {
  const chunk = 1_000;
  let done = 0;
  let useful = 0;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < milliseconds) {
    for (let i = 0; i < chunk; i++) {
      const image = images[(done + i) % images.length];
      // Counting keeps the optimiser from dropping the call.
      useful += image && lookup(image) ? 1 : 0;
    }
    done += chunk;
    elapsed = performance.now() - start;
  }
  return useful === 0 ? 0 : Math.round((done / elapsed) * 1_000);
}
