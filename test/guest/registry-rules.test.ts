import {
  checkRegistryRules,
  type RegistryRule,
  redirects,
  registryConfigText,
  sourcesOf,
} from '../../src/guest/registry-rules';

test('rules have the format of containers-registries.conf', () => {
  expect(
    registryConfigText([
      {
        prefix: 'docker.io',
        mirrors: [{ location: 'mirror.example:5000/hub', insecure: true }, { location: 'other.example' }],
      },
      { location: '192.168.0.66:443', insecure: true },
      { prefix: 'registry.example/team', insecure: true },
      { prefix: '*.example.com', location: 'cache.example/com' },
      { prefix: 'example.com/banned', blocked: true },
    ]),
  ).toBe(`[[registry]]
prefix = "docker.io"

[[registry.mirror]]
location = "mirror.example:5000/hub"
insecure = true

[[registry.mirror]]
location = "other.example"

[[registry]]
prefix = "192.168.0.66:443"
location = "192.168.0.66:443"
insecure = true

[[registry]]
prefix = "registry.example/team"
location = "registry.example/team"
insecure = true

[[registry]]
prefix = "*.example.com"
location = "cache.example/com"

[[registry]]
prefix = "example.com/banned"
blocked = true
`);
});

test.each<[RegistryRule[], string]>([
  [[{}], 'has neither prefix nor location'],
  [[{ prefix: '' }], 'prefix "" is no place of images'],
  [
    [{ location: 'http://192.168.0.66:443' }],
    'has a scheme in front: the guest could not pull by it; write 192.168.0.66:443, with insecure: true',
  ],
  [[{ prefix: 'a.example', mirrors: [{ location: 'https://m.example' }] }], 'write m.example'],
  [[{ prefix: 'a.example', mirrors: [{ location: '' }] }], 'location of a mirror "" is no place'],
  [[{ prefix: '*.example', blocked: true }], 'prefix "*.example" has no location'],
  [[{ prefix: 'a.*.example', location: 'b' }], 'is no place of images'],
  [[{ location: 'localhost:5000', insecure: true }], 'location "localhost:5000" is a loopback host'],
  [[{ prefix: 'a.example', mirrors: [{ location: '127.0.0.1:5000' }] }], 'is a loopback host'],
  [[{ prefix: 'a.example' }, { location: 'a.example' }], 'two registries are for "a.example"'],
  [[{ prefix: 'a:'.repeat(500_000) }], 'prefix has 1000000 characters'],
])('refuses %.60j: %s', (rules, message) => {
  expect(() => checkRegistryRules(rules)).toThrow(message);
});

test('a rule covers names below its prefix', () => {
  const rules = [
    { prefix: 'localhost:5000', mirrors: [{ location: 'm.example' }] },
    { prefix: 'b.example', blocked: true },
  ];
  expect(redirects(rules, 'localhost:5000/nginx')).toBe(true);
  expect(redirects(rules, 'localhost:50001/nginx')).toBe(false);
  expect(redirects(rules, 'b.example/nginx')).toBe(false);
  expect(redirects([{ prefix: 'a.example', location: 'b.example' }], 'a.example/x')).toBe(true);
});

// As guest-components' image-rs/src/registry/mod.rs does it.
test.each([
  ['docker.io/library/nginx', ['m.example/hub/library/nginx']],
  ['registry.example/team/app', ['cache.example/team/app']],
  ['registry.example/team/deep/app', ['deep.example/app']],
  ['registry.example.com/app', ['com.example/app']],
  ['x.example.com:5000/app', ['com.example:5000/app']],
  ['x/y.example.com/app', []],
  ['banned.example/app', []],
  ['shut.example/app', []],
  ['registry.examples/app', []],
  ['plain.example/app', []],
])('%s is pulled as %j', (name, sources) => {
  const rules = [
    { prefix: 'docker.io', mirrors: [{ location: 'm.example/hub' }] },
    { prefix: 'registry.example', location: 'cache.example' },
    { prefix: 'registry.example/team/deep', location: 'deep.example' },
    { prefix: '*.example.com', location: 'com.example' },
    { prefix: 'banned.example', blocked: true },
    { prefix: 'shut.example', blocked: true, mirrors: [{ location: 'm.example' }] },
    { location: 'plain.example', insecure: true },
  ];
  expect(sourcesOf(rules, name)).toEqual(sources);
});
