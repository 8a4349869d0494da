import type { WrittenText } from './config-file';
import { type Environment, interpolate } from './interpolate';
import type { Path, PathProblem } from './path';
import { isPlaceholder } from './schema/credential';
import { slipsIn } from './slips';

/** So many lines are named. */
const SHOWN = 5;

/**
 * One warning of all passwords that stand in the file itself, also as a default that is used. Placeholders are none,
 * and what a slip is told of is told as that.
 *
 * @param lineOf the line of a value
 */
export function literalPasswords(
  texts: readonly WrittenText[],
  environment: Environment,
  lineOf: (path: Path) => number,
): PathProblem[] {
  const literal = texts.filter((written) => isPassword(written.path) && standsHere(written, environment));
  const [first, ...others] = literal.map(({ path }) => path);
  if (!first) return [];
  const lines = [first, ...others.slice(0, SHOWN - 1)].map(lineOf).join(', ');
  const more = literal.length > SHOWN ? ` and ${literal.length - SHOWN} more` : '';
  const subject = others.length > 0 ? `${literal.length} passwords stand` : 'the password stands';
  return [
    {
      path: first,
      rule: 'literal-password',
      what: `${subject} in the file itself${others.length > 0 ? `, on lines ${lines}${more}` : ''}`,
      why: 'who commits the file gives every reader of the repository the password, for ever',
      fix: 'write ${NAME} for a variable of the environment, or passwordFile or passwordCommand in place of password',
    },
  ];
}

function isPassword([section, , key, ...more]: Path): boolean {
  return section === 'credentials' && key === 'password' && more.length === 0;
}

/** Whether the value is the same without the environment. */
function standsHere(written: WrittenText, environment: Environment): boolean {
  const here = interpolate(written.text, {});
  if (typeof here !== 'string' || here === '' || here !== interpolate(written.text, environment)) return false;
  return !isPlaceholder(here) && slipsIn([written]).length === 0;
}
