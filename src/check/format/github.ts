import type { Finding, Severity } from '../../input/problem';
import type { CheckReport } from '../check-sources';
import { messageOf } from './message';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands of GitHub Actions, which become annotations in a pull request. */
export function formatGithub({ findings }: CheckReport): string {
  return findings.map((finding) => `${commandOf(finding)}\n`).join('');
}

function commandOf(finding: Finding): string {
  const { file, line } = finding.places.at(-1) ?? {};
  const properties = Object.entries({ file, line, title: finding.rule })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[finding.severity]} ${properties.join(',')}::${escapeData(messageOf(finding))}`;
}

/** Source: actions/toolkit, packages/core/src/command.ts, `escapeData`. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Source: actions/toolkit, packages/core/src/command.ts, `escapeProperty`. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
