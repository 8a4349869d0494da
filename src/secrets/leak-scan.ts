import { gunzipSync } from 'node:zlib';
import { formsOf, SHORTEST_FORM } from './secret-forms';
import { TextSearch } from './text-search';

/** Something that must not be in a file that Git takes. */
export interface KnownSecret {
  /** Says whose it is, and nothing of the value: `the password for registry.example/team`. */
  readonly label: string;
  readonly value: Uint8Array;
}

/** Where a secret stands. */
export interface Leak {
  readonly label: string;
  /** In the text, of its first character, or of the archive that it is in. */
  readonly index: number;
}

/** How the base64 of any gzip stream begins. */
const GZIP = 'H4sI';
const BASE64 = /[A-Za-z0-9+/]*={0,2}/y;
/** More than an annotation unpacks to; a gzip bomb ends here. */
const UNPACKED_LIMIT = 1024 * 1024;

/**
 * Looks for secrets in texts, in every form that {@link formsOf} names, and in gzip streams in base64, which initdata is.
 * The time is linear in the text, however many secrets there are.
 *
 * A secret shorter than 8 characters, or which may be a word (fewer than 16 letters of a to z, the first one perhaps large),
 * stands in many a text that has nothing to do with it: {@link mayBeWord}. Those are left out here; give the pair of user
 * and password as a secret of its own.
 */
export class LeakScan {
  private readonly search: TextSearch<string>;
  private readonly unpacked = new Map<string, string | undefined>();

  public constructor(secrets: readonly KnownSecret[]) {
    const forms = new Map<string, string>();
    for (const { label, value } of secrets) {
      if (mayBeWord(value)) continue;
      for (const form of formsOf(value)) forms.set(form, forms.get(form) ?? label);
    }
    this.search = new TextSearch(forms);
  }

  /** All places in a text, those in archives last. */
  public *in(text: string): Generator<Leak> {
    for (const { index, meaning } of this.search.in(text)) yield { index, label: meaning };
    for (let index = text.indexOf(GZIP); index >= 0; ) {
      BASE64.lastIndex = index;
      const archive = BASE64.exec(text)?.[0] ?? GZIP;
      const label = this.inArchive(archive);
      if (label !== undefined) yield { index, label };
      index = text.indexOf(GZIP, index + archive.length);
    }
  }

  /** Many workloads have the same archive. */
  private inArchive(archive: string): string | undefined {
    if (!this.unpacked.has(archive)) {
      const [first] = this.search.in(unpack(archive));
      this.unpacked.set(archive, first?.meaning);
    }
    return this.unpacked.get(archive);
  }
}

/** Whether a secret may be an ordinary word of a manifest. */
export function mayBeWord(secret: Uint8Array): boolean {
  const text = Buffer.from(secret).toString();
  return text.length < SHORTEST_FORM || /^[A-Za-z][a-z]{0,14}$/.test(text);
}

function unpack(archive: string): string {
  try {
    return gunzipSync(Buffer.from(archive, 'base64'), { maxOutputLength: UNPACKED_LIMIT }).toString();
  } catch {
    return '';
  }
}
