import type { Problem } from '../input/problem';
import { quote } from '../input/quote';

/** Longer ones are numbers that no cluster has. */
const LONGEST_QUANTITY = 64;
const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

const PARTS = /^([+-]?)(\d*)\.?(\d*)(?:([numkMGTPE])|([KMGTPE])i|[eE]([+-]?\d+))?$/;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'K', 'M', 'G', 'T', 'P', 'E'];
const UNITS = [...DECIMAL, ...BINARY.slice(1).map((unit) => `${unit}i`)];

/** Nobody means more digits or a larger exponent than these; beyond them a text stays as it is. */
const MAX_LENGTH = 40;
const MAX_EXPONENT = 18;
/** A billionth, the smallest amount that Kubernetes knows. */
const NANO = 10n ** 9n;

/** What the API server would say of a quantity such as `100Mi`, `0.5`, `250m` or `1e3`, or undefined where it takes it. */
export function quantityProblem(text: string): Problem | undefined {
  if (text.length <= LONGEST_QUANTITY && QUANTITY.test(text)) return undefined;
  return {
    what: `${quote(text)} is not a quantity that Kubernetes knows`,
    why: 'the API server refuses the object',
    fix: `write ${respelt(text) ?? 'a number with a unit such as Ki, Mi, Gi (powers of 1024), k, M, G, m or none; 100Mi, for example'}`,
  };
}

/** `1gi` and `1GB` with the unit as Kubernetes writes it; undefined where that is not all. */
function respelt(text: string): string | undefined {
  const [, number = '', unit = ''] = /^(\d{1,20}(?:\.\d{1,20})?) ?([a-zA-Z]{1,3})$/.exec(text) ?? [];
  const bare = unit.replace(/(?<=.)b$/i, '').toLowerCase();
  // Of "m" and "M" the latter is meant by who writes "MB".
  const meant = UNITS.findLast((known) => known !== '' && known.toLowerCase() === bare);
  return meant === undefined ? undefined : `${number}${meant}`;
}

/**
 * A quantity as the API server stores it, so that what is applied again is what is there: `0.5` is `500m`, `1024Mi` is
 * `1Gi`, `1e3` is `1k`. Fractions of a billionth are rounded up (Kubernetes 1.37, apimachinery `pkg/api/resource`).
 *
 * @param text a quantity that Kubernetes takes; any other stays as it is.
 */
export function canonicalQuantity(text: string): string {
  const amount = billionths(text);
  if (amount === undefined) return text;
  return (/i$/.test(text) && binary(amount)) || decimal(amount) || text;
}

/** Whether a quantity is a whole number: of bytes, for a size. */
export function isWholeQuantity(text: string): boolean {
  const amount = billionths(text);
  return amount === undefined || amount % NANO === 0n;
}

/** Whether a quantity is an amount above another; not where one is beyond what anybody means. */
export function isMoreThan(text: string, other: string): boolean {
  const [amount, limit] = [billionths(text), billionths(other)];
  return amount !== undefined && limit !== undefined && amount > limit;
}

function billionths(text: string): bigint | undefined {
  const match = text.length <= MAX_LENGTH ? PARTS.exec(text) : null;
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', unit = '', binaryUnit = '', exponent = '0'] = match;
  const power = Number(exponent) + (unit ? (DECIMAL.indexOf(unit) - 3) * 3 : 0);
  if (Math.abs(power) > MAX_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(Math.max(0, BINARY.indexOf(binaryUnit)));
  const scale = 9 + power - fraction.length;
  const magnitude = scale >= 0 ? digits * 10n ** BigInt(scale) : roundedUp(digits, 10n ** BigInt(-scale));
  return sign === '-' ? -magnitude : magnitude;
}

function roundedUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/** With the largest unit that leaves a whole number. */
function decimal(amount: bigint): string | undefined {
  if (amount === 0n) return '0';
  let [number, unit] = [amount, 0];
  for (; number % 1000n === 0n; number /= 1000n) unit++;
  return unit < DECIMAL.length ? `${number}${DECIMAL[unit]}` : undefined;
}

/** The same with powers of 1024; Kubernetes writes fractions and what is less than 1024 in decimal. */
function binary(amount: bigint): string | undefined {
  let [number, unit] = [amount / NANO, 0];
  const magnitude = number < 0n ? -number : number;
  if (amount % NANO !== 0n || magnitude < 1024n) return undefined;
  for (; number % 1024n === 0n && unit < BINARY.length - 1; number /= 1024n) unit++;
  return unit === 0 ? `${number}` : `${number}${BINARY[unit]}i`;
}
