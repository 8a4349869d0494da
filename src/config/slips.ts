import type { Problem } from '../input/problem';
import { write } from '../input/problem';
import type { WrittenText } from './config-file';
import { type Environment, emptyVariables } from './interpolate';
import type { Path, PathProblem } from './path';

/** A whole text that a shell would replace, and `${NAME}` would be here. */
const SHELL_VARIABLE = /^\$(?:[A-Za-z_]\w{0,99}|\([A-Za-z_]\w{0,99}\))$/;
/** A whole text that another program replaces: a shell, its kin on Windows, or a template's engine. */
const COMMAND = /^(?:\$\([^()]{1,200}\)|`[^`]{1,200}`|%[A-Z_][A-Z0-9_]{0,99}%|\{\{[^{}]{1,200}\}\})$/;
const TYPOGRAPHIC = /^[“”„‘’‚«»].*[“”„‘’‚«»]$/s;
const ODD_BLANK = /^[\u00a0\u2000-\u200b\u202f\u3000\ufeff]|[\u00a0\u2000-\u200b\u202f\u3000\ufeff]$/;
const SECRETS: readonly PropertyKey[] = ['username', 'password'];

/** Warns of texts that YAML reads otherwise than their author did, most likely. None of them is shown. */
export function slipsIn(texts: readonly WrittenText[]): PathProblem[] {
  return texts.flatMap((written) => {
    const problem = slipOf(written);
    return problem ? [{ path: written.path, rule: 'likely-slip', ...problem }] : [];
  });
}

function slipOf({ path, text, plain, comment }: WrittenText): Problem | undefined {
  const secret = isSecret(path);
  if (plain && TYPOGRAPHIC.test(text)) return TYPOGRAPHIC_QUOTES;
  if (plain && ODD_BLANK.test(text)) return ODD_BLANKS;
  if (secret && SHELL_VARIABLE.test(text)) return SHELL_NAME;
  if (secret && COMMAND.test(text)) return UNREPLACED;
  // Behind an expression, and behind a blank, it is a comment that is meant.
  return secret && plain && comment && /^\S/.test(comment) && !text.includes('${') ? CUT_BY_COMMENT : undefined;
}

/** Whether a path is that of a user or a password. */
export function isSecret(path: Path): boolean {
  return path[0] === 'credentials' && SECRETS.includes(path.at(-1) ?? '');
}

const TYPOGRAPHIC_QUOTES: Problem = {
  what: 'the text stands in typographic quotes',
  why: 'YAML takes them as a part of it',
  fix: write('straight quotes, " or \''),
};
const ODD_BLANKS: Problem = {
  what: 'the text begins or ends with a no-break space or another character that only looks like a space',
  why: 'YAML takes it as a part of the text',
  fix: 'write the text without it, or in quotes if it is meant',
};
const CUT_BY_COMMENT: Problem = {
  what: 'the text ends before a blank and "#"',
  why: 'YAML takes what follows as a comment',
  fix: 'write the whole text in quotes, or a blank behind "#" if it is a comment',
};

const UNREPLACED: Problem = {
  what: 'the text looks like a command, a variable of Windows or a part of a template, and stays as it is',
  why: 'only ${NAME} is replaced from the environment',
  fix: 'write ${NAME}, or passwordCommand for a program that prints it',
};
const SHELL_NAME: Problem = {
  what: 'the text looks like the name of a variable, $NAME or $(NAME), and stays as it is',
  why: 'only ${NAME} is replaced from the environment',
  fix: 'write ${NAME} with that name; in quotes within { } and [ ]',
};

/** A mistake of a value that comes from a slip in how its text is written, told as that. */
export function tellSlip<P extends Problem>(problem: P, text: string | undefined, environment: Environment): P {
  if (text === undefined) return problem;
  const [empty] = emptyVariables(text, environment);
  if (empty !== undefined) {
    const what = `the environment variable ${empty} is empty${Object.hasOwn(environment, empty) ? '' : ', as it is not set'}`;
    return {
      ...problem,
      rule: 'empty-variable',
      what,
      why: problem.what,
      fix: `write \`export ${empty}=…\` before the synthesis`,
    };
  }
  if (SHELL_VARIABLE.test(text)) return { ...problem, ...SHELL_NAME };
  if (ODD_BLANK.test(text)) return { ...problem, ...ODD_BLANKS };
  return TYPOGRAPHIC.test(text) ? { ...problem, ...TYPOGRAPHIC_QUOTES } : problem;
}
