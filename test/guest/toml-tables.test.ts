import fc from 'fast-check';
import { mergeTables, tomlDocument } from '../../src/guest/toml-tables';
import { parseToml } from '../../src/guest/toml-text';
import type { JsonObject } from '../../src/input/json';

describe('tomlDocument', () => {
  test('is readable: values first, then tables under headers of their own', () => {
    const document = tomlDocument({
      log: { level: 'debug' },
      socket: 'unix:///run/cdh.sock',
      image: { registry_config: { registry: [{ prefix: 'a', mirror: [{ location: 'b' }] }, {}] }, list: ['x', 'y'] },
      left: undefined,
    });
    expect(document).toBe(`socket = "unix:///run/cdh.sock"

[log]
level = "debug"

[image]
list = [
"x",
"y",
]

[[image.registry_config.registry]]
prefix = "a"

[[image.registry_config.registry.mirror]]
location = "b"

[[image.registry_config.registry]]
`);
  });

  test('reads back as what it was made from', () => {
    const key = fc.oneof(fc.stringMatching(/^[a-z-]{1,4}$/), fc.string({ maxLength: 4 }), fc.constant('constructor'));
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    const { table } = fc.letrec<{ table: JsonObject; value: unknown }>((tie) => ({
      table: fc.dictionary(key, tie('value'), { maxKeys: 4 }).filter((one) => !Object.hasOwn(one, '__proto__')),
      value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(scalar), tie('table'), fc.array(tie('table'))),
    }));
    fc.assert(
      fc.property(table, (any) => {
        expect(JSON.stringify(sorted(parseToml(tomlDocument(any))))).toBe(JSON.stringify(sorted(any)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('mergeTables', () => {
  test('adds what is new, and leaves the rest', () => {
    const own = { kbc: { name: 'cc_kbc' }, image: { uri: 'x' } };
    expect(mergeTables(own, { image: { uri: 'x', more: 1 }, log: { level: 'debug' } }, 'it')).toEqual({
      kbc: { name: 'cc_kbc' },
      image: { uri: 'x', more: 1 },
      log: { level: 'debug' },
    });
    expect(own).toEqual({ kbc: { name: 'cc_kbc' }, image: { uri: 'x' } });
  });

  test('tells all that differs, and no value', () => {
    const merge = () =>
      mergeTables({ a: { b: 1, c: [1] }, d: {} }, { a: { b: 'hunter2', c: [2] }, d: 1, constructor: 1 }, 'it');
    expect(merge).toThrow(/sets a\.b in it.*\n.*sets a\.c in it.*\n.*sets d in it/);
    expect(merge).not.toThrow(/hunter2|constructor/);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, member]) => [key, sorted(member)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
