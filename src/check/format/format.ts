import type { Severity } from '../../input/problem';
import type { CheckReport } from '../check-sources';

/** What a format may say beside what was found. */
export interface FormatOptions {
  /** Of this package. */
  readonly version: string;
  /** What makes the check fail. */
  readonly threshold: Severity;
}

/** Writes a report; its text ends with a line break, where there is any. */
export type Format = (report: CheckReport, options: FormatOptions) => string;
