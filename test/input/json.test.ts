import fc from 'fast-check';
import { canonicalJson, objectOf, sortKeys, withSortedKeys } from '../../src/input/json';

test('keys are sorted at every depth, lists are not', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }, 'x'], a: undefined, B: null })).toBe('{"B":null,"b":[{"c":2,"d":1},"x"]}');
});

test('the order in which an object was built does not matter', () => {
  const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.jsonValue()), { selector: ([key]) => key });
  fc.assert(
    fc.property(entries, (list) => {
      const there = Object.fromEntries(list);
      const back = Object.fromEntries([...list].reverse());
      expect(canonicalJson(there)).toBe(canonicalJson(back));
      expect(JSON.parse(canonicalJson(there))).toEqual(JSON.parse(JSON.stringify(there)));
    }),
  );
});

test('keys are sorted to the depth that is asked for', () => {
  const object = { b: { d: 1, c: [{ f: 1, e: 2 }] }, a: null };
  expect(JSON.stringify(sortKeys(object))).toBe('{"a":null,"b":{"d":1,"c":[{"f":1,"e":2}]}}');
  expect(JSON.stringify(withSortedKeys(object))).toBe('{"a":null,"b":{"c":[{"e":2,"f":1}],"d":1}}');
});

test('a key that means something to JavaScript stays a key', () => {
  const object: unknown = JSON.parse('{"b": 1, "__proto__": {"z": 1, "a": 2}}');
  expect(JSON.stringify(withSortedKeys(object))).toBe('{"__proto__":{"a":2,"z":1},"b":1}');
});

test('what is no object counts as an empty one', () => {
  expect(objectOf({ a: 1 })).toEqual({ a: 1 });
  for (const value of [undefined, null, 1, 'text', ['a']]) expect(objectOf(value)).toEqual({});
});
