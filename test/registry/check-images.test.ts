import { describeProblem } from '../../src/input/problem';
import { AuthFile } from '../../src/registry/auth-file';
import { type CheckResult, type CredentialFacts, checkImages, type ImageUse } from '../../src/registry/check-images';
import { CredentialSet } from '../../src/registry/credential-set';
import { ImageReference } from '../../src/registry/image-reference';
import { PullConfig } from '../../src/registry/pull-config';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { auth } from './auth-maps';

const credentials = (...registries: readonly string[]): CredentialSet =>
  new CredentialSet(
    registries.map((registry, i) => RegistryCredential.basic(registry, { username: `user${i}`, password: 'hunter2' })),
  );

const use = (image: string, where = 'Pod web', namespace = 'default'): ImageUse => ({
  image: ImageReference.parse(image),
  namespace,
  where,
});

/** Everything as the project itself writes it. */
function generated(set: CredentialSet, uses: readonly ImageUse[]): CredentialFacts {
  const namespaces = [...new Set(uses.map(({ namespace }) => namespace))];
  const imagesOf = (namespace: string) => uses.filter((one) => one.namespace === namespace).map(({ image }) => image);
  return {
    images: uses,
    credentials: set,
    pullSecrets: namespaces.map((namespace) => ({
      namespace,
      name: 'cococred',
      content: PullConfig.forImages(set, imagesOf(namespace)).toString(),
    })),
    authFile: AuthFile.fromCredentials(set.credentials).toString(),
  };
}

const rawSecret = (key: string, pair: string): string =>
  JSON.stringify({ auths: { [key]: { auth: Buffer.from(pair).toString('base64') } } });

const texts = ({ errors, warnings }: CheckResult): { errors: string[]; warnings: string[] } => ({
  errors: errors.map(describeProblem),
  warnings: warnings.map(describeProblem),
});

const CLEAN = { errors: [], warnings: [] };

/** The same where nydus-snapshotter was given a keychain. */
const withNydus = (facts: CredentialFacts): CredentialFacts => ({ ...facts, nydusKeychain: true });

describe('checkImages is content', () => {
  test.each([
    [
      'with the example of the CoCo documentation',
      ['my-registry.local/repository/image'],
      ['my-registry.local/repository/image:latest'],
    ],
    ['with Docker Hub', ['https://index.docker.io/v1/'], ['nginx', 'myorg/app']],
    ['with paths on hosts of their own', ['a.b/team', 'c.d:5000/v2/app'], ['a.b/team/x', 'c.d:5000/v2/app/y']],
    ['with public images', ['a.b/team'], ['a.b/other', 'quay.io/app', 'nginx']],
    ['without credentials', [], ['nginx']],
    ['without images', ['a.b'], []],
  ])('%s', (_, registries, images) => {
    const uses = images.map((image) => use(image));
    expect(texts(checkImages(generated(credentials(...registries), uses)))).toEqual(CLEAN);
  });

  test('with what it is not told', () => {
    expect(texts(checkImages({ images: [use('a.b/app')], credentials: credentials('a.b') }))).toEqual(CLEAN);
  });
});

