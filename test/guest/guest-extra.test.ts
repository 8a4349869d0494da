import { GuestConfig } from '../../src/guest/guest-config';
import type { GuestExtra } from '../../src/guest/guest-extra';
import type { GuestOptions } from '../../src/guest/guest-options';
import { RuntimeClass } from '../../src/guest/runtime-class';

const make = (extra: GuestExtra, options: Partial<GuestOptions> = {}) =>
  GuestConfig.auto({ kbs: 'http://kbs:8080', authFile: 'default/containers/auth', extra, ...options });

test("what the options do not say is added to the guest's files", () => {
  const config = make({
    'aa.toml': { eventlog_config: { enable_eventlog: true, init_pcr: 17 }, log: { level: 'debug' } },
    'cdh.toml': {
      skip_sealed_secret_verification: true,
      image: { sigstore_config_uri: 'kbs:///default/sigstore-config/test' },
      credentials: [{ path: '/run/x', resource_uri: 'kbs:///default/a/b' }],
    },
  });
  expect(config.channelFor(RuntimeClass.QEMU_SNP)).toBe('initdata');
  expect(config.initdataDocument.data).toEqual({
    'aa.toml': `[token_configs.kbs]
url = "http://kbs:8080"

[eventlog_config]
enable_eventlog = true
init_pcr = 17

[log]
level = "debug"
`,
    'cdh.toml': `skip_sealed_secret_verification = true

[kbc]
name = "cc_kbc"
url = "http://kbs:8080"

[image]
authenticated_registry_credentials_uri = "kbs:///default/containers/auth"
sigstore_config_uri = "kbs:///default/sigstore-config/test"

[[credentials]]
path = "/run/x"
resource_uri = "kbs:///default/a/b"
`,
  });
  expect(config.warningsUnder(RuntimeClass.QEMU_SNP)).toEqual([]);
});

test.each<[string, GuestExtra]>([
  [
    'extra sets kbc.url in cdh.toml, which the other options set otherwise',
    { 'cdh.toml': { kbc: { url: 'http://x:1' } } },
  ],
  ['extra sets token_configs.kbs.url in aa.toml', { 'aa.toml': { token_configs: { kbs: { url: 'http://x:1' } } } }],
  ['extra cdh.toml image is not a table', { 'cdh.toml': { image: 'x' } }],
  ['extra cdh.toml image work_dir is not a text', { 'cdh.toml': { image: { work_dir: 1 } } }],
  ['init_pcr is not a whole number', { 'aa.toml': { eventlog_config: { init_pcr: 1.5 } } }],
  [
    'extra aa.toml eventlog_config enable_eventlog is not true or false',
    { 'aa.toml': { eventlog_config: { enable_eventlog: 'yes' } } },
  ],
  ['credentials is not a list of tables', { 'cdh.toml': { credentials: [1] } }],
  ['extra aa.toml new is not a value', { 'aa.toml': { new: [{ x: null }] } }],
  [
    '[image] in cdh.toml would have sigstore_config_uri and sigstore_config',
    { 'cdh.toml': { image: { sigstore_config_uri: 'kbs:///a/b/c', sigstore_config: 'x' } } },
  ],
])('%s: an error', (message, extra) => {
  expect(() => make(extra)).toThrow(message);
});

test('a key that the guest is not known to read is told', () => {
  const extra = { 'cdh.toml': { image: { wrok_dir: '/x' }, constructor: 1 } };
  expect(make(extra).warningsUnder(RuntimeClass.QEMU_SNP)).toMatchObject([
    { what: 'extra cdh.toml image has "wrok_dir", which the guest is not known to read', fix: 'write work_dir' },
    { what: expect.stringContaining('"constructor"') },
  ]);
});

describe('registries', () => {
  const cdhOf = (options: Partial<GuestOptions>) => make({}, options).initdataDocument.data['cdh.toml'];

  test('are rules in initdata, or a KBS resource', () => {
    expect(cdhOf({ registries: [{ location: '192.168.0.66:443', insecure: true }] })).toMatch(
      /^\[\[image\.registry_config\.registry\]\]\nprefix = "192\.168\.0\.66:443"\nlocation = .*\ninsecure = true\n/m,
    );
    expect(cdhOf({ registries: 'default/registry-configuration/test' })).toContain(
      'registry_configuration_uri = "kbs:///default/registry-configuration/test"\n',
    );
    expect(cdhOf({ registries: [] })).not.toContain('registry_config');
  });

  test('need initdata, and cannot be said twice', () => {
    const registries = [{ prefix: 'docker.io', mirrors: [{ location: 'm.example' }] }];
    expect(make({}, { registries }).channelFor(RuntimeClass.QEMU_SNP)).toBe('initdata');
    expect(() => GuestConfig.kernelParameters({ kbs: 'kbs:1', registries })).toThrow(
      'registries cannot be kernel parameters',
    );
    expect(() =>
      make({ 'cdh.toml': { image: { registry_configuration_uri: 'kbs:///a/b/c' } } }, { registries }),
    ).toThrow('would have registry_config and registry_configuration_uri');
    const searched = make(
      { 'cdh.toml': { image: { registry_config: { 'unqualified-search-registries': ['a.example'] } } } },
      { registries },
    );
    expect(searched.initdataDocument.data['cdh.toml']).toContain('unqualified-search-registries');
  });
});
