import fc from 'fast-check';
import { KbsResource } from '../../../src/kbs/kbs-resource';
import { APPLICABLE_BYTES, packSecrets } from '../../../src/kbs/upload/resource-secrets';

function resource(path: string, bytes = 10): KbsResource {
  return KbsResource.fromBytes(path, Buffer.alloc(bytes, path));
}

test('small resources share a Secret', () => {
  const { secrets, stored } = packSecrets('kbs-upload', [resource('a/b/c'), resource('d/e/f')]);

  expect(secrets.map(({ name, data }) => [name, Object.keys(data)])).toEqual([['kbs-upload', ['a.b.c', 'd.e.f']]]);
  expect(stored.map(({ secret }) => secret)).toEqual([
    { name: 'kbs-upload', key: 'a.b.c' },
    { name: 'kbs-upload', key: 'd.e.f' },
  ]);
});

test('paths that want the same key get their own', () => {
  const resources = ['a.b/c/d', 'a/b.c/d', 'a/b/c.d'].map((path) => resource(path));

  const { secrets } = packSecrets('kbs-upload', resources);

  expect(Object.keys(secrets[0]?.data ?? {})).toEqual(['a.b.c.d', 'a.b.c.d.2', 'a.b.c.d.3']);
});

test('Secrets of others are named, not created', () => {
  const external = KbsResource.fromSecret('a/b/c', { name: 'sealed', key: 'k' });

  expect(packSecrets('kbs-upload', [external])).toEqual({
    secrets: [],
    stored: [{ resource: external, secret: { name: 'sealed', key: 'k' } }],
  });
});

test('what one Secret cannot take goes on in the next', () => {
  const sizes = [APPLICABLE_BYTES - 1, 1, 1, 1024 * 1024, 5];

  const { secrets } = packSecrets(
    'u',
    sizes.map((bytes, n) => resource(`a/b/${n}`, bytes)),
  );

  expect(secrets.map(({ name, data }) => [name, ...Object.keys(data)])).toEqual([
    ['u', 'a.b.0', 'a.b.1'],
    ['u-2', 'a.b.2'],
    ['u-3', 'a.b.3'],
    ['u-4', 'a.b.4'],
  ]);
});

test('everything arrives once, in valid keys, and no Secret is overfilled', () => {
  const segment = fc.stringMatching(/^[a-c_][a-c.]{0,3}$/);
  const path = fc.tuple(segment, segment, segment).map((segments) => segments.join('/'));
  const sizes = fc.integer({ min: 1, max: 120_000 });
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(path, sizes), { selector: ([p]) => p, maxLength: 12 }), (entries) => {
      const { secrets, stored } = packSecrets(
        'u',
        entries.map(([p, bytes]) => resource(p, bytes)),
      );
      for (const {
        resource: { uri, content },
        secret,
      } of stored) {
        expect(secret.key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
        expect(secrets.find(({ name }) => name === secret.name)?.data[secret.key]).toBe(content);
        expect(secret.key.startsWith(uri.path.replaceAll('/', '.'))).toBe(true);
      }
      expect(stored).toHaveLength(entries.length);
      for (const { data } of secrets) {
        const contents = Object.values(data);
        expect(contents.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThanOrEqual(APPLICABLE_BYTES);
      }
    }),
  );
});
