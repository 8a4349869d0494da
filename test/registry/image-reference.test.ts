import fc from 'fast-check';
import { InputError } from '../../src/input/problem';
import { ImageReference } from '../../src/registry/image-reference';
import { images } from './arbitraries';

const HEX = '0123456789abcdef';
const SHA256 = `sha256:${HEX.repeat(4)}`;
const SHA384 = `sha384:${HEX.repeat(6)}`;
const SHA512 = `sha512:${HEX.repeat(8)}`;

/** Verdicts and parts from Go's distribution/reference v0.6.0, `ParseNormalizedNamed`. */
describe('ImageReference takes what Go takes, and the same parts', () => {
  test.each([
    ['a name alone is an official image', 'nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['a tag that looks like a port', 'nginx:5000', 'docker.io', 'library/nginx', '5000', undefined],
    ['a dot in a name alone makes no host', 'test.com', 'docker.io', 'library/test.com', undefined, undefined],
    ['an organisation', 'myorg/app:1', 'docker.io', 'myorg/app', '1', undefined],
    ['the host alone needs no organisation', 'docker.io/nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['the old index', 'index.docker.io/app', 'docker.io', 'library/app', undefined, undefined],
    ['the old index with a path', 'index.docker.io/myorg/app', 'docker.io', 'myorg/app', undefined, undefined],
    ['the registry host is not an alias', 'registry-1.docker.io/a', 'registry-1.docker.io', 'a', undefined, undefined],
    ['localhost is a host', 'localhost/app', 'localhost', 'app', undefined, undefined],
    ['a port', 'registry:5000/team/app:1.2', 'registry:5000', 'team/app', '1.2', undefined],
    ['any number as a port', 'a.b:99999999/app', 'a.b:99999999', 'app', undefined, undefined],
    ['an address', '127.0.0.1:80/app', '127.0.0.1:80', 'app', undefined, undefined],
    ['an IPv6 address', '[2001:db8::1]/app', '[2001:db8::1]', 'app', undefined, undefined],
    ['an IPv6 address and a port', '[::1]:5000/app', '[::1]:5000', 'app', undefined, undefined],
    ['an IPv6 address is not checked', '[::::]/app', '[::::]', 'app', undefined, undefined],
    ['upper case in a first part makes a host', 'REGISTRY/app', 'REGISTRY', 'app', undefined, undefined],
    ['upper case in a host stays', 'Registry.Example/app', 'Registry.Example', 'app', undefined, undefined],
    ['a host that is none joins the path', 'my_host.local/app', '', 'my_host.local/app', undefined, undefined],
    ['a digest', `app@${SHA256}`, 'docker.io', 'library/app', undefined, SHA256],
    ['tag and digest', `a.b/app:1@${SHA512}`, 'a.b', 'app', '1', SHA512],
    ['sha384', `a.b/app@${SHA384}`, 'a.b', 'app', undefined, SHA384],
    ['all separators', 'a.b/a.b_c__d-e---f', 'a.b', 'a.b_c__d-e---f', undefined, undefined],
    [
      '63 hexadecimal digits',
      HEX.repeat(4).slice(1),
      'docker.io',
      `library/${HEX.repeat(4).slice(1)}`,
      undefined,
      undefined,
    ],
    ['128 characters of tag', `a.b/c:${'x'.repeat(128)}`, 'a.b', 'c', 'x'.repeat(128), undefined],
    ['255 characters of repository', `a.b/${'x'.repeat(255)}`, 'a.b', 'x'.repeat(255), undefined, undefined],
    ['a host of any length', `${'h'.repeat(300)}.b/c`, `${'h'.repeat(300)}.b`, 'c', undefined, undefined],
  ])('%s: %s', (_, text, registry, repository, tag, digest) => {
    const image = ImageReference.parse(text);
    expect({ ...image }).toEqual({ name: image.name, registry, repository, tag, digest });
    expect(image.name).toBe(registry ? `${registry}/${repository}` : repository);
  });
});

describe('ImageReference refuses what Go refuses, and says why', () => {
  test.each([
    ['nothing', '', 'image reference is empty'],
    ['white space alone', ' \n', 'image reference is empty'],
    ['a template', '{{ .Values.image }}', 'has a variable or a part of a template in it'],
    ['a variable', 'a.b/app:${TAG}', 'has a variable or a part of a template in it'],
    ['a space', 'a.b/my app', '"a.b/my app" has white space in it; write a.b/myapp'],
    ['a newline from a file', 'nginx\n', 'has white space in it; write nginx'],
    ['a scheme', 'https://a.b/app:1', 'has a scheme in front: an image is a name, not a URL; write a.b/app:1'],
    ['docker://', 'docker://nginx', 'has a scheme in front'],
    ['a page of Docker Hub', 'https://hub.docker.com/r/acme/web', 'write docker.io/acme/web'],
    ['a page of an official image', 'https://hub.docker.com/_/nginx', 'write docker.io/library/nginx'],
    ['a page of Quay', 'https://quay.io/repository/acme/web', 'write quay.io/acme/web'],
    ['a variable of a shell', 'a.b/app:$TAG', 'has a variable or a part of a template in it'],
    ['an underscore in a host with a port', 'my_host.b:5000/app:1', 'has a bad registry host: "my_host.b:5000" is not'],
    ['a bad tag behind a path that begins like a host', 'my_host.b/app:-1', 'has a bad tag'],
    [
      'upper case in a path',
      'a.b/Team/app:V1',
      'upper-case letters: containerd refuses them in a repository; write a.b/team/app:V1',
    ],
    ['upper case in a name', 'Nginx', 'has upper-case letters'],
    ['an image ID', HEX.repeat(4), 'are read as the ID of a local image'],
    [
      'an unknown algorithm',
      `app@md5:${HEX.repeat(2)}`,
      'has a bad digest: the algorithm is one of sha256, sha384, sha512',
    ],
    ['an algorithm in upper case', `app@SHA256:${HEX.repeat(4)}`, 'has a bad digest'],
    ['a short digest', `app@${SHA256.slice(0, -1)}`, 'has a bad digest: sha256 has 64 hexadecimal digits, this has 63'],
    ['a digest in upper case', `app@sha256:${HEX.repeat(4).toUpperCase()}`, 'in lower case'],
    ['a digest that is not hexadecimal', `app@sha256:${'g'.repeat(64)}`, 'its digits are 0-9 and a-f'],
    ['an empty digest', 'app@', 'has a bad digest'],
    ['129 characters of tag', `app:${'x'.repeat(129)}`, 'has a bad tag'],
    ['a tag that begins with a dash', 'app:-1', 'has a bad tag'],
    ['an empty tag', 'app:', 'has a bad tag'],
    ['256 characters of repository', `a.b/${'x'.repeat(256)}`, 'is too long: a repository has at most 255 characters'],
    ['255 characters and library/ in front', 'x'.repeat(255), 'is too long'],
    ['an IPv6 address with a zone', '[fe80::1%25eth0]/app', 'has a bad registry host'],
    ['an IPv6 address without brackets', '::1/app', 'has a bad registry host'],
    ['a port that is no number', 'a.b:x/app', 'has a bad registry host'],
    ['a dash at the end of a host', 'a-.b/app', 'has a bad registry host'],
    ['an empty component', 'a.b//app', 'is malformed'],
    ['a slash at the end', 'a.b/app/', 'is malformed'],
    ['three underscores', 'a___b', 'is malformed'],
    ['letters that are not ASCII', 'a.b/café', 'is malformed'],
    ['a glob', 'a.b/*', 'is malformed'],
    ['user and password, without showing them', 'bob:hunter2@a.b/app', '"…@a.b/app"'],
  ])('%s', (_, text, message) => {
    expect(() => ImageReference.parse(text)).toThrow(InputError);
    expect(() => ImageReference.parse(text)).toThrow(message);
    expect(ImageReference.tryParse(text)).toBeUndefined();
  });

  test('never suggests what it would refuse', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aA. /:@-_\n'), maxLength: 10 }), (text) => {
        const suggestion = suggestionFor(text);
        return suggestion === undefined || ImageReference.tryParse(suggestion) !== undefined;
      }),
    );
  });
});

