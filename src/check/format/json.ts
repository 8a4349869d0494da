import type { Finding } from '../../input/problem';
import type { CheckReport } from '../check-sources';

/** For scripts: an object with the files and the findings, whose members stay as they are. */
export function formatJson({ files, findings }: CheckReport): string {
  return `${JSON.stringify({ files, findings: findings.map(entryOf) }, null, 2)}\n`;
}

function entryOf({ rule, severity, places, what, why, fix }: Finding) {
  const { file, line, subject } = places.at(-1) ?? {};
  return { rule, severity, file, line, subject, what, why, fix };
}
