import type { Finding, Severity } from '../../input/problem';
import type { CheckReport } from '../check-sources';
import type { Rule } from '../rule';
import { RULES } from '../rules';
import type { FormatOptions } from './format';
import { messageOf } from './message';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, as code scanning services take it. */
export function formatSarif({ findings }: CheckReport, { version }: FormatOptions): string {
  const driver = { name: 'cdk8s-coco', semanticVersion: version, rules: RULES.map(ruleOf) };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results: findings.map(resultOf) }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf({ name, summary, why, fix, severity }: Rule) {
  return {
    id: name,
    shortDescription: { text: summary },
    fullDescription: { text: `Otherwise: ${why}.` },
    help: { text: `To do: ${fix}.` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(finding: Finding) {
  const { file, line } = finding.places.at(-1) ?? {};
  const ruleIndex = RULES.findIndex(({ name }) => name === finding.rule);
  return {
    ruleId: finding.rule,
    // What is wrong with a file as such is no rule of ours.
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVELS[finding.severity],
    message: { text: messageOf(finding) },
    ...(file !== undefined && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            ...(line !== undefined && { region: { startLine: line } }),
          },
        },
      ],
    }),
  };
}

/** A path as a reference of RFC 3986; relative ones stay relative, to the root of the repository as a rule. */
function uriOf(path: string): string {
  const encoded = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}
