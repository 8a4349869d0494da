import type { Problem } from '../input/problem';
import { quote } from '../input/quote';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_LENGTH = 63;
const SUBDOMAIN_LENGTH = 253;

/** What the API server would say of an object's name (RFC 1123 subdomain), or undefined where it takes it. */
export function subdomainProblem(name: string): Problem | undefined {
  const valid = name.length <= SUBDOMAIN_LENGTH && name.split('.').every((label) => LABEL.test(label));
  return valid ? undefined : problem(name, `at most ${SUBDOMAIN_LENGTH} lower-case letters, digits, "-" and "."`);
}

/**
 * What the API server would say of the name of a namespace or container (RFC 1123 label), or undefined.
 *
 * @param length longest name, for one that something is added to.
 */
export function labelProblem(name: string, length = LABEL_LENGTH): Problem | undefined {
  const valid = name.length <= length && LABEL.test(name);
  return valid ? undefined : problem(name, `at most ${length} lower-case letters, digits and "-"`);
}

function problem(name: string, allowed: string): Problem {
  return {
    what: name === '' ? 'the name is empty' : `${quote(name)} is not a name that Kubernetes takes`,
    why: 'the API server refuses the object',
    fix: `write ${allowed}, with a letter or digit at both ends`,
  };
}
