import type { z } from 'zod';
import { nearest } from '../../input/nearest';
import { write } from '../../input/problem';
import { formatPath, type PathProblem } from '../config-file';
import type { SchemaGuide } from './json-schema';
import type { ProblemParams } from './scalars';

type Issue = z.core.$ZodIssue;

const EXPECTED: Record<string, string> = {
  string: 'a text',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

const MISSING = 'is missing';

/** zod's error map: what is wrong with a value, without the value, which may be secret. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'custom') return MISSING;
  switch (issue.code) {
    case 'invalid_type': {
      const expected = EXPECTED[issue.expected] ?? issue.expected;
      const found = kindOf(issue.input);
      const unquoted = issue.expected === 'string' && ['a number', 'true or false', 'nothing'].includes(found);
      return `must be ${expected}, but YAML reads ${found}${unquoted ? '; write the value in quotes' : ''}`;
    }
    case 'invalid_value':
      return oneOf(issue.values.map(String), issue.input);
    case 'too_small':
      return issue.origin === 'string' ? 'is empty' : `must hold at least ${issue.minimum}`;
    case 'too_big':
      return `must hold at most ${issue.maximum}`;
    case 'invalid_union':
      return 'has none of the forms that are allowed here';
    case 'invalid_format':
      return 'has not the right form';
    default:
      return undefined;
  }
}

function oneOf(values: readonly string[], input: unknown): string {
  const suggestion = typeof input === 'string' ? nearest(input, values) : undefined;
  return `must be one of ${values.join(', ')}${suggestion ? `; write ${suggestion}` : ''}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return { string: 'a text', number: 'a number', boolean: 'true or false' }[typeof value as string] ?? 'a mapping';
}

/**
 * zod's issues as our problems.
 *
 * @param guide tells what is known at a path, to say what to write instead.
 */
export function toProblems(issues: readonly Issue[], guide: SchemaGuide): PathProblem[] {
  const all = issues.flatMap(chosenBranch);
  const unknown = all.flatMap((issue) => unknownKeys(issue, guide));
  const others = all.filter(({ code }) => code !== 'unrecognized_keys').map((issue) => toProblem(issue, guide));
  // A misspelt key is one mistake, though its right spelling is missing.
  const misspelt = unknown.map(({ path, fix = '' }) => formatPath([...path.slice(0, -1), fix.replace(/^write /, '')]));
  return [...unknown, ...others.filter(({ path, what }) => what !== MISSING || !misspelt.includes(formatPath(path)))];
}

function toProblem(issue: Issue, guide: SchemaGuide): PathProblem {
  const problem = issue.code === 'custom' ? (issue.params as ProblemParams | undefined)?.problem : undefined;
  const [inner] = issue.code === 'invalid_key' ? issue.issues : [];
  if (inner) return toProblem({ ...inner, path: issue.path }, guide);
  const { message } = issue;
  const description = message === MISSING ? guide.descriptionAt(issue.path) : undefined;
  return { path: issue.path, ...(problem ?? { what: message, fix: description && `write it: ${description}` }) };
}

function unknownKeys(issue: Issue, guide: SchemaGuide): PathProblem[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const known = guide.keysAt(issue.path);
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    what: 'is not a key of this file',
    why: 'it would be ignored',
    fix: write(nearest(key, known) ?? (known.length > 0 ? `one of ${known.join(', ')}` : undefined)),
  }));
}

/** Of a value that may have several shapes, the issues of the shape that it has; else one issue of all. */
function chosenBranch(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const fitting = issue.errors.filter(fits);
  const [only, another] = fitting;
  // A fault of the value itself is told best by what the union says of all its shapes.
  if (!only || another || only.every(({ code, path }) => code !== 'custom' && path.length === 0)) {
    return [issue];
  }
  return only.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(chosenBranch);
}

/** Whether a value has the shape of a branch, mistakes in it aside. */
function fits(issues: readonly Issue[]): boolean {
  return !issues.some(
    (issue) =>
      issue.path.length === 0 &&
      (issue.code === 'invalid_type' || (issue.code === 'invalid_union' && !issue.errors.some(fits))),
  );
}
