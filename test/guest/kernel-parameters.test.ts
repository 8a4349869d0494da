import fc from 'fast-check';
import { KernelParameters } from '../../src/guest/kernel-parameters';

const name = fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,8}$/);
const value = fc.stringMatching(/^[!#-~]{0,12}$/);
const entry = fc.oneof(
  name,
  fc.tuple(name, value).map(([key, text]) => `${key}=${text}`),
);

describe('KernelParameters', () => {
  test('prints in the given order, with single spaces and none at the ends', () => {
    expect(String(KernelParameters.of({ b: '1', a: 'x=y', left: undefined, c: '' }))).toBe('b=1 a=x=y c=');
    expect(String(KernelParameters.fromList(['quiet', 'console=ttyS0', 'console=hvc0']))).toBe(
      'quiet console=ttyS0 console=hvc0',
    );
    expect(String(KernelParameters.of({}))).toBe('');
  });

  test.each([' ', '\t', '\n', '\u000b', '\f', '\r', '\u0085', '\u00a0', '\u2028', '\u3000', '"', '\u0000', '\u007f'])(
    'refuses a value with %j',
    (character) => {
      expect(() => KernelParameters.of({ 'agent.x': `a${character}agent.y=1` })).toThrow('would be read as further');
      expect(() => KernelParameters.fromList([`agent.x=a${character}b`])).toThrow('kernel parameter "agent.x"');
    },
  );

  test.each(['', '=', '=x', ' a=b', 'a b=c', '--', '-a=b', 'a"b', 'ä'])('refuses the parameter %j', (text) => {
    expect(() => KernelParameters.fromList([text])).toThrow('has no valid name');
  });

  test('a name with = cannot be smuggled in', () => {
    expect(() => KernelParameters.of({ 'a=b': 'c' })).toThrow('has no valid name');
  });

  test('reads as the guest does: ASCII white space separates, the last of equal names counts', () => {
    const parameters = KernelParameters.parse(' a=1\tb  a=2\n c=x=y ');
    expect(parameters.all).toEqual([
      { name: 'a', value: '1' },
      { name: 'b' },
      { name: 'a', value: '2' },
      { name: 'c', value: 'x=y' },
    ]);
    expect(['a', 'b', 'c', 'd'].map((key) => parameters.get(key))).toEqual(['2', '', 'x=y', undefined]);
  });

  test("of some of the guest's parameters the first counts", () => {
    const parameters = KernelParameters.parse('agent.aa_kbc_params=a agent.log=a agent.aa_kbc_params=b agent.log=b');
    expect(parameters.get('agent.aa_kbc_params')).toBe('a');
    expect(parameters.get('agent.log')).toBe('b');
    expect(parameters.contradictions.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      'kernel parameter "agent.aa_kbc_params" is set twice and differently: the guest takes the first one and ignores the later one without a word',
      'kernel parameter "agent.log" is set twice and differently: the guest takes the last one and ignores the earlier one without a word',
    ]);
    expect(KernelParameters.parse('console=a console=b agent.log=a agent.log=a').contradictions).toEqual([]);
  });

  // A pattern that tries again from every blank, or a search for each parameter, would take minutes.
  test.each([' ', 'a ', 'a= ', '=', '"'])('a megabyte of %j is read in one pass', (text) => {
    const parameters = KernelParameters.parse(`x${text.repeat(1_000_000 / text.length)}x`);
    expect(parameters.merge(KernelParameters.fromList(['agent.log=debug'])).get('agent.log')).toBe('debug');
    expect(KernelParameters.parse('b=1').merge(parameters).get('b')).toBe('1');
  });

  describe('merge', () => {
    const merge = (existing: string, ...added: string[]) =>
      String(KernelParameters.parse(existing).merge(KernelParameters.fromList(added)));

    test.each([
      ['', ['a=1'], 'a=1'],
      ['z=1 quiet', ['a=1', 'b'], 'z=1 quiet a=1 b'],
      ['  x="1  2"  z=1 ', ['a=1'], 'x="1  2"  z=1 a=1'],
      ['z=1 a=1', ['a=1', 'b=2'], 'z=1 a=1 b=2'],
      ['console=b console=a', ['console=a', 'console=b'], 'console=b console=a'],
    ])('%j and %j', (existing, added, merged) => {
      expect(merge(existing, ...added)).toBe(merged);
    });

    test.each([
      ['a=2', 'a=1'],
      ['a', 'a=1'],
      ['a=1', 'a'],
      ['a=1 a=2', 'a=1'],
      ['a=2 a=1', 'a=1'],
    ])('%j contradicts %j', (existing, added) => {
      expect(() => merge(existing, added)).toThrow('"a" is set twice and differently');
    });

    test('some of several values of one name contradict too', () => {
      expect(() => merge('console=a', 'console=a', 'console=b')).toThrow('"console" is set twice and differently');
    });

    test('keeps what is there, adds what is missing, and changes nothing the second time', () => {
      fc.assert(
        fc.property(fc.array(entry), fc.array(entry), (existing, added) => {
          const own = KernelParameters.fromList(added);
          let merged: KernelParameters;
          try {
            merged = KernelParameters.parse(existing.join(' ')).merge(own);
          } catch {
            return;
          }
          expect(String(merged).startsWith(existing.join(' '))).toBe(true);
          for (const parameter of own.all) expect(merged.all).toContainEqual(parameter);
          expect(KernelParameters.parse(String(merged)).all).toEqual(merged.all);
          expect(String(KernelParameters.parse(String(merged)).merge(own))).toBe(String(merged));
        }),
      );
    });
  });

  test('what it prints, it reads as the same', () => {
    fc.assert(
      fc.property(fc.array(entry), (list) => {
        const parameters = KernelParameters.fromList(list);
        expect(KernelParameters.parse(String(parameters)).all).toEqual(parameters.all);
      }),
    );
  });
});