describe('checkImages reports errors', () => {
  const set = credentials('a.b');
  const facts = generated(set, [use('a.b/app')]);

  test('an image whose namespace has no pull Secret', () => {
    const { errors } = texts(checkImages({ ...facts, images: [use('a.b/app', 'Pod web', 'other')] }));
    expect(errors).toEqual([
      'image a.b/app (Pod web): the kubelet finds no credential in the pull Secrets of namespace other, a.b (user user0) is meant: no key matches the image',
    ]);
  });

  test('a Secret with the customary key of Docker Hub, which nydus-snapshotter does not find', () => {
    const hub = credentials('docker.io');
    const content = JSON.stringify({ auths: { 'https://index.docker.io/v1/': { auth: auth('user0') } } });
    const pullSecrets = [{ namespace: 'default', name: 'mine', content }];
    const { errors } = texts(checkImages(withNydus({ ...generated(hub, []), images: [use('nginx')], pullSecrets })));
    expect(errors).toEqual([
      'image docker.io/library/nginx (Pod web): nydus-snapshotter finds no credential, docker.io (user user0) is meant: no key is docker.io or is cut to it',
    ]);
  });

  test('a Secret with another password', () => {
    const content = JSON.stringify({ auths: { 'a.b': { auth: auth('user0', 'hunter3') } } });
    const pullSecrets = [{ namespace: 'default', name: 'mine', content }];
    const { errors, warnings } = texts(checkImages(withNydus({ ...facts, pullSecrets })));
    expect(errors).toEqual([
      expect.stringContaining('the kubelet finds another credential in the pull Secrets of namespace default'),
    ]);
    expect(warnings).toEqual([expect.stringContaining('registry a.b has different credentials in this cluster')]);
  });

  test('an auth file without the entry, with a wrong one, and a broken one', () => {
    const authFiles = [
      ['{"auths":{}}', 'the guest finds no credential, a.b (user user0) is meant: no key is the image'],
      [JSON.stringify({ auths: { 'a.b': { auth: auth('eve') } } }), 'the guest finds another credential'],
      [
        JSON.stringify({ auths: { 'a.b': { auth: auth('user0') }, x: {} } }),
        'the auth file has an entry without "auth", "x"',
      ],
    ] as const;
    for (const [authFile, message] of authFiles) {
      expect(texts(checkImages({ ...facts, authFile })).errors).toEqual([expect.stringContaining(message)]);
    }
  });

  test('an IPv6 address, which no reader can look up', () => {
    const uses = [use('[::1]/app')];
    const { errors } = texts(checkImages(generated(credentials('[::1]'), uses)));
    expect(errors).toEqual([
      expect.stringMatching(/the kubelet finds no credential.*write a DNS name in place of the IPv6 address/),
      expect.stringMatching(/the guest finds no credential.*write a DNS name in place of the IPv6 address/),
    ]);
  });

  test('an image named by the host of Docker Hub', () => {
    const { errors } = texts(
      checkImages(generated(credentials('docker.io/myorg'), [use('registry-1.docker.io/myorg/app')])),
    );
    expect(errors).toHaveLength(2);
    expect(errors).toEqual(errors.map(() => expect.stringContaining('write docker.io/myorg/app')));
  });

  test('one image once, with all who use it', () => {
    const uses = Array.from({ length: 6 }, (_, i) => use('a.b/app', `Pod web-${i % 5}`, 'other'));
    const { errors } = texts(checkImages({ ...facts, images: uses }));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('image a.b/app (Pod web-0, Pod web-1, Pod web-2 and 2 more)');
  });
});

describe('checkImages looks into Pods', () => {
  const set = credentials('quay.io/team/ap');
  const uses = [use('quay.io/team/ap'), use('quay.io/team/app2')];

  test('and refuses a public image that the kubelet pulls with the credential of another', () => {
    expect(texts(checkImages(generated(set, uses))).errors).toEqual([
      'image quay.io/team/app2 (Pod web): no credential is meant for it, but the kubelet takes that of key quay.io/team/ap (user user0): key quay.io/team/ap is a prefix of its letters, and the kubelet does not fall back to an anonymous pull; write a credential that covers quay.io/team/app2, or take it out of a Pod with a pull Secret',
    ]);
  });

  test('but not one in a Pod without the pull Secret', () => {
    const apart = uses.map((one, i) => ({ ...one, pullSecrets: i === 0 ? ['cococred'] : [] }));
    expect(texts(checkImages(generated(set, apart)))).toEqual(CLEAN);
  });

  const peerPods = (images: readonly string[]) => images.map((image) => ({ ...use(image), peerPods: true }));

  test('of peer pods, whose guest reads the pull Secret with the rules of image-rs', () => {
    const own = credentials('a.b/v2/app', 'c.d');
    const inPeerPods = peerPods(['a.b/v2/app/x', 'c.d/app']);
    const images = inPeerPods.map(({ image }) => image);
    const facts = { images: inPeerPods, credentials: own, authFile: '{"auths":{}}' };
    const withContent = (content: string) =>
      texts(checkImages({ ...facts, pullSecrets: [{ namespace: 'default', name: 'cococred', content }] }));
    expect(withContent(PullConfig.forImages(own, images, images).toString())).toEqual(CLEAN);
    expect(withContent(PullConfig.forImages(own, images).toString()).errors).toEqual([
      'image a.b/v2/app/x (Pod web): the guest finds no credential, a.b/v2/app (user user0) is meant: no key is the image, a path above it or the registry a.b',
    ]);
  });

  test('of peer pods, whose file may have 12,288 bytes', () => {
    const many = new CredentialSet(
      Array.from({ length: 120 }, (_, i) =>
        RegistryCredential.basic(`r${i}.example`, { username: 'robot', password: 'x'.repeat(64) }),
      ),
    );
    const inPeerPods = peerPods(many.credentials.map(({ scope }) => `${scope}/app`));
    const { errors } = texts(checkImages(generated(many, inPeerPods)));
    expect(errors).toHaveLength(120);
    expect(errors[0]).toMatch(
      /Secret default\/cococred come to \d+ bytes, and cloud-api-adaptor drops more than 12288/,
    );
  });
});

