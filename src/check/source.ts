import type { Finding } from '../input/problem';
import { findingOf, InputError } from '../input/problem';
import { readManifest } from '../kubernetes/manifest-reader';
import type { LocatedObject } from './located-object';

/** A file to check. */
export interface Source {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
}

/** What a file holds. */
export interface ReadSource {
  readonly objects: readonly LocatedObject[];
  /** Why it cannot be checked: an error where it should have been. */
  readonly findings: readonly Finding[];
  /** Whether it is a manifest, or would be one, were it whole. */
  readonly isManifest: boolean;
}

const NOTHING: ReadSource = { objects: [], findings: [], isManifest: false };
/** Both stand in each manifest; most other files of a repository need no parser to be told apart. */
const KUBERNETES = [/^[ \t{"',-]*apiVersion\b/m, /^[ \t{"',-]*kind\b/m];
const TEMPLATE = /\{\{/;

/** Reads a file of a repository in which not all are manifests. A file that cannot be read is a finding, no exception. */
export function readSource({ file, text }: Source): ReadSource {
  if (!looksLikeManifest(text)) return NOTHING;
  try {
    return { objects: readManifest(text, file), findings: [], isManifest: true };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (error.problems.every(({ rule }) => rule === 'not-kubernetes')) return NOTHING;
    if (TEMPLATE.test(text)) return { objects: [], findings: [unrendered(file)], isManifest: false };
    return { objects: [], findings: error.problems.map((problem) => findingOf(problem)), isManifest: true };
  }
}

/** JSON on one line has its keys anywhere. */
function looksLikeManifest(text: string): boolean {
  if (text.trimStart().startsWith('{')) return text.includes('"apiVersion"') && text.includes('"kind"');
  return KUBERNETES.every((key) => key.test(text));
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
