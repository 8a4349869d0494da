import { KbsResource } from '../../../src/kbs/kbs-resource';
import { KbsRepository } from '../../../src/kbs/upload/kbs-repository';

const repository = KbsRepository.operatorSecret();

function secrets(...paths: string[]) {
  return repository.secrets(
    'kbs-upload',
    paths.map((path) => KbsResource.fromString(path, `content of ${path}`)),
  );
}

test('a Secret for each second segment, a key for each third', () => {
  const { secrets: created, stored } = secrets('default/containers/auth', 'default/keys/a.b', 'default/containers/x_Y');

  expect(created.map(({ name, data }) => [name, Object.keys(data)])).toEqual([
    ['containers', ['auth', 'x_Y']],
    ['keys', ['a.b']],
  ]);
  expect(stored.map(({ resource, secret }) => `default/${secret.name}/${secret.key}` === resource.uri.path)).toEqual([
    true,
    true,
    true,
  ]);
});

test('a Secret that exists must be named as it is served', () => {
  const existing = (name: string, key: string) =>
    repository.secrets('u', [KbsResource.fromSecret('default/containers/auth', { name, key })]);

  expect(existing('containers', 'auth').secrets).toEqual([]);
  expect(() => existing('containers', 'auth.json')).toThrow('comes from key "auth.json" of Secret "containers"');
  expect(() => existing('cococred', 'auth.json')).toThrow(
    'comes from key "auth.json" of Secret "cococred": the trustee-operator serves a key of a Secret as ' +
      'default/<Secret>/<key>; write default/cococred/auth.json as its path, or name the Secret "containers"',
  );
});

test.each([
  ['team/containers/auth', 'begins with "team"', 'default/containers/auth'],
  ['default/Image_Key/nginx', 'has "Image_Key" in the middle, which becomes the name of a Secret', 'at most 63'],
  ['default/a.b/nginx', 'has "a.b" in the middle, which becomes the name of a Secret and of a volume', 'at most 63'],
  [
    'default/kbs-config/x',
    'has "kbs-config" in the middle, which is a volume of the KBS',
    'another name, e.g. default/kbs-config-resources/x',
  ],
  [
    'default/tdx-config/x',
    'has "tdx-config" in the middle, which is a volume of the KBS',
    'another name, e.g. default/tdx-config-resources/x',
  ],
])('%s is refused', (path, fault, instead) => {
  expect(() => secrets(path)).toThrow(fault);
  expect(() => secrets(path)).toThrow(`; write ${instead}`);
});

test('more than a Secret holds below one name', () => {
  const big = ['a', 'b'].map((key) => KbsResource.fromBytes(`default/keys/${key}`, new Uint8Array(600_000)));

  expect(() => repository.secrets('u', big)).toThrow('the resources below default/keys have 1200000 bytes together');
});

test.each(
  // Of trustee-operator 0.21, `internal/controller/kbsconfig_controller.go`.
  [
    'attestation-cert',
    'attestation-key',
    'attestation-policy-dir',
    'attestation-policy-gpu',
    'base-storage-dir',
  ].concat(['repository-dir', 'resource-policy-dir', 'rvps-dir']),
)('%s is a volume of the operator', (name) => {
  expect(() => secrets(`default/${name}/x`)).toThrow('which is a volume of the KBS already');
});
