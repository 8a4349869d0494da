import { Composer, type CST, type Document, LineCounter } from 'yaml';
import { type Difference, differencesInText, differencesInTokens } from './go-yaml-differences';
import { withoutStackTraces, yamlTokens } from './yaml-tokens';

/** A document of a manifest file, as the YAML library reads it. */
export interface Parsed {
  readonly document: Document.Parsed;
  /** The first in the document. */
  readonly difference?: Difference;
}

/** Parses one document after the other: the nodes of all take many times the memory of the objects. */
export function* parseDocuments(text: string, file: string): Iterable<Parsed> {
  // kubectl reads JSON as JSON.
  const differences = isJson(text) ? undefined : new DifferenceQueue(text);
  // Scalars stay text here, as kubectl's rules for them are neither of those that the library knows.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false });
  const documents = composer.compose(tokensOf(text, file, differences));
  const next = () => withoutStackTraces(() => documents.next().value ?? undefined);
  let document = next();
  while (document) {
    const following = next();
    // Behind the last document stands nothing else.
    const end = following ? document.range[2] : Number.POSITIVE_INFINITY;
    yield { document, difference: differences?.firstBefore(end) };
    document = following;
  }
}

function* tokensOf(text: string, file: string, differences: DifferenceQueue | undefined): Iterable<CST.Token> {
  // kubectl reads a last line without a line break as one with it.
  for (const token of yamlTokens(text.endsWith('\n') ? text : `${text}\n`, file, new LineCounter())) {
    differences?.add(token);
    yield token;
  }
}

/** The differences of a file as far as its tokens are read, in the order of the text. */
class DifferenceQueue {
  private readonly inText: readonly Difference[];
  private inTokens: Difference[] = [];
  private next = 0;

  public constructor(private readonly text: string) {
    this.inText = differencesInText(text).sort(byOffset);
  }

  public add(token: CST.Token): void {
    for (const difference of differencesInTokens(this.text, [token])) this.inTokens.push(difference);
  }

  /** Takes all before an offset, and returns the first of them. */
  public firstBefore(end: number): Difference | undefined {
    const isBefore = ({ offset }: Difference) => offset < end;
    const found = [...this.inText.slice(this.next, this.next + 1), ...this.inTokens].filter(isBefore).sort(byOffset);
    this.inTokens = this.inTokens.filter((difference) => !isBefore(difference));
    while ((this.inText[this.next]?.offset ?? Number.POSITIVE_INFINITY) < end) this.next++;
    return found[0];
  }
}

function byOffset(a: Difference, b: Difference): number {
  return a.offset - b.offset;
}

function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
