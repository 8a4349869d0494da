const LONGEST = 120;
const DIGEST = /^sha\d{1,4}:/;
/** C0 and C1 controls, and the marks that reorder what a terminal shows. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
/** Most texts, which a simpler pattern finds sooner. */
const PRINTABLE = /^[ -~]*$/;

/**
 * What a user wrote, in quotes and fit for a message: on one line, shortened, and without the `user:password@` that
 * some people put before a host.
 */
export function quote(text: string): string {
  // Before it is cut: a password is known by the `@` behind it.
  const known = redact(text);
  const shown = known.length > LONGEST ? `${known.slice(0, LONGEST)}…` : known;
  return `"${unprintableShown(shown)}"`;
}

/** A text on one line, with code points in place of what a terminal or a page would act on. */
export function unprintableShown(text: string): string {
  return PRINTABLE.test(text) ? text : text.replace(UNPRINTABLE, codePoint);
}

/** A text without the `user:password@` that some people put before a host. */
export function redact(text: string): string {
  const parts = text.split('@');
  return parts.map((part, index) => withoutUserInfo(part, parts[index + 1])).join('@');
}

/** What stands before an `@`, of which the rest follows; before a digest it is `name:tag`. */
function withoutUserInfo(part: string, rest: string | undefined): string {
  if (rest === undefined || DIGEST.test(rest)) return part;
  let start = part.length;
  while (start > 0 && !/[\s/]/.test(part.charAt(start - 1))) start--;
  return part.slice(start).includes(':') ? `${part.slice(0, start)}…` : part;
}

/** A value from JSON or YAML, fit for a message: a text in quotes, so that `"true"` is told from `true`. */
export function quoteValue(value: unknown): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

function codePoint(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
