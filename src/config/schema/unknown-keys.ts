import { write } from '../../input/problem';
import { workloadTypes } from '../../kubernetes/workload-fields';
import type { PathProblem } from '../path';
import type { SchemaGuide } from './json-schema';

/** A key that the file does not have. */
export interface UnknownKey extends PathProblem {
  /** The key that is meant, where it is one of the same mapping. */
  readonly meant?: string;
}

/** Of one mapping no more than this many are told. */
const MOST = 20;

/**
 * One problem for each unknown key of a mapping. Its text is shown only where it is a key that was misspelt or misplaced:
 * any other may be a value in the wrong place, as in `{password:hunter2}`.
 */
export function unknownKeys(parent: PropertyKey[], keys: readonly string[], guide: SchemaGuide): UnknownKey[] {
  const problems = keys.slice(0, MOST).map((key) => unknownKey(parent, key, guide));
  if (keys.length <= MOST) return problems;
  const what = `holds ${keys.length - MOST} more keys that are not of this file`;
  return [
    ...problems,
    { path: parent, rule: 'unknown-key', what, fix: 'write only keys that docs/coco-yaml.md lists' },
  ];
}

function unknownKey(parent: PropertyKey[], key: string, guide: SchemaGuide): UnknownKey {
  const problem = { path: [...parent, key], rule: 'unknown-key', what: 'is not a key of this file', why: IGNORED };
  const known = guide.keysAt(parent);
  const respelt =
    known.find((name) => name.toLowerCase() === key.toLowerCase()) ?? longer(key, known) ?? guide.meant(key, known);
  const elsewhere = guide.placeOf(key, parent);
  if (elsewhere !== undefined && respelt?.toLowerCase().endsWith(key.toLowerCase()) !== true) {
    return { ...problem, fix: `write it under ${elsewhere}` };
  }
  if (parent[0] === 'workloads' && isOfKubernetes(key)) {
    const spec = known.includes('spec') ? ', or the key under spec:' : '';
    return { ...problem, fix: `use manifests: for a workload with ${key}${spec}` };
  }
  if (parent.join('.') === 'secrets.sops' && OTHER_SOPS_KEYS.includes(key)) {
    const why = 'of what SOPS takes, keys of age alone are supported here';
    return { ...problem, why, fix: 'write age: [age1…]' };
  }
  if (respelt !== undefined) return { ...problem, meant: respelt, fix: write(respelt) };
  if (parent[0] === 'workloads' && OBJECT_KEYS.includes(key)) {
    return { ...problem, fix: 'write the object to a file, and manifests: [{ path: <file> }]' };
  }
  const begun = known.filter((name) => key.startsWith(name)).sort((a, b) => b.length - a.length)[0];
  const list = known.length > 0 ? `one of ${known.join(', ')}` : undefined;
  // A word of Kubernetes is no value.
  if (isOfKubernetes(key)) return { ...problem, meant: begun, fix: write(begun ?? list) };
  return {
    ...problem,
    unnamed: true,
    what: 'a key is not one of this file; its text is not shown, as it may be a value',
    meant: begun,
    fix: begun ? `write ${begun}: with a blank behind the colon, and the value behind it` : write(list),
  };
}

/** The only key that ends in this word: `claimName` for `name`. */
function longer(key: string, known: readonly string[]): string | undefined {
  if (!/^[a-z]/.test(key)) return undefined;
  const [found, other] = known.filter((name) => name.endsWith(`${key.charAt(0).toUpperCase()}${key.slice(1)}`));
  return other === undefined ? found : undefined;
}

/** Keys of a whole object of Kubernetes. */
const OBJECT_KEYS = ['apiVersion', 'metadata', 'status'];

/** What else SOPS can encrypt for, as its `.sops.yaml` and its metadata name it. */
const OTHER_SOPS_KEYS = ['pgp', 'kms', 'gcp_kms', 'azure_kv', 'azure_keyvault', 'hc_vault', 'hckms', 'key_groups'];

const IGNORED = 'it would be ignored';

/** Whether Kubernetes has a key for Pods, containers or their controllers. */
function isOfKubernetes(key: string): boolean {
  const types = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].map((kind) => `${kind}Spec`);
  return ['Container', ...types].some((type) => workloadTypes().get(type)?.has(key));
}
