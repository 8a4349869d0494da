import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { InputError } from '../../src/input/problem';
import { KbsResource, MAX_RESOURCE_BYTES } from '../../src/kbs/kbs-resource';
import { RegistryCredential } from '../../src/registry/registry-credential';

const PATH = 'default/image_key/nginx';
const SECRET = `the Secret for ${PATH}`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdk8s-coco-resource-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function file(content: string | Uint8Array): string {
  const path = join(directory, 'file');
  writeFileSync(path, content);
  return path;
}

test('a file, byte for byte', () => {
  const key = Uint8Array.from({ length: 32 }, (_, n) => 255 - n * 8);

  expect(Buffer.from(KbsResource.fromFile(PATH, file(key)).content)).toEqual(Buffer.from(key));
});

test('a text gets nothing added', () => {
  expect(Buffer.from(KbsResource.fromString(PATH, 'schlüssel').content)).toEqual(Buffer.from('schlüssel'));
});

test('an authentication file is what the guest reads', () => {
  const credential = RegistryCredential.basic('registry.example:5000/team', { username: 'ci', password: 'p:w' });

  const resource = KbsResource.authFile('default/containers/auth', [credential]);

  expect(JSON.parse(Buffer.from(resource.content).toString())).toEqual({
    auths: { 'registry.example:5000/team': { auth: Buffer.from('ci:p:w').toString('base64') } },
  });
  expect(resource.kind).toBe('authFile');
});

test('an image policy is JSON', () => {
  const policy = { default: [{ type: 'reject' as const }] };

  const resource = KbsResource.imagePolicy('default/security-policy/osstest', policy);

  expect(JSON.parse(Buffer.from(resource.content).toString())).toEqual(policy);
  expect(resource.kind).toBe('imagePolicy');
});

test('a key of another’s Secret has no content of its own', () => {
  const { content, secret, kind } = KbsResource.fromSecret(PATH, { name: 'sealed', key: 'auth.json' }, 'authFile');

  expect({ bytes: content.byteLength, secret, kind }).toEqual({
    bytes: 0,
    secret: { name: 'sealed', key: 'auth.json' },
    kind: 'authFile',
  });
});

test('the largest that a Secret holds', () => {
  expect(KbsResource.fromBytes(PATH, new Uint8Array(MAX_RESOURCE_BYTES)).content.byteLength).toBe(MAX_RESOURCE_BYTES);
});

test('printing shows no content', () => {
  const print = (content: string) => {
    const resource = KbsResource.fromString(PATH, content);
    return [String(resource), JSON.stringify(resource), inspect(resource, { depth: 9, showHidden: true })];
  };

  expect(print('geheim')).toEqual(print('anders'));
});

describe('refused:', () => {
  test.each([
    ['empty', () => KbsResource.fromString(PATH, ''), 'the content of default/image_key/nginx is empty'],
    ['too large', () => KbsResource.fromBytes(PATH, new Uint8Array(MAX_RESOURCE_BYTES + 1)), 'has 1048577 bytes'],
    ['a bad path', () => KbsResource.fromString('nginx', 'x'), 'has not exactly three segments'],
    ['no credentials’ path', () => KbsResource.authFile('../a/b', []), 'begins with a dot'],
    ['a Secret without key', () => KbsResource.fromSecret(PATH, { name: 's', key: '' }), `${SECRET}: the key is empty`],
    [
      'a key with a slash',
      () => KbsResource.fromSecret(PATH, { name: 's', key: 'a/b' }),
      `${SECRET}: "a/b" is not a key`,
    ],
    [
      'a Secret without name',
      () => KbsResource.fromSecret(PATH, { name: '', key: 'k' }),
      `${SECRET}: the name is empty`,
    ],
    ['a bad name', () => KbsResource.fromSecret(PATH, { name: 'My_S', key: 'k' }), `${SECRET}: "My_S" is not a name`],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });

  test('an empty file', () => {
    expect(() => KbsResource.fromFile(PATH, file(''))).toThrow(
      'file", the content of default/image_key/nginx, is empty',
    );
  });

  test('a missing file', () => {
    expect(() => KbsResource.fromFile(PATH, join(directory, 'none'))).toThrow(
      'none", the content of default/image_key/nginx, does not exist; write the path of a file that can be read',
    );
  });

  test('a directory', () => {
    expect(() => KbsResource.fromFile(PATH, directory)).toThrow(
      'is not a file: a KBS resource is the content of one file',
    );
  });

  test('a path through a file', () => {
    expect(() => KbsResource.fromFile(PATH, join(file('x'), 'y'))).toThrow('cannot be read: ENOTDIR');
  });

  test('a huge file, without reading it', () => {
    const path = file('x');
    truncateSync(path, 2 ** 40);

    expect(() => KbsResource.fromFile(PATH, path)).toThrow(`has ${2 ** 40} bytes: a Secret holds at most 1048576`);
  });
});
