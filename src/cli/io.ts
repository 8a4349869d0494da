import type { TextSink } from '../app/run';
import type { Environment } from '../config/interpolate';

/** What a command has around it. Relative paths are relative to the working directory of the process. */
export interface Io {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Environment;
  /** All of the standard input. */
  readonly stdin: () => string;
}
