import { createHash, randomBytes, scryptSync } from 'node:crypto';
import { isObject, objectOf, sortKeys } from '../input/json';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';
import { SEAL_COST } from './scrypt-cost';

const SALT_BYTES = 16;
const VERSION = 1;

/** What a sealed value is for. */
export interface SealIdentity {
  /** `namespace/name/key` of the value in its Secret, with all keys where they are sealed together. */
  readonly path: string;
  /** What it is sealed for: fingerprint of the certificate, and label; or the public keys. */
  readonly recipient: string;
}

/** What is sealed; undefined where it is not at hand. */
type Plaintext = Uint8Array | undefined;

interface CommittedSeal {
  readonly value: string;
  readonly recipient: string;
  readonly salt: string;
  /** scrypt of each plaintext: whether it is the same can be told, but guesses are slow. */
  readonly same: string;
  /** SHA-256 over all of the above and the path: a value that was changed, or put elsewhere, is noticed. */
  readonly check: string;
}

/**
 * The sealed values that are in Git, in a file beside `coco.yaml`. Sealing the same again gives another text, so a value
 * whose plaintext and recipient are the same keeps its text; and where the plaintext is not at hand (a check of a pull
 * request), the committed value is used as it is.
 */
export class CommittedSeals {
  private readonly used = new Map<string, CommittedSeal>();

  private constructor(private readonly committed: ReadonlyMap<string, CommittedSeal>) {}

  /** Of a project that has sealed nothing so far. */
  public static none(): CommittedSeals {
    return new CommittedSeals(new Map());
  }

  /** @throws InputError where the text is not such a file, or a value in it was changed or belongs elsewhere. */
  public static parse(text: string): CommittedSeals {
    const { seals } = readJson(text);
    const entries = Object.entries(objectOf(seals)).map(([path, entry]) => [path, check(path, entry)] as const);
    return new CommittedSeals(new Map(entries));
  }

  /**
   * The sealed value for plaintexts that are sealed together.
   *
   * @param plaintexts undefined where one is not at hand
   * @param seal seals all anew
   * @throws InputError where neither a plaintext nor a value of an earlier run is there.
   */
  public valueOf(identity: SealIdentity, plaintexts: readonly Plaintext[], seal: () => string): string {
    const known = this.committed.get(identity.path);
    const found = isCurrent(known, identity, plaintexts) ? known : make(identity, plaintexts, known, seal);
    this.used.set(identity.path, found);
    return found.value;
  }

  /** The file's text with the values that were asked for; undefined where none was. */
  public toString(): string | undefined {
    if (this.used.size === 0) return undefined;
    const seals = sortKeys(Object.fromEntries(this.used));
    return `${JSON.stringify({ version: VERSION, seals }, null, 2)}\n`;
  }
}

/** Whether a committed seal is for the same recipient, and has the plaintexts that are at hand. */
function isCurrent(
  known: CommittedSeal | undefined,
  { recipient }: SealIdentity,
  plaintexts: readonly Plaintext[],
): known is CommittedSeal {
  if (known?.recipient !== recipient) return false;
  const same = known.same.split(' ');
  const salt = Buffer.from(known.salt, 'base64');
  return plaintexts.every((plaintext, index) => plaintext === undefined || derive(plaintext, salt) === same[index]);
}

function make(
  { path, recipient }: SealIdentity,
  plaintexts: readonly Plaintext[],
  known: CommittedSeal | undefined,
  seal: () => string,
): CommittedSeal {
  if (!plaintexts.every((plaintext) => plaintext !== undefined)) throw missing(path, recipient, known);
  const salt = randomBytes(SALT_BYTES);
  const same = plaintexts.map((plaintext) => derive(plaintext, salt)).join(' ');
  const entry = { value: seal(), recipient, salt: salt.toString('base64'), same };
  return { ...entry, check: checksum(path, entry) };
}

function missing(path: string, recipient: string, known: CommittedSeal | undefined): InputError {
  const committed = `the committed seal of ${path}`;
  const what = !known
    ? `there is no committed seal of ${path}`
    : known.recipient !== recipient
      ? `${committed} is for another certificate or scope, or for other keys`
      : `${committed} has other content than what is here`;
  return new InputError({
    rule: 'missing-seal',
    what,
    why: 'without its password nothing can be sealed here',
    fix: 'run the synthesis once where the password is, and commit the file of seals',
  });
}

function derive(plaintext: Uint8Array, salt: Uint8Array): string {
  return scryptSync(plaintext, salt, 32, SEAL_COST).toString('base64');
}

function checksum(path: string, { value, recipient, salt, same }: Omit<CommittedSeal, 'check'>): string {
  return createHash('sha256')
    .update(JSON.stringify([path, value, recipient, salt, same]))
    .digest('base64');
}

function check(path: string, entry: unknown): CommittedSeal {
  const texts = ['value', 'recipient', 'salt', 'same', 'check'] as const;
  const seal = entry as CommittedSeal;
  const complete = isObject(entry) && texts.every((name) => typeof seal[name] === 'string');
  if (complete && checksum(path, seal) === seal.check) return seal;
  throw damagedSeal(path);
}

/** What to say of a seal that cannot be what was written. */
export function damagedSeal(path: string): InputError {
  return new InputError({
    rule: 'damaged-seal',
    what: `the committed seal of ${quote(path)} was changed, or belongs elsewhere`,
    why: 'the cluster could not decrypt it, or would get a Secret that nobody meant',
    fix: 'take the entry from Git as it was, or remove it and run the synthesis where the password is',
  });
}

function readJson(text: string): { readonly seals?: unknown } {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document) && document.version === VERSION) return document;
  } catch {
    // Told below, without the text.
  }
  throw new InputError({
    rule: 'damaged-seal',
    what: 'the file of committed seals is none that this version wrote',
    fix: 'take it from Git as it was, or remove it and run the synthesis where the passwords are',
  });
}