describe('ImageReference as text', () => {
  test('parses back to itself', () => {
    const tags = fc.option(fc.constantFrom('1', 'latest', 'A_b.c-d'), { nil: '' });
    const digests = fc.constantFrom('', SHA256, SHA512);
    fc.assert(
      fc.property(images, tags, digests, (image, tag, digest) => {
        const text = `${image}${tag && `:${tag}`}${digest && `@${digest}`}`;
        const parsed = ImageReference.parse(text);
        expect(parsed.toString()).toBe(text);
        expect(ImageReference.parse(parsed.toString())).toEqual(parsed);
      }),
    );
  });

  test('takes no longer for a hostile name than for a long one', () => {
    for (const text of [
      'a-'.repeat(50_000),
      `${'a.'.repeat(50_000)}/`,
      `a/${'b_'.repeat(50_000)}`,
      'a@'.repeat(50_000),
    ]) {
      expect(ImageReference.tryParse(text)).toBeUndefined();
    }
  });
});

/** What the message says to write, but for the shape of a reference in general. */
function suggestionFor(text: string): string | undefined {
  try {
    ImageReference.parse(text);
    return undefined;
  } catch (error) {
    const suggestion = error instanceof InputError ? error.problems[0]?.fix?.replace(/^write /, '') : undefined;
    return suggestion?.includes('[') || suggestion?.includes('<') ? undefined : suggestion;
  }
}
