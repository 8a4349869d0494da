import { write } from '../../input/problem';
import { quote } from '../../input/quote';
import { type UnknownField, unknownFields } from '../../kubernetes/unknown-fields';
import { KUBERNETES_VERSION } from '../../kubernetes/workload-fields';
import { podTemplatePath } from '../../workload/pod-template';
import { hasPlaceholder } from '../placeholder';
import type { Rule, Violation } from '../rule';
import { examplePod } from './example';

/** Of one object no more than this many are told. */
const MOST = 20;

export const unknownField: Rule = {
  name: 'unknown-field',
  severity: 'warning',
  summary: `The workload has only fields that Kubernetes ${KUBERNETES_VERSION} knows.`,
  why: 'kubectl apply refuses the object, and with validation switched off the field is dropped without a word',
  fix: 'take the field out, unless your Kubernetes is newer',
  examples: {
    fails: examplePod({ container: ', imagePullPolcy: Always' }),
    passes: examplePod(),
  },
  *check(view) {
    for (const at of view.objects) {
      if (!podTemplatePath(at.object)) continue;
      let told = 0;
      for (const found of unknownFields(at.object)) {
        if (isPatch(found)) continue;
        yield { at, ...describe(found) };
        if (++told === MOST) break;
      }
    }
  },
};

/** Kustomize's patches have directives such as `$patch`; templates have keys that are yet to be filled in. */
function isPatch({ path }: UnknownField): boolean {
  const name = String(path.at(-1));
  return name.startsWith('$') || hasPlaceholder(name);
}

function describe({ path, value, type, meant, around, under }: UnknownField): Omit<Violation, 'at'> {
  const name = String(path.at(-1));
  // As in `{name: PASSWORD, value:hunter2}`, whose last key holds the value.
  if (value === null && (!/^[A-Za-z]+$/.test(name) || (meant ?? under) === undefined)) {
    const what = `a field is none of ${type}; its name is not shown, as it may be a value`;
    return { field: path.slice(0, -1), what, fix: 'write a blank behind the colon, or take the field out' };
  }
  const what = `${quote(name)} is no field of ${type} in Kubernetes ${KUBERNETES_VERSION}`;
  if (under !== undefined) return { field: path, what, fix: `write it under ${under}` };
  return { field: path, what, fix: write(around === undefined ? meant : `${meant}, a field of ${around}`) };
}
