import fc from 'fast-check';
import { RepositoryLayout } from '../../src/kbs/repository-layout';
import { ResourceUri } from '../../src/kbs/resource-uri';

const URI = ResourceUri.parse('default/containers/auth');

test.each([
  [RepositoryLayout.NESTED, ['default/containers/auth']],
  [RepositoryLayout.FLAT, ['default\\x2Fcontainers\\x2Fauth']],
  [RepositoryLayout.BOTH, ['default/containers/auth', 'default\\x2Fcontainers\\x2Fauth']],
])('%o', (layout, files) => {
  expect(layout.files(URI)).toEqual(files);
  expect(RepositoryLayout.of(layout.name)).toBe(layout);
});

test.each([
  ['nestd', 'nested'],
  ['Flat', 'flat'],
  ['', 'both, nested, flat'],
  ['constructor', 'both, nested, flat'],
])('%j is refused and %s suggested', (name, suggestion) => {
  expect(() => RepositoryLayout.of(name)).toThrow(
    `repository layout "${name}" is unknown: the KBS would not find what the upload writes; write ${suggestion}`,
  );
});

test('different resources never share a file, and every file name fits', () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,80}$/);
  const path = fc.tuple(segment, segment, segment).map((segments) => segments.join('/'));
  fc.assert(
    fc.property(path, path, (a, b) => {
      fc.pre(a !== b && a.length < 250 && b.length < 250);
      const [ofA, ofB] = [a, b].map((text) => RepositoryLayout.BOTH.files(ResourceUri.parse(text)));
      expect(ofA?.filter((file) => ofB?.includes(file))).toEqual([]);
      expect(ofA?.flatMap((file) => file.split('/')).every((name) => Buffer.byteLength(name) <= 255)).toBe(true);
    }),
  );
});
