import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parse } from 'yaml';
import { assemble, mistakesIn } from '../../../src/app/assemble';
import { InputError } from '../../../src/input/problem';
import { type SopsSecret, sopsDecrypt } from '../../../src/secrets/sops';
import { type AgeKeys, ageKeys } from '../../secrets/age-keys';
import { temporaryDirectory } from '../../temporary-directory';
import { BUILDING_MS, goCommands } from '../go';

const { directory, write } = temporaryDirectory();

let commands: string;
beforeAll(() => {
  commands = goCommands(__dirname, '-ldflags', '-s -w', 'tool');
}, BUILDING_MS);

/** Runs a command that sees no other key than this one. */
function run(command: string, args: readonly string[], { identity = '', input = '' } = {}) {
  const env = { PATH: process.env.PATH, HOME: directory, XDG_CONFIG_HOME: directory, SOPS_AGE_KEY: identity };
  const { status, stdout, stderr } = spawnSync(join(commands, command), args, { env, input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const decrypt = (text: string, identity: string) => run('sops', ['decrypt', write('secret.yaml', text)], { identity });

/** As age-keygen makes them. */
function generated(): { recipient: string; identity: string } {
  const { stdout } = run('age-keygen', []);
  const [recipient = ''] = /age1\w+/.exec(stdout) ?? [];
  const [identity = ''] = /AGE-SECRET-KEY-1\w+/.exec(stdout) ?? [];
  return { recipient, identity };
}

const HOSTILE = [
  `p"a\\s:s{{ }}'`,
  'ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]',
  '0x10, 1e3, ~, null',
  '- a: &b *c # d',
  'pässwörd ✓ 𝄞',
  '${HOME} $(id) `id` %s %0a',
  ' begins and ends with a space ',
  'x'.repeat(5_000),
];

/** Texts of the files that hold Secrets, with hostile passwords and a binary key. */
function secretFiles(secrets: object): string[] {
  write(
    'key.bin',
    Uint8Array.from({ length: 256 }, (_, index) => index),
  );
  const registries = HOSTILE.map((_, index) => `registry.example/team${index}`);
  const config = {
    runtimeClass: 'kata-qemu-snp',
    kbs: {
      address: '172.18.0.3:31731',
      repository: { persistentVolumeClaim: 'kbs-repository' },
      resources: [{ path: 'default/key/web', file: 'key.bin' }],
    },
    secrets,
    credentials: registries.map((registry, index) => {
      // A dollar sign would name a variable.
      const password = HOSTILE[index]?.replaceAll('$', '$$$$');
      return { registry, username: 'robot', password };
    }),
    workloads: registries.map((registry, index) => ({
      name: `web${index}`,
      namespace: `space${index % 2}`,
      image: `${registry}/web`,
    })),
  };
  const { files, findings } = assemble(write('coco.yaml', JSON.stringify(config)), {});
  InputError.throwIfAny(mistakesIn(findings));
  return files.filter(({ name }) => /^10-.*secrets-.*\.yaml$/.test(name)).map(({ text }) => text);
}

test('sops gives back exactly the Secrets, to each recipient and to nobody else', () => {
  const [one, two, other] = [generated(), generated(), generated()];
  const encrypted = secretFiles({ backend: 'sops', sops: { age: [one.recipient, two.recipient] } });
  const plain = secretFiles({ backend: 'plain' }).map((text) => parse(text));
  expect(encrypted).toHaveLength(3);
  for (const { identity } of [one, two]) {
    const opened = encrypted.map((text) => decrypt(text, identity));
    expect(opened.map(({ status, stderr }) => [status, stderr])).toEqual(opened.map(() => [0, '']));
    const secrets = opened.map(({ stdout }) => ({ immutable: false, ...parse(stdout) }));
    expect(secrets).toEqual(plain);
  }
  for (const text of encrypted) {
    const refused = decrypt(text, other.identity);
    expect([refused.status, refused.stdout]).toEqual([128, '']);
    expect(refused.stderr).toContain('did not match any of the recipients');
  }
});

describe('one file', () => {
  let keys: AgeKeys;
  let text: string;
  beforeAll(() => {
    keys = ageKeys();
    const files = secretFiles({ backend: 'sops', sops: { age: [keys.recipient] } });
    text = files.find((file) => file.includes('default.key.web')) ?? '';
  });

  test('a new label changes nothing, for which no password is needed', () => {
    const changed = text.replace('  labels:\n', '  labels:\n    team: shop\n');
    expect(decrypt(changed, keys.identity)).toMatchObject({ status: 0, stdout: expect.stringContaining('team: shop') });
  });

  test.each([
    ['a value under another key', (file: string) => file.replace('default.key.web', 'default.key.db'), 'AES_GCM'],
    ['a value that is gone', (file: string) => file.replace(/^ {2}default\.key\.web.*\n/m, ''), 'MAC mismatch'],
    ['another time', (file: string) => file.replace(/lastmodified: "\d{4}/, 'lastmodified: "1999'), 'MAC'],
  ])('%s is refused', (_, change, message) => {
    const { status, stdout, stderr } = decrypt(change(text), keys.identity);
    expect([status === 0, stdout]).toEqual([false, '']);
    expect(stderr).toContain(message);
  });
});

test('what sops encrypts opens here', () => {
  const keys = ageKeys();
  const data = Object.fromEntries(
    HOSTILE.map((value, index) => [`key${index}`, Buffer.from(value).toString('base64')]),
  );
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { ...data, empty: '' } };
  const options = ['--age', keys.recipient, '--encrypted-regex', '^(data|stringData)$', '--mac-only-encrypted'];
  const { status, stdout, stderr } = run('sops', [
    '--encrypt',
    ...options,
    write('plain.yaml', JSON.stringify(secret)),
  ]);
  expect([status, stderr]).toEqual([0, '']);
  expect(sopsDecrypt(parse(stdout) as SopsSecret, keys.privateKey)).toEqual(secret.data);
});
