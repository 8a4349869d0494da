import type { Problem } from '../input/problem';
import { quote } from '../input/quote';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_LENGTH = 63;
const SUBDOMAIN_LENGTH = 253;

/** What the API server would say of an object's name (RFC 1123 subdomain), or undefined where it takes it. */
export function subdomainProblem(name: string): Problem | undefined {
  const valid = name.length <= SUBDOMAIN_LENGTH && name.split('.').every((label) => LABEL.test(label));
  if (valid) return undefined;
  const allowed = `at most ${SUBDOMAIN_LENGTH} lower-case letters, digits, "-" and "."`;
  return problem(name, allowed, suggestion(name, /[^a-z0-9.]+/g, SUBDOMAIN_LENGTH));
}

/**
 * What the API server would say of the name of a namespace or container (RFC 1123 label), or undefined.
 *
 * @param length longest name, for one that something is added to.
 */
export function labelProblem(name: string, length = LABEL_LENGTH): Problem | undefined {
  const valid = name.length <= length && LABEL.test(name);
  return valid
    ? undefined
    : problem(name, `at most ${length} lower-case letters, digits and "-"`, suggestion(name, /[^a-z0-9]+/g, length));
}

/** The name in lower case, with `-` for what it cannot have; undefined where that is none, either. */
function suggestion(name: string, others: RegExp, length: number): string | undefined {
  if (name.length > length) return undefined;
  const near = name.toLowerCase().replace(others, '-');
  return near.split('.').every((label) => LABEL.test(label)) ? near : undefined;
}

function problem(name: string, allowed: string, near: string | undefined): Problem {
  return {
    what: name === '' ? 'the name is empty' : `${quote(name)} is not a name that Kubernetes takes`,
    why: 'the API server refuses the object',
    fix: `write ${near ?? `${allowed}, with a letter or digit at both ends`}`,
  };
}
