import { groupBy } from '../../input/group-by';
import type { Finding } from '../../input/problem';
import type { CheckReport } from '../check-sources';
import { isAtLeast } from '../severity';
import type { FormatOptions } from './format';
import { messageOf } from './message';

/** JUnit's XML, as CI systems show it: a suite for each file, a case for each finding, or one that passed. */
export function formatJunit({ files, findings }: CheckReport, options: FormatOptions): string {
  const byFile = groupBy(findings, ({ places }) => places.at(-1)?.file ?? '');
  const names = [...new Set([...files, ...byFile.keys()])];
  const suites = names.map((file) => suiteOf(file, byFile.get(file) ?? [], options));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cdk8s-coco check">\n${suites.join('')}</testsuites>\n`;
}

function suiteOf(file: string, findings: readonly Finding[], options: FormatOptions): string {
  const failures = findings.filter(({ severity }) => isAtLeast(severity, options.threshold)).length;
  const cases = findings.length > 0 ? findings.map((finding) => caseOf(file, finding, options)) : [passed(file)];
  const attributes = `name=${xml(file)} tests="${cases.length}" failures="${failures}"`;
  return `  <testsuite ${attributes}>\n${cases.join('')}  </testsuite>\n`;
}

function passed(file: string): string {
  return `    <testcase classname=${xml(file)} name="check"/>\n`;
}

/** What does not fail the check is a case that passed, with a text. */
function caseOf(file: string, finding: Finding, { threshold }: FormatOptions): string {
  const { rule, severity, places } = finding;
  const { line } = places.at(-1) ?? {};
  const start = `    <testcase classname=${xml(file)} name=${xml(line === undefined ? rule : `${rule}, line ${line}`)}>`;
  const message = messageOf(finding);
  const child = isAtLeast(severity, threshold)
    ? `<failure type=${xml(severity)} message=${xml(message)}/>`
    : `<system-out>${escapeXml(`${severity}: ${message}`)}</system-out>`;
  return `${start}${child}</testcase>\n`;
}

/** A quoted attribute. */
function xml(text: string): string {
  return `"${escapeXml(text)}"`;
}

/** XML 1.0 has no way to write most control characters and lone surrogates. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
