import { parse } from 'yaml';
import { readPlain } from '../kubernetes/plain-reader';
import type { Tree } from '../kubernetes/yaml-tree';

/** The one document of a `coco.yaml` that is plain, see {@link readPlain}; undefined where the YAML library has to read it. */
export function plainDocument(text: string): Tree | undefined {
  const documents: Tree[] = [];
  const isPlain = readPlain(text, coreValue, ({ tree }) => documents.push(tree));
  return isPlain && documents.length === 1 ? documents[0] : undefined;
}

/** Texts that are nothing else in YAML 1.2, but for those below. */
const WORD = /^[A-Za-z_/$]/;
const KEYWORD = /^(?:null|true|false)$/i;
const WHOLE_NUMBER = /^(?:0|[1-9][0-9]{0,14})$/;

/** What a text without quotes stands for by the core schema of YAML 1.2. */
function coreValue(text: string): unknown {
  if (WORD.test(text) && !KEYWORD.test(text)) return text;
  return WHOLE_NUMBER.test(text) ? Number(text) : parse(`- ${text}`)[0];
}
