import { merged, pathInChanges } from '../../src/kubernetes/merge';

describe('merged', () => {
  test.each([
    [
      { a: 1, b: 2 },
      { b: 3, c: 4 },
      { a: 1, b: 3, c: 4 },
    ],
    [{ a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    [{ a: { b: 1 } }, { a: null }, {}],
    [{}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [
      { a: [{ name: 'x', p: 1 }, { name: 'y' }] },
      { a: [{ name: 'y', q: 2 }, { name: 'z' }] },
      { a: [{ name: 'x', p: 1 }, { name: 'y', q: 2 }, { name: 'z' }] },
    ],
    [{ a: [{ containerPort: 1 }] }, { a: [{ name: 'y' }] }, { a: [{ name: 'y' }] }],
    [{ a: 'text' }, { a: { b: 1 } }, { a: { b: 1 } }],
  ])('%j and %j: %j', (base, changes, expected) => {
    const copies = structuredClone([base, changes]);
    expect(merged(base, changes)).toEqual(expected);
    expect([base, changes]).toEqual(copies);
  });

  test('keys that JavaScript knows are keys', () => {
    const changes = JSON.parse('{ "__proto__": { "constructor": 1 } }');
    expect(JSON.stringify(merged({ a: 1 }, changes))).toBe('{"a":1,"__proto__":{"constructor":1}}');
  });
});

describe('pathInChanges', () => {
  const base = { a: 1, list: [{ name: 'x', p: 1 }, { name: 'y' }], texts: ['s'] };
  const changes = { b: { c: 2 }, list: [{ name: 'y', q: [3] }, { name: 'z' }], texts: ['t', 'u'] };
  const result = merged(base, changes);
  test.each<[(string | number)[], (string | number)[] | undefined]>([
    [[], []],
    [['a'], undefined],
    [
      ['b', 'c'],
      ['b', 'c'],
    ],
    [['b', 'd'], undefined],
    [['list', 0], undefined],
    [['list', 0, 'p'], undefined],
    [
      ['list', 1, 'q', 0],
      ['list', 0, 'q', 0],
    ],
    [
      ['list', 2],
      ['list', 1],
    ],
    [
      ['texts', 1],
      ['texts', 1],
    ],
  ])('%j stands at %j', (path, expected) => {
    expect(pathInChanges(changes, result, path)).toEqual(expected);
  });
});
