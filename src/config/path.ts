import type { Problem } from '../input/problem';
import { quote } from '../input/quote';

/** Steps from the root of the file to a value: keys and indices. */
export type Path = readonly PropertyKey[];

/** A problem and the value of the file that it is about. */
export interface PathProblem extends Problem {
  readonly path: Path;
  /** @default - that of the value, or of the nearest one around it */
  readonly line?: number;
  /** Whether the last step of the path stays unnamed: it may be a value in the wrong place. */
  readonly unnamed?: boolean;
}

/** `credentials[0].registry` */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : `${text}${text ? '.' : ''}${quote(String(step)).slice(1, -1)}`,
    '',
  );
}
