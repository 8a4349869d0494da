import fc from 'fast-check';
import { InputError } from '../../src/input/problem';
import { CredentialSet } from '../../src/registry/credential-set';
import { ImageReference } from '../../src/registry/image-reference';
import { RegistryCredential } from '../../src/registry/registry-credential';
import { credentialLists, images } from './arbitraries';

const credential = (registry: string, username = registry.replace(/:/g, '-')): RegistryCredential =>
  RegistryCredential.basic(registry, { username, password: 'hunter2' });
const image = (text: string): ImageReference => ImageReference.parse(text);

const SCOPES = [
  'r.example',
  'r.example/team',
  'r.example/team/app',
  'r.example:5000',
  'docker.io/myorg',
  'docker.io/library/nginx',
];
const set = new CredentialSet(SCOPES.map((scope) => credential(scope)));

describe('CredentialSet.find', () => {
  test.each([
    ['the image itself', 'r.example/team/app:1', 'r.example/team/app'],
    ['below the image', 'r.example/team/app/x', 'r.example/team/app'],
    ['a path above', 'r.example/team/other', 'r.example/team'],
    ['the path itself', 'r.example/team', 'r.example/team'],
    ['a component boundary, not letters', 'r.example/teams/app', 'r.example'],
    ['the host', 'r.example/x', 'r.example'],
    ['another port is another registry', 'r.example:5000/team/app', 'r.example:5000'],
    ['an official image', 'nginx', 'docker.io/library/nginx'],
    ['an organisation', 'myorg/app@sha256:'.concat('0'.repeat(64)), 'docker.io/myorg'],
    ['an image named by a host of Docker Hub', 'registry-1.docker.io/myorg/app', 'docker.io/myorg'],
    ['no other official image', 'redis', undefined],
    ['no other host', 'other.example/team/app', undefined],
    ['no part of a host', 'x.r.example/team/app', undefined],
    ['no host in upper case', 'R.example/team/app', undefined],
  ])('finds %s: %s', (_, text, scope) => {
    expect(set.find(image(text))?.scope).toBe(scope);
  });

  test('agrees with a search through all credentials', () => {
    fc.assert(
      fc.property(credentialLists, images, (credentials, wanted) => {
        const parts = wanted.name.split('/');
        const covering = credentials.filter(({ scope }) => scope.split('/').every((part, i) => part === parts[i]));
        const [deepest] = covering.sort((a, b) => b.scope.split('/').length - a.scope.split('/').length);
        expect(new CredentialSet(credentials).find(wanted)?.scope).toBe(deepest?.scope);
      }),
    );
  });
});

describe('CredentialSet', () => {
  test('sorts, and keeps what is said twice once', () => {
    const twice = new CredentialSet([...set.credentials].reverse().concat(set.credentials));
    expect(twice.credentials.map(({ scope }) => scope)).toEqual([...SCOPES].sort());
  });

  test('refuses two credentials for one scope, all of them at once', () => {
    const list = [credential('a.b', 'bob'), credential('a.b', 'eve'), credential('https://index.docker.io/v1/', 'bob')];
    const other = RegistryCredential.basic('docker.io', { username: 'bob', password: 'hunter3' });
    expect(() => new CredentialSet([...list, other])).toThrow(InputError);
    expect(() => new CredentialSet([...list, other])).toThrow(
      /two different credentials for a\.b \(bob, eve\).*\n.*two different credentials for docker\.io \(user bob, two passwords\)/,
    );
    expect(() => new CredentialSet([...list, other])).not.toThrow(/hunter/);
  });

  test('gives images what they need, and no more', () => {
    const used = [
      image('r.example/team/app'),
      image('r.example/team/app:2'),
      image('r.example/x'),
      image('public/app'),
    ];
    expect(set.forImages(used).credentials.map(({ scope }) => scope)).toEqual(['r.example', 'r.example/team/app']);
    expect(set.unused(used).map(({ scope }) => scope)).toEqual([
      'docker.io/library/nginx',
      'docker.io/myorg',
      'r.example/team',
      'r.example:5000',
    ]);
    expect(set.forImages([]).credentials).toEqual([]);
  });

  test('gives a subset that finds the same', () => {
    fc.assert(
      fc.property(credentialLists, fc.array(images), (credentials, used) => {
        const all = new CredentialSet(credentials);
        const subset = all.forImages(used);
        expect(used.map((one) => subset.find(one)?.scope)).toEqual(used.map((one) => all.find(one)?.scope));
        expect(all.unused(used).length + subset.credentials.length).toBe(credentials.length);
      }),
    );
  });
});
