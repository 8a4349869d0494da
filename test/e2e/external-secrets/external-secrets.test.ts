import { join } from 'node:path';
import fc from 'fast-check';
import { AuthMap } from '../../../src/registry/auth-map';
import { ImageReference } from '../../../src/registry/image-reference';
import { ImageRs } from '../../../src/registry/image-rs';
import { Kubelet } from '../../../src/registry/kubelet';
import { temporaryDirectory } from '../../temporary-directory';
import { BUILDING_MS } from '../go';
import { answersOf, objectsOf } from '../secret-backends';

interface Answer {
  readonly data?: Readonly<Record<string, string>>;
  readonly error?: string;
}

const { directory } = temporaryDirectory();
const EXTERNAL = '{ backend: external, external: { store: vault } }';
const CASES = 2_000;

/** What the engine of External Secrets makes of ExternalSecrets, with what a store or generators hold. */
function render(requests: readonly object[]): Answer[] {
  return answersOf('external-secrets', 'external-secrets', ...requests) as Answer[];
}

function externalSecrets(name: string, credentials: readonly string[]) {
  const objects = objectsOf(join(directory, name), EXTERNAL, credentials);
  return objects.filter(({ kind }) => kind === 'ExternalSecret');
}

/** Both documents, in the order of their files: the guest's authentication file, the pull Secret. */
function readersOf(answers: readonly Answer[]) {
  const maps = answers.map(({ data, error }, index) => {
    if (!data) throw new Error(error);
    return new AuthMap(`document ${index}`, Object.values(data)[0] ?? '');
  });
  const [guest, host] = maps as [AuthMap, AuthMap];
  return [new ImageRs(guest), new Kubelet([host])];
}

const password = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('{{ .x }}', '"', '\\', "a'b`c", '\n\n x', '$(x)', '%s%d', '</script>'),
  )
  .map((text) => text.replace(/^[\r\n]+|[\r\n]+$/g, ''))
  .filter((text) => text !== '' && !text.includes('\0') && !/\p{Surrogate}/u.test(text));

test(
  `whatever ${CASES} passwords hold, both readers get them from what the engine builds`,
  () => {
    const [upload, pull] = externalSecrets('remote', [
      'remote: { key: registry/robot, username: user, password: token }',
    ]);
    const passwords = fc.sample(password, CASES);
    const store = (token: string) => ({ 'registry/robot': { user: 'robot', token } });
    const answers = render(
      passwords.flatMap((token) => [upload, pull].map((externalSecret) => ({ externalSecret, store: store(token) }))),
    );
    const image = ImageReference.parse('registry.example/team0/web');
    passwords.forEach((token, index) => {
      for (const reader of readersOf(answers.slice(index * 2, index * 2 + 2))) {
        const [entry] = reader.lookup(image).entries;
        expect([entry?.username, entry?.holds({ username: 'robot', password: token } as never)]).toEqual([
          'robot',
          true,
        ]);
      }
    });
  },
  BUILDING_MS,
);

test(
  'a line break at the end of what a store holds is none of the password',
  () => {
    const objects = externalSecrets('line-break', ['remote: { key: registry/robot, username: user, password: token }']);
    const store = { 'registry/robot': { user: 'robot', token: 'secret\r\n' } };
    const readers = readersOf(render(objects.map((externalSecret) => ({ externalSecret, store }))));
    for (const reader of readers) {
      const [entry] = reader.lookup(ImageReference.parse('registry.example/team0/web')).entries;
      expect(entry?.holds({ username: 'robot', password: 'secret' })).toBe(true);
    }
  },
  BUILDING_MS,
);

const TOKEN = 'to"ken{{';
const GENERATED: Readonly<Record<string, readonly [Record<string, string>, string]>> = {
  ECRAuthorizationToken: [{ username: 'AWS', password: TOKEN, proxy_endpoint: 'x', expires_at: '1' }, 'AWS'],
  GCRAccessToken: [{ username: 'oauth2accesstoken', password: TOKEN, expiry: '1' }, 'oauth2accesstoken'],
  ACRAccessToken: [
    { username: '00000000-0000-0000-0000-000000000000', password: TOKEN },
    '00000000-0000-0000-0000-000000000000',
  ],
  QuayAccessToken: [
    { registry: 'quay.io', auth: Buffer.from(`org+robot:${TOKEN}`).toString('base64'), expiry: '1' },
    'org+robot',
  ],
  GithubAccessToken: [{ token: TOKEN }, 'x-access-token'],
};

test(
  'what each generator makes arrives at both readers, beside one another',
  () => {
    const kinds = Object.keys(GENERATED);
    const objects = externalSecrets(
      'generators',
      kinds.map((kind) => `generator: { kind: ${kind}, name: mine }`),
    );
    const generators = Object.fromEntries(Object.entries(GENERATED).map(([kind, [made]]) => [`${kind}/mine`, made]));
    const readers = readersOf(render(objects.map((externalSecret) => ({ externalSecret, generators }))));
    for (const reader of readers) {
      const users = kinds.map((kind, index) => {
        const [entry] = reader.lookup(ImageReference.parse(`registry.example/team${index}/web`)).entries;
        return [kind, entry?.username, entry?.holds({ username: GENERATED[kind]?.[1], password: TOKEN } as never)];
      });
      expect(users).toEqual(kinds.map((kind) => [kind, GENERATED[kind]?.[1], true]));
    }
  },
  BUILDING_MS,
);
