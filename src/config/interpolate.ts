import type { Problem } from '../input/problem';

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** More of a name than this is not shown. */
const LONGEST_NAME = 100;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** `$${`, which stands for a literal `${`; or `${…}`; or a `${` that nothing closes, with all that follows. */
const EXPRESSION = /\$\$\{|\$\{([^}]*)(\}?)/g;

/**
 * Replaces `${NAME}` and `${NAME:-default}` by values from the environment, as a shell does: the default serves where
 * the variable is unset or empty. `$${` stands for a literal `${`; every other `$` stands for itself, and what a value
 * holds is not looked at again.
 *
 * @returns the text, or what is wrong with it; values never appear in it.
 */
export function interpolate(text: string, environment: Environment): string | Problem {
  let problem: Problem | undefined;
  const result = text.replace(EXPRESSION, (match: string, expression: string, end: string) => {
    if (match === '$${') return '${';
    const value = end ? evaluate(expression, environment) : UNCLOSED;
    if (typeof value === 'string') return value;
    problem ??= value;
    return '';
  });
  return problem ?? result;
}

/** The variables of a text that give nothing: empty ones without default, and those whose default is empty. */
export function emptyVariables(text: string, environment: Environment): string[] {
  const expressions = [...text.matchAll(EXPRESSION)].map(([, expression = '']) => expression);
  return expressions.flatMap((expression) => {
    const name = expression.replace(/:-$/, '');
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    return value === '' || (!value && name !== expression) ? [name] : [];
  });
}

const UNCLOSED: Problem = {
  rule: 'bad-expression',
  what: 'a `${` that no `}` closes',
  fix: 'write `${NAME}`, or `$${` for a literal `${`',
};

function evaluate(expression: string, environment: Environment): string | Problem {
  const separator = expression.indexOf(':-');
  const name = separator < 0 ? expression : expression.slice(0, separator);
  if (!NAME.test(name)) {
    return {
      rule: 'bad-expression',
      what: 'an expression in `${…}` that is not `NAME` or `NAME:-default`',
      fix: 'write `${NAME}`, `${NAME:-default}`, or `$${` for a literal `${`',
    };
  }
  if (expression.includes('${')) {
    return {
      rule: 'bad-expression',
      what: 'an expression inside an expression',
      why: 'it would not be replaced',
      fix: 'write one `${NAME:-default}`',
    };
  }
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (separator >= 0) return value || expression.slice(separator + 2);
  if (value !== undefined) return value;
  return {
    rule: 'unset-variable',
    what: `the environment variable ${name.slice(0, LONGEST_NAME)} is not set`,
    fix: `write \`export ${name.slice(0, LONGEST_NAME)}=…\` before the synthesis, or a default as in \${${name.slice(0, LONGEST_NAME)}:-default}`,
  };
}
