import { groupBy } from '../../input/group-by';
import type { Finding } from '../../input/problem';
import type { CheckReport } from '../check-sources';
import { SEVERITIES } from '../severity';
import { messageOf } from './message';

/** For a terminal: the findings of each file under its name, then how many there are. */
export function formatText({ files, findings }: CheckReport): string {
  const groups = [...groupBy(findings, ({ places }) => places.at(-1)?.file ?? '')];
  const blocks = groups.map(([file, found]) => `${[file, ...found.map(lineOf)].join('\n')}\n\n`);
  return `${blocks.join('')}${summary(findings, files.length)}\n`;
}

function lineOf(finding: Finding): string {
  const line = String(finding.places.at(-1)?.line ?? '').padStart(5);
  return `${line}  ${finding.severity.padEnd(7)}  ${messageOf(finding)}  [${finding.rule}]`;
}

function summary(findings: readonly Finding[], files: number): string {
  const counts = SEVERITIES.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return severity === 'info' || count === 1 ? `${count} ${severity}` : `${count} ${severity}s`;
  });
  return `${counts.join(', ')} in ${files} ${files === 1 ? 'file' : 'files'} with manifests`;
}
