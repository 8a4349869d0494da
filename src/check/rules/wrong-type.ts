import { quote } from '../../input/quote';
import { type WrongType, wrongTypes } from '../../kubernetes/wrong-types';
import { podTemplatePath } from '../../workload/pod-template';
import { hasPlaceholder } from '../placeholder';
import type { Rule } from '../rule';
import { examplePod } from './example';

/** Of one object no more than this many are told. */
const MOST = 20;

export const wrongType: Rule = {
  name: 'wrong-type',
  severity: 'error',
  summary: 'Each field of a workload holds what Kubernetes can read into it: a text, a whole number, a list.',
  why: 'the API server cannot read the object, and refuses it',
  fix: 'write a value of the type that the field takes',
  examples: {
    fails: examplePod({ container: ', tty: "yes"' }),
    passes: examplePod(),
  },
  *check(view) {
    for (const at of view.objects) {
      if (!podTemplatePath(at.object)) continue;
      const found = wrongTypes(at.object).filter(({ value }) => !isToBeFilledIn(value));
      for (const one of found.slice(0, MOST)) {
        yield { at, field: one.path, what: describe(one), fix: FIXES[one.expected] };
      }
    }
  },
};

/** What a template, or a pipeline behind `cdk8s synth`, puts in may be of another type. */
function isToBeFilledIn(value: unknown): boolean {
  return typeof value === 'string' && hasPlaceholder(value);
}

/** Never the value, which may be a secret. */
function describe({ path, value, expected }: WrongType): string {
  return `${quote(fieldName(path))} is ${kindOf(value)}, where Kubernetes takes ${NAMES[expected]}`;
}

/** The field as a user would speak of it: from the innermost `spec` on. */
function fieldName(path: WrongType['path']): string {
  return path
    .slice(path.lastIndexOf('spec') + 1)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace('.', '');
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'boolean') return NAMES.boolean;
  return typeof value === 'number' ? 'a number' : 'a text';
}

const NAMES: Readonly<Record<WrongType['expected'], string>> = {
  list: 'a list',
  mapping: 'a mapping',
  text: 'a text',
  'whole number': 'a whole number',
  boolean: 'true or false',
  'text or number': 'a text or a number',
};

const FIXES: Readonly<Record<WrongType['expected'], string>> = {
  list: 'write a list, with a dash before each item',
  mapping: 'write a mapping, each key with its value in a line of its own',
  text: 'write the value in quotes',
  'whole number': 'write digits alone, without quotes and unit',
  boolean: 'write true or false, without quotes',
  'text or number': 'write a text or a number',
};
