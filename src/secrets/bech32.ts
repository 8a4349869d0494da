/*
 * Bech32 (BIP 173), in which age writes its keys:
 *
 *     prefix | "1" | data, 5 bits a character | checksum, 6 characters
 *
 * A text is all in small or all in capital letters. age reads texts longer than the 90 characters of the BIP.
 */
const CHARACTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const CHECKSUM_LENGTH = 6;
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** No key of age is longer; what else is, need not be looked at. */
const LONGEST = 128;

/** Prefix and bytes of a text, the prefix in small letters; undefined where a character is wrong. */
export function decodeBech32(text: string): { readonly prefix: string; readonly bytes: Buffer } | undefined {
  const lower = text.toLowerCase();
  const end = lower.lastIndexOf('1');
  const isOneCase = text === lower || text === text.toUpperCase();
  if (!isOneCase || text.length > LONGEST || end < 1 || lower.length - end <= CHECKSUM_LENGTH) return undefined;
  const prefix = lower.slice(0, end);
  const values = [...lower.slice(end + 1)].map((character) => CHARACTERS.indexOf(character));
  if (values.includes(-1) || polymod([...expanded(prefix), ...values]) !== 1) return undefined;
  const { groups, rest } = regroup(values.slice(0, -CHECKSUM_LENGTH), 5, 8);
  if (rest.bits >= 5 || rest.value !== 0) return undefined;
  return { prefix, bytes: Buffer.from(groups) };
}

/** The text for a prefix in small letters and bytes. */
export function encodeBech32(prefix: string, bytes: Uint8Array): string {
  const { groups, rest } = regroup(bytes, 8, 5);
  const values = rest.bits > 0 ? [...groups, rest.value << (5 - rest.bits)] : groups;
  const sum = polymod([...expanded(prefix), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checksum = [5, 4, 3, 2, 1, 0].map((place) => (sum >> (5 * place)) & 31);
  return `${prefix}1${[...values, ...checksum].map((value) => CHARACTERS[value]).join('')}`;
}

function expanded(prefix: string): number[] {
  const codes = [...prefix].map((character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: readonly number[]): number {
  return values.reduce((sum, value) => {
    const shifted = ((sum & 0x1ffffff) << 5) ^ value;
    return GENERATOR.reduce((all, one, bit) => ((sum >> 25) & (1 << bit) ? all ^ one : all), shifted);
  }, 1);
}

/** The same bits in groups of another size, and those that are left over. */
function regroup(values: Iterable<number>, from: number, to: number) {
  const groups: number[] = [];
  let [value, bits] = [0, 0];
  for (const next of values) {
    value = (value << from) | next;
    bits += from;
    while (bits >= to) {
      bits -= to;
      groups.push(value >> bits);
      value &= (1 << bits) - 1;
    }
  }
  return { groups, rest: { value, bits } };
}
