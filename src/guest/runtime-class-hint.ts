import { nearest } from '../input/nearest';
import { RUNTIME_CLASSES, type Tee } from './runtime-class-catalogue';

/** Words in a name that say which TEE is meant. */
const TEE_OF_WORD: ReadonlyMap<string, Tee> = new Map([
  ['snp', 'AMD SEV-SNP'],
  ['sev', 'AMD SEV-SNP'],
  ['amd', 'AMD SEV-SNP'],
  ['tdx', 'Intel TDX'],
  ['intel', 'Intel TDX'],
  ['cca', 'Arm CCA'],
  ['se', 'IBM Secure Execution'],
  ['ibm', 'IBM Secure Execution'],
]);

/** Words of class names that look like misspelt ones of another TEE. */
const PLAIN_WORDS: ReadonlySet<string> = new Set([...RUNTIME_CLASSES.keys()].flatMap((name) => name.split('-')));

/**
 * The class that an unknown name most likely means. It never leads into another TEE: a name that says `snp` leads to a
 * class for SEV-SNP, and one that says nothing never to a class for any TEE.
 */
export function meantClass(name: string): string | undefined {
  const words = name.toLowerCase().split(/[-_.]+/);
  const tees = new Set(words.map(teeOf).filter((tee) => tee !== undefined));
  const [tee, another] = tees;
  if (another !== undefined) return undefined;
  if (tee === undefined) return nearest(name, namesOf(isNeutral));
  const rust = words.includes('rs') || words.includes('rust');
  const gpu = words.includes('gpu') || words.includes('nvidia');
  const candidates = namesOf((one) => one === tee);
  const fitting = candidates.find((one) => one.includes('-rs') === rust && one.includes('gpu') === gpu);
  return fitting ?? candidates[0];
}

function namesOf(isWanted: (tee: Tee) => boolean): string[] {
  return [...RUNTIME_CLASSES].flatMap(([name, { tee }]) => (isWanted(tee) ? [name] : []));
}

function isNeutral(tee: Tee): boolean {
  // Not into no TEE either: it would be the next warning.
  return tee !== 'none' && ![...TEE_OF_WORD.values()].includes(tee);
}

/** The TEE that a word says, also with two letters swapped, one wrong, or one too many. */
function teeOf(word: string): Tee | undefined {
  const exact = TEE_OF_WORD.get(word);
  if (exact || PLAIN_WORDS.has(word)) return exact;
  const known = [...TEE_OF_WORD.keys()].filter(({ length }) => length === 3);
  const meant = word.length === 3 ? similar(word, known) : known.find((one) => hasOneLetterMore(word, one));
  return meant === undefined ? undefined : TEE_OF_WORD.get(meant);
}

function similar(word: string, known: readonly string[]): string | undefined {
  return known.find((one) => sorted(one) === sorted(word)) ?? nearest(word, known);
}

function hasOneLetterMore(word: string, shorter: string): boolean {
  return (
    word.length === shorter.length + 1 && [...word].some((_, i) => word.slice(0, i) + word.slice(i + 1) === shorter)
  );
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