describe('checkImages warns', () => {
  test('of two credentials for a host, once, as nydus-snapshotter takes any', () => {
    const uses = [use('a.b/x/app'), use('a.b/y/app'), use('a.b/y/app2'), use('c.d/app')];
    expect(texts(checkImages(withNydus(generated(credentials('a.b/x', 'a.b/y', 'c.d'), uses))))).toEqual({
      errors: [],
      warnings: [
        'registry a.b has different credentials in this cluster: nydus-snapshotter looks up the host alone, in the Secrets of all namespaces, so that it may read the metadata of a.b/x/app, a.b/y/app, a.b/y/app2 with a wrong one; write one account that may read all of that host (or turn on CRI interception in nydus-snapshotter)',
      ],
    });
  });

  test('also if they are in two namespaces', () => {
    const uses = [use('a.b/x/app', 'Pod web', 'one'), use('a.b/y/app', 'Pod web', 'two')];
    const { errors, warnings } = texts(checkImages(withNydus(generated(credentials('a.b/x', 'a.b/y'), uses))));
    expect(errors).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  test('also if one of them is the host, which wins for all images', () => {
    const uses = [use('a.b/x/app'), use('a.b/app')];
    const { errors, warnings } = texts(checkImages(withNydus(generated(credentials('a.b/x', 'a.b'), uses))));
    expect(errors).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('may read the metadata of a.b/x/app with a wrong one')]);
  });

  test('of a credential that the kubelet tries after another', () => {
    const set = credentials('a.b', 'a.b/re');
    const content = PullConfig.fromCredentials(set.credentials).toString();
    const facts = generated(set, [use('a.b/repo'), use('a.b/re/x')]);
    const { errors, warnings } = texts(
      checkImages({ ...facts, pullSecrets: [{ namespace: 'default', name: 'all', content }] }),
    );
    expect(errors).toEqual([]);
    expect(warnings[0]).toBe(
      'image a.b/repo (Pod web): the kubelet may try the credential of another key before that of a.b (user user0): key a.b/re is a prefix of its letters; each pull may begin with a refused login',
    );
  });

  test('of a host in upper case, for which no credential is used', () => {
    expect(texts(checkImages(generated(credentials('a.b'), [use('A.b/app')])))).toEqual({
      errors: [],
      warnings: [
        'image A.b/app (Pod web): a.b (user user0) is not used for it: readers compare hosts case-sensitively; write a.b/app',
      ],
    });
  });

  test('not of two credentials for a host, where nydus-snapshotter has no keychain', () => {
    const uses = [use('a.b/x/app'), use('a.b/y/app')];
    expect(texts(checkImages(generated(credentials('a.b/x', 'a.b/y'), uses)))).toEqual(CLEAN);
  });

  test("of a line break in the Pod's own pull Secret, which is tried first", () => {
    const [own] = [{ namespace: 'default', name: 'regcred', content: rawSecret('a.b', 'old:x\n') }];
    const set = credentials('a.b');
    const uses = [{ ...use('a.b/app'), pullSecrets: ['regcred', 'cococred'] }];
    const facts = generated(set, uses);
    const pullSecrets = [own, ...(facts.pullSecrets ?? [])];
    const { errors, warnings } = texts(checkImages({ ...facts, pullSecrets }));
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      'image a.b/app (Pod web): the kubelet may try the credential of another key before that of a.b (user user0): key a.b is the host; key a.b of Secret default/regcred: its password ends in a line break, which is sent as it is (401); each pull may begin with a refused login',
    ]);
    const elsewhere = { ...use('c.d/app', 'Pod other'), pullSecrets: [] };
    expect(texts(checkImages({ ...facts, images: [...uses, elsewhere], pullSecrets })).warnings).toEqual(warnings);
  });

  test('without a word of a password', () => {
    const result = checkImages(generated(credentials('a.b/x', 'a.b/y', '[::1]'), [use('a.b/x/app'), use('[::1]/app')]));
    expect(JSON.stringify(result)).not.toMatch(/hunter/);
  });
});
