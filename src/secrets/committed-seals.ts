import { createHash, randomBytes, scryptSync } from 'node:crypto';
import { isObject, sortKeys } from '../input/json';
import { InputError } from '../input/problem';
import { quote } from '../input/quote';

/** Memory 32 MiB, about 0.1 s a guess. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const VERSION = 1;

/** What a sealed value is for. */
export interface SealIdentity {
  /** `namespace/name/key` of the value in its Secret. */
  readonly path: string;
  /** What it is sealed for: fingerprint of the certificate, and label. */
  readonly recipient: string;
}

interface CommittedSeal {
  readonly value: string;
  readonly recipient: string;
  readonly salt: string;
  /** scrypt of the plaintext: whether it is the same can be told, but guesses are slow. */
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
    const entries = Object.entries(isObject(seals) ? seals : {}).map(
      ([path, entry]) => [path, check(path, entry)] as const,
    );
    return new CommittedSeals(new Map(entries));
  }

  /**
   * The sealed value for a plaintext.
   *
   * @param plaintext undefined where it is not at hand
   * @param seal seals anew
   * @throws InputError where neither the plaintext nor a value of an earlier run is there.
   */
  public valueOf(identity: SealIdentity, plaintext: Uint8Array | undefined, seal: () => string): string {
    const { path, recipient } = identity;
    const known = this.committed.get(path);
    const found =
      plaintext === undefined
        ? reuse(identity, known)
        : (current(known, recipient, plaintext) ?? make(path, recipient, plaintext, seal()));
    this.used.set(path, found);
    return found.value;
  }

  /** The file's text with the values that were asked for; undefined where none was. */
  public toString(): string | undefined {
    if (this.used.size === 0) return undefined;
    const seals = sortKeys(Object.fromEntries(this.used));
    return `${JSON.stringify({ version: VERSION, seals }, null, 2)}\n`;
  }
}

function current(
  known: CommittedSeal | undefined,
  recipient: string,
  plaintext: Uint8Array,
): CommittedSeal | undefined {
  if (known?.recipient !== recipient) return undefined;
  return derive(plaintext, Buffer.from(known.salt, 'base64')) === known.same ? known : undefined;
}

function reuse({ path, recipient }: SealIdentity, known: CommittedSeal | undefined): CommittedSeal {
  if (known?.recipient === recipient) return known;
  throw new InputError({
    rule: 'missing-seal',
    what: known
      ? `the committed seal of ${path} is for another certificate or scope`
      : `there is no committed seal of ${path}`,
    why: 'without its password nothing can be sealed here',
    fix: 'run the synthesis once where the password is, and commit the file of seals',
  });
}

function make(path: string, recipient: string, plaintext: Uint8Array, value: string): CommittedSeal {
  const salt = randomBytes(SALT_BYTES);
  const entry = { value, recipient, salt: salt.toString('base64'), same: derive(plaintext, salt) };
  return { ...entry, check: checksum(path, entry) };
}

function derive(plaintext: Uint8Array, salt: Uint8Array): string {
  return scryptSync(plaintext, salt, 32, COST).toString('base64');
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
  throw new InputError({
    rule: 'damaged-seal',
    what: `the committed seal of ${quote(path)} was changed, or belongs elsewhere`,
    why: 'the controller would refuse it, or make a Secret that nobody meant',
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
