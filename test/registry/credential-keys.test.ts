import fc from 'fast-check';
import { AuthFile } from '../../src/registry/auth-file';
import { AuthMap } from '../../src/registry/auth-map';
import { authFileKey, pullSecretKey } from '../../src/registry/credential-keys';
import { CredentialSet } from '../../src/registry/credential-set';
import { ImageReference } from '../../src/registry/image-reference';
import { ImageRs } from '../../src/registry/image-rs';
import { Kubelet } from '../../src/registry/kubelet';
import { NydusSnapshotter } from '../../src/registry/nydus-snapshotter';
import { PullConfig } from '../../src/registry/pull-config';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { credentialLists, images } from './arbitraries';

describe('credential keys', () => {
  test.each([
    ['a host', 'r.example', 'r.example', 'r.example'],
    ['a path', 'r.example:5000/team/app', 'r.example:5000/team/app', 'r.example:5000/team/app'],
    ['Docker Hub', 'https://index.docker.io/v1/', 'docker.io', 'docker.io'],
    ['a path that the kubelet takes for an API version', 'r.example/v2/app', 'r.example/v2/app', 'r.example/v2/v2/app'],
    ['the other version', 'r.example/v1/app', 'r.example/v1/app', 'r.example/v1/v1/app'],
    ['a version alone, which the kubelet keeps', 'r.example/v2', 'r.example/v2', 'r.example/v2'],
    ['a third version, which is none', 'r.example/v3/app', 'r.example/v3/app', 'r.example/v3/app'],
  ])('%s: %s', (_, registry, inFile, inSecret) => {
    const credential = RegistryCredential.basic(registry, { username: 'bob', password: 'hunter2' });
    expect(authFileKey(credential)).toBe(inFile);
    expect(pullSecretKey(credential.host, credential.path)).toBe(inSecret);
  });

  test('lead the guest to the credential that is meant', () => {
    fc.assert(
      fc.property(credentialLists, images, (credentials, image) => {
        const meant = new CredentialSet(credentials).find(image);
        const guest = new ImageRs(new AuthMap('file', AuthFile.fromCredentials(credentials).toString()));
        const { outcome, entries } = guest.lookup(image);
        expect(outcome).toBe(meant ? 'found' : 'none');
        expect(entries.map(({ key }) => key)).toEqual(meant ? [meant.scope] : []);
        expect(!meant || entries[0]?.holds(meant)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('lead the kubelet to it first, for all images that are known', () => {
    fc.assert(
      fc.property(credentialLists, fc.array(images, { maxLength: 20 }), (credentials, known) => {
        const set = new CredentialSet(credentials);
        const kubelet = new Kubelet([new AuthMap('Secret', PullConfig.forImages(set, known).toString())]);
        for (const image of known) {
          const meant = set.find(image);
          const { outcome, entries } = kubelet.lookup(image);
          expect(!meant || (outcome === 'found' && entries[0]?.holds(meant))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('lead the kubelet to it in the end, for images that are not known', () => {
    fc.assert(
      fc.property(credentialLists, images, (credentials, image) => {
        const meant = new CredentialSet(credentials).find(image);
        const kubelet = new Kubelet([new AuthMap('Secret', PullConfig.fromCredentials(credentials).toString())]);
        expect(!meant || kubelet.lookup(image).entries.some((entry) => entry.holds(meant))).toBe(true);
      }),
    );
  });

  test('lead nydus-snapshotter to it, or show an ambiguity that is there', () => {
    fc.assert(
      fc.property(credentialLists, images, fc.boolean(), (credentials, image, inOneSecret) => {
        const groups = inOneSecret ? [credentials] : credentials.map((credential) => [credential]);
        const secrets = groups.map(
          (group, i) => new AuthMap(`Secret ${i}`, PullConfig.fromCredentials(group).toString()),
        );
        const { outcome, entries } = new NydusSnapshotter(secrets).lookup(image);
        const onHost = credentials.filter(({ host }) => host === image.registry);
        const [only] = onHost;
        const areAlike = onHost.every((credential) => only?.sameSecret(credential));
        const hasLiteral = inOneSecret && onHost.find(({ path }) => path === '');
        const expected = hasLiteral || areAlike ? hasLiteral || only : undefined;
        expect(outcome).toBe(onHost.length === 0 ? 'none' : expected ? 'found' : 'ambiguous');
        expect(!expected || entries.every((entry) => entry.holds(expected))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('lead all readers to it where a host has one credential', () => {
    const oneForEachHost = credentialLists.map((list) => [...new Map(list.map((one) => [one.host, one])).values()]);
    fc.assert(
      fc.property(oneForEachHost, images, (credentials, image) => {
        const meant = new CredentialSet(credentials).find(image);
        const secret = new AuthMap('Secret', PullConfig.forImages(new CredentialSet(credentials), [image]).toString());
        const file = new AuthMap('file', AuthFile.fromCredentials(credentials).toString());
        for (const reader of [new Kubelet([secret]), new NydusSnapshotter([secret]), new ImageRs(file)]) {
          const { outcome, entries } = reader.lookup(image);
          expect(outcome).toBe(meant ? 'found' : 'none');
          expect(!meant || entries[0]?.holds(meant)).toBe(true);
        }
      }),
    );
  });

  test('cannot lead the kubelet to an IPv6 address without a port, nor the guest to one at all', () => {
    for (const [host, kubeletFinds] of [
      ['[::1]', 'none'],
      ['[::1]:5000', 'found'],
    ] as const) {
      const credential = RegistryCredential.basic(host, { username: 'bob', password: 'hunter2' });
      const image = ImageReference.parse(`${host}/app`);
      const secret = new AuthMap('Secret', PullConfig.fromCredentials([credential]).toString());
      const file = new AuthMap('file', AuthFile.fromCredentials([credential]).toString());
      expect(new Kubelet([secret]).lookup(image).outcome).toBe(kubeletFinds);
      expect(new NydusSnapshotter([secret]).lookup(image).outcome).toBe('found');
      expect(new ImageRs(file).lookup(image).reason).toContain('IPv6');
    }
  });
});
