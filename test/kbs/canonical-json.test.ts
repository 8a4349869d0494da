import fc from 'fast-check';
import { canonicalJson } from '../../src/kbs/canonical-json';

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
