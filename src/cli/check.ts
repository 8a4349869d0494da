import { tell } from '../app/run';
import { checkSources } from '../check/check-sources';
import { FORMATS } from '../check/format';
import { isAtLeast } from '../check/severity';
import type { Source } from '../check/source';
import { InputError, type Problem, type Severity } from '../input/problem';
import { quote } from '../input/quote';
import type { Io } from './io';
import { readPaths } from './read-paths';
import { version } from './version';

export interface CheckOptions {
  /** A name in {@link FORMATS}. */
  readonly format: string;
  /** What makes the exit code 1. */
  readonly severity: Severity;
}

/** What could not be read may hide what is wrong with it. */
const UNUSABLE = 2;

/**
 * Checks manifests, ours or not, for what keeps confidential Pods from pulling their images.
 *
 * @param paths files, directories, and `-` for the standard input
 * @returns the exit code: 0 where nothing as bad as the severity asked for was found, 1 where something was, 2 where a
 * path leads nowhere, no manifest is in any of them, or one cannot be read.
 */
export function check(paths: readonly string[], { format, severity }: CheckOptions, io: Io): number {
  const sources = readAll(paths, io);
  if (!sources) return UNUSABLE;
  const report = checkSources(sources);
  const { stdout, stderr } = io;
  stdout.write(FORMATS[format]?.(report, { version, threshold: severity }) ?? '');
  if (report.isIncomplete) return UNUSABLE;
  if (report.files.length + report.findings.length === 0) {
    tell(nothingIn(paths), stderr);
    return UNUSABLE;
  }
  return report.findings.some((finding) => isAtLeast(finding.severity, severity)) ? 1 : 0;
}

/** A pipe whose first command failed, or another directory: it must not pass for manifests without a fault. */
function nothingIn(paths: readonly string[]): Problem {
  return {
    rule: 'nothing-to-check',
    what: `there is no manifest in ${paths.map((path) => (path === '-' ? 'the standard input' : quote(path))).join(', ')}`,
    why: 'nothing was checked',
    fix: 'write the path of YAML or JSON with apiVersion and kind, or look what the command before the pipe said',
  };
}

/** Each file once, however often it is named; undefined where one cannot be read. */
function readAll(paths: readonly string[], { stdin, stderr }: Io): Source[] | undefined {
  const sources = new Map<string, Source>();
  try {
    for (const path of paths) {
      const found = path === '-' ? [{ file: 'stdin', text: stdin() }] : readPaths(path);
      for (const source of found) sources.set(source.file, source);
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const problem of error.problems) tell(problem, stderr);
    return undefined;
  }
  return [...sources.values()];
}
