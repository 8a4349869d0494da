import type { Problem } from '../input/problem';
import { quote } from '../input/quote';
import { subdomainProblem } from './name';

const WHY = 'the API server refuses the object';
const ENDS = 'with a letter or digit at both ends';

const SECRET_KEY = /^[-._a-zA-Z0-9]{1,253}$/;
const LABEL_TEXT = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;

/** What the API server would say of a key of a Secret or ConfigMap, or undefined where it takes it. */
export function secretKeyProblem(key: string): Problem | undefined {
  if (SECRET_KEY.test(key) && key !== '.' && !key.startsWith('..')) return undefined;
  const what = key === '' ? 'the key is empty' : `${quote(key)} is not a key that a Secret can have`;
  return { what, why: WHY, fix: 'write at most 253 letters, digits, "-", "_" and ".", not beginning with ".."' };
}

/** What the API server would say of the key of a label, `name` or `prefix/name`, or undefined where it takes it. */
export function labelKeyProblem(key: string): Problem | undefined {
  const [name = '', prefix, ...rest] = key.split('/').reverse();
  const prefixed = prefix === undefined || subdomainProblem(prefix) === undefined;
  if (LABEL_TEXT.test(name) && prefixed && rest.length === 0) return undefined;
  return {
    what: key === '' ? 'the key of a label is empty' : `${quote(key)} is not a key that a label can have`,
    why: WHY,
    fix: `write at most 63 letters, digits, "-", "_" and ".", ${ENDS}; before it perhaps a DNS name and "/"`,
  };
}

/** What the API server would say of the value of a label, or undefined where it takes it. */
export function labelValueProblem(value: string): Problem | undefined {
  if (value === '' || LABEL_TEXT.test(value)) return undefined;
  return {
    what: `${quote(value)} is not a value that a label can have`,
    why: WHY,
    fix: `write nothing, or at most 63 letters, digits, "-", "_" and ".", ${ENDS}`,
  };
}

/**
 * All that the API server would say of labels, or of a selector of them.
 *
 * @param name what they are called, to name them in the problems.
 */
export function labelProblems(name: string, labels: Readonly<Record<string, string>> = {}): Problem[] {
  return Object.entries(labels)
    .flatMap(([key, value]) => [labelKeyProblem(key), labelValueProblem(value)])
    .filter((problem) => problem !== undefined)
    .map((problem) => ({ ...problem, what: `${name}: ${problem.what}` }));
}
