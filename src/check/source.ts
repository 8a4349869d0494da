import { type Finding, findingOf, InputError, type Problem, within } from '../input/problem';
import { type FieldPath, FieldPlaces } from '../kubernetes/field-places';
import type { LocatedObject } from '../kubernetes/located-object';
import { readManifest } from '../kubernetes/manifest-reader';
import { AuthMap } from '../registry/auth-map';
import type { AuthFileView } from './auth-file-view';

/** A file to check. */
export interface Source {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
  /**
   * Why the text is only what it was meant to be, such as that it is not UTF-8.
   * @default - it is what the file says
   */
  readonly flaw?: Problem;
  /**
   * Whether Git has it.
   * @default - unknown
   */
  readonly tracked?: boolean;
}

/** What a file holds. */
export interface ReadSource {
  readonly objects: readonly LocatedObject[];
  readonly authFiles: readonly AuthFileView[];
  /** Why it cannot be checked: an error where it should have been. */
  readonly findings: readonly Finding[];
  /** Whether it is a manifest, or would be one, were it whole. */
  readonly isManifest: boolean;
}

const NOTHING: ReadSource = { objects: [], authFiles: [], findings: [], isManifest: false };
/** Both stand in each manifest; most other files of a repository need no parser to be told apart. */
const KUBERNETES = [/^[ \t{"',-]*apiVersion\b/m, /^[ \t{"',-]*kind\b/m];
const TEMPLATE = /\{\{/;

/** Reads a file of a repository in which not all are manifests. A file that cannot be read is a finding, no exception. */
export function readSource({ file, text, flaw, tracked }: Source): ReadSource {
  if (flaw) return looksLikeAuthFile(text) || looksLikeManifest(text) ? unread(file, flaw) : NOTHING;
  if (looksLikeAuthFile(text)) return readAuthFile(file, text);
  if (!looksLikeManifest(text)) return NOTHING;
  try {
    const objects = readManifest(text, file).map((object) => ({ ...object, tracked }));
    return { ...NOTHING, objects, isManifest: true };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (error.problems.every(({ rule }) => rule === 'not-kubernetes')) return NOTHING;
    if (TEMPLATE.test(text)) return { ...NOTHING, findings: [unrendered(file)] };
    return { ...NOTHING, findings: error.problems.map((problem) => findingOf(problem)), isManifest: true };
  }
}

/** JSON on one line has its keys anywhere. */
function looksLikeManifest(text: string): boolean {
  if (text.trimStart().startsWith('{')) return text.includes('"apiVersion"') && text.includes('"kind"');
  return KUBERNETES.every((key) => key.test(text));
}

/** A containers-auth.json or docker config.json, by its beginning: it need not be whole. */
function looksLikeAuthFile(text: string): boolean {
  return /^\s*\{\s*"auths"\s*:/.test(text);
}

function readAuthFile(file: string, text: string): ReadSource {
  const subject = 'registry authentication file';
  const places = new FieldPlaces(text, file);
  const placeOf = (path: FieldPath) => ({ ...places.placeOf(0, path), subject });
  const at = { object: {}, place: { file, line: 1, subject }, placeOf };
  return { ...NOTHING, authFiles: [{ at, field: [], map: new AuthMap(file, text) }], isManifest: true };
}

function unread(file: string, flaw: Problem): ReadSource {
  const problem = within({ file }, { why: 'it was not checked', ...flaw });
  return { ...NOTHING, findings: [findingOf(problem)], isManifest: true };
}

function unrendered(file: string): Finding {
  return {
    rule: 'unrendered-template',
    severity: 'info',
    places: [{ file }],
    what: 'a template that nobody has rendered, not checked',
    fix: 'check what the template renders to, as in helm template … | cdk8s-coco check -',
  };
}
