import type { z } from 'zod';
import { isObject } from '../../input/json';
import { nearest } from '../../input/nearest';
import { write } from '../../input/problem';
import { formatPath, type PathProblem } from '../path';
import type { SchemaGuide } from './json-schema';
import type { ProblemParams } from './scalars';
import { unknownKeys } from './unknown-keys';

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
    case 'invalid_type':
      return `must be ${EXPECTED[issue.expected] ?? issue.expected}, but YAML reads ${kindOf(issue.input)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'is empty' : `must ${verb(issue.origin)} at least ${issue.minimum}`;
    case 'too_big':
      return `must ${verb(issue.origin)} at most ${issue.maximum}`;
    case 'invalid_union':
      return 'has none of the forms that are allowed here';
    case 'invalid_format':
      return 'has not the right form';
    default:
      return undefined;
  }
}

function verb(origin: string): string {
  return origin === 'array' || origin === 'map' || origin === 'set' ? 'hold' : 'be';
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
  const unknown = all.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? unknownKeys(issue.path, issue.keys, guide) : [],
  );
  const others = all.filter(({ code }) => code !== 'unrecognized_keys').map((issue) => toProblem(issue, guide));
  // A misspelt key is one mistake, though its right spelling is missing.
  const misspelt = new Set(
    unknown.flatMap(({ meant, path }) => (meant ? formatPath([...path.slice(0, -1), meant]) : [])),
  );
  return [
    ...unknown.map(({ meant, ...problem }) => problem),
    ...others.filter(({ path, rule }) => rule !== 'missing-key' || !misspelt.has(formatPath(path))),
  ];
}

function toProblem(issue: Issue, guide: SchemaGuide): PathProblem {
  const { path, message, code } = issue;
  const problem = code === 'custom' ? (issue.params as ProblemParams | undefined)?.problem : undefined;
  if (problem) return { path, rule: 'invalid-value', ...problem };
  const [inner] = code === 'invalid_key' ? issue.issues : [];
  // A name that is none may be a name and its value in one.
  if (inner) return { ...toProblem({ ...inner, path }, guide), unnamed: path.at(-2) === 'env' };
  if (message === MISSING) return missing(path, guide);
  return { path, rule: RULES[code] ?? 'invalid-value', what: message, fix: fixOf(issue, guide) };
}

const RULES: Readonly<Partial<Record<Issue['code'], string>>> = {
  invalid_type: 'wrong-type',
  invalid_union: 'wrong-type',
  invalid_value: 'unknown-value',
  too_small: 'out-of-range',
  too_big: 'out-of-range',
};

function missing(path: PropertyKey[], guide: SchemaGuide): PathProblem {
  const key = String(path.at(-1));
  const example = guide.exampleAt(path);
  const description = guide.descriptionAt(path);
  const fix = write(`${key}: ${example === undefined ? '…' : flow(example)}`);
  return { path, rule: 'missing-key', what: description ? `${MISSING} (${lowerFirst(description)})` : MISSING, fix };
}

function fixOf({ code, path, input, ...issue }: Issue, guide: SchemaGuide): string | undefined {
  const example = guide.exampleAt(path);
  const shown = example === undefined ? undefined : flow(example);
  if (code === 'invalid_value') {
    const { values } = issue as { values: readonly unknown[] };
    const meant = typeof input === 'string' ? nearest(input, values.map(String)) : undefined;
    if (meant !== undefined) return write(meant);
    return `${write(shown ?? String(values[0]))}${path[0] === 'workloads' && path.at(-1) === 'kind' ? '; or use manifests: for another kind' : ', for example'}`;
  }
  if (path.at(-1) === 'password' && isObject(input)) {
    return 'write it in single quotes, or into a file and its path as passwordFile: key.json';
  }
  const { expected } = issue as { expected?: string };
  if (expected === 'string' && ['number', 'boolean'].includes(typeof input)) return 'write the value in quotes';
  if (expected === 'string' && input === null) {
    return `write the value in quotes if it begins with "#"; else ${shown ?? 'a value'}, for example`;
  }
  // An expression may stand for a flag, which makes a text of it.
  if (example === 'true') return 'write true or false, without quotes';
  return shown && `write ${shown}, for example`;
}

/** An example as it would stand in the file, on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member]) => `${key}: ${flow(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return typeof value === 'string' && !PLAIN.test(value) ? JSON.stringify(value) : String(value);
}

/** A text that needs no quotes anywhere, not even in brackets. */
const PLAIN = /^(?!(?:true|false|yes|no|null|on|off)$)(?:[A-Za-z/]|\.\/|\d+\.\d+\.\d)[\w./-]*(?::[\w./-]+)*$/;

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

/** "The KBS" becomes "the KBS"; "KBS resource" stays. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]*(?![A-Za-z])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
