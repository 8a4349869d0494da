import { InputError } from '../../src/input/problem';
import { AuthFile } from '../../src/registry/auth-file';
import { AuthMap } from '../../src/registry/auth-map';
import { ImageReference } from '../../src/registry/image-reference';
import { ImageRs } from '../../src/registry/image-rs';
import { Kubelet } from '../../src/registry/kubelet';
import { NydusSnapshotter } from '../../src/registry/nydus-snapshotter';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { look } from './auth-maps';

const LENGTH = 250_000;
const secret = { username: 'bob', password: 'hunter2' };

/** What these texts made slow once: quadratic and cubic matchers. No test of time, as a slow one would hang. */
const PIECES = [':', '/', 'a.', 'a:', '-', '_', '@', '*', '[', '://', '\n', ' ', '=', '\\', '"', '{', 'A', 'ü', '0'];

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

describe.each(PIECES)('250 kB of %j', (piece) => {
  const text = piece.repeat(LENGTH / piece.length);

  test.each([
    ['a reference', () => ImageReference.parse(text)],
    ['a reference behind a host', () => ImageReference.parse(`r.example/${text}x`)],
    ['a registry', () => RegistryCredential.basic(text, secret)],
    ['an image of a credential', () => RegistryCredential.forImage(text, secret)],
    ['a key of an auth file', () => AuthFile.parse(JSON.stringify({ auths: { [text]: { auth: 'Ym9iOmI=' } } }))],
    ['an auth', () => AuthFile.parse(JSON.stringify({ auths: { 'r.example': { auth: `${text}!` } } }))],
    ['an auth file', () => AuthFile.parse(text)],
  ])('as %s is refused in few words', (_, work) => {
    const message = messageOf(work);
    expect(message).not.toBe('');
    expect(message.length).toBeLessThan(1_000);
  });

  test('is read by all readers', () => {
    const documents = [text, JSON.stringify({ auths: { [text]: { auth: 'Ym9iOmI=' }, 'r.example': { auth: text } } })];
    for (const document of documents) {
      const map = new AuthMap('Secret', document);
      for (const reader of [new Kubelet([map]), new ImageRs(map), new NydusSnapshotter([map])]) {
        expect(look(reader, 'r.example/app').reason.length).toBeLessThan(1_000);
      }
    }
  });
});

test('keys of a thousand lengths take no time to sort', () => {
  const keys = [
    ...Array.from({ length: 1_200 }, (_, i) => `r/${'a'.repeat(i)}`),
    ...Array.from({ length: 20_000 }, (_, i) => `r/${i}`),
  ];
  const document = JSON.stringify({ auths: Object.fromEntries(keys.map((key) => [key, {}])) });
  const kubelet = new Kubelet([new AuthMap('Secret', document)]);
  expect(look(kubelet, 'r.example/app').outcome).toBe('none');
});
