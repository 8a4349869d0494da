/** What the text of a scalar stands for. */
export interface Resolved {
  readonly type: 'null' | 'bool' | 'int' | 'float' | 'str';
  readonly value: unknown;
}

const WORDS: ReadonlyMap<string, Resolved> = new Map([
  ...words('null', null, ['', '~', 'null', 'Null', 'NULL']),
  ...words('bool', true, ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']),
  ...words('bool', false, ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']),
  ...words('float', Number.NaN, ['.nan', '.NaN', '.NAN']),
  ...words('float', Number.POSITIVE_INFINITY, ['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']),
  ...words('float', Number.NEGATIVE_INFINITY, ['-.inf', '-.Inf', '-.INF']),
]);

/** Base prefixes of Go's integer literals, and a leading zero, which is octal. Underscores are gone by then. */
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** A number that starts with its point keeps Go's rule for underscores: one, between digits. */
const POINT_FLOAT = /^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?$/;

const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/**
 * What kubectl takes a plain (unquoted) scalar for: YAML 1.1 as go-yaml v2 reads it (sigs.k8s.io/yaml 1.4), where `yes`
 * and `on` are booleans, `0644` and `0o644` octal numbers, `1_000` a number and `12:30` a string.
 */
export function resolvePlain(text: string): Resolved {
  return WORDS.get(text) ?? number(text) ?? { type: 'str', value: text };
}

function number(text: string): Resolved | undefined {
  if (text.startsWith('.')) return POINT_FLOAT.test(text) ? float(text.replaceAll('_', '')) : undefined;
  if (!/^[-+0-9]/.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  return integer(digits) ?? (FLOAT.test(digits) ? float(digits) : undefined);
}

function integer(text: string): Resolved | undefined {
  const [, sign, hex, binary, octal, decimal] = INTEGER.exec(text) ?? [];
  const literal = literalOf(hex, binary, octal, decimal);
  if (literal === undefined) return undefined;
  const magnitude = BigInt(literal);
  const value = sign === '-' ? -magnitude : magnitude;
  if (value >= -INT64_MAX - 1n && value <= INT64_MAX) return { type: 'int', value: narrow(value) };
  // Beyond an int64 Kubernetes keeps a float64.
  return sign === '' && value <= UINT64_MAX ? { type: 'int', value: Number(value) } : undefined;
}

function literalOf(hex?: string, binary?: string, octal?: string, decimal?: string): string | undefined {
  if (hex !== undefined) return `0x${hex}`;
  if (binary !== undefined) return `0b${binary}`;
  return octal !== undefined ? `0o${octal}` : decimal;
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function float(text: string): Resolved | undefined {
  const value = Number(text);
  // Go's parser reports a range error for these and leaves them strings.
  return Number.isFinite(value) ? { type: 'float', value: value === 0 ? 0 : value } : undefined;
}

function words(type: Resolved['type'], value: unknown, texts: readonly string[]): (readonly [string, Resolved])[] {
  return texts.map((text) => [text, { type, value }]);
}
