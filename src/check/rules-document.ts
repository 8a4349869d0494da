import type { Rule } from './rule';
import { RULES } from './rules';

const INTRODUCTION = `# Rules

\`cdk8s-coco check PATH…\` looks at Kubernetes manifests by these rules, and synthesis at its own output by all that are not
marked. \`npm run rules\` writes this file from \`src/check/rules\`.

An object that is as it should be all the same says so in an annotation, \`cdk8s-coco/ignore: <rule>, …\`.

| severity | means |
|---|---|
| error | a Pod does not start, or cannot pull its image |
| warning | it works, but not as it seems, or not always |
| info | good to know for a review |

`;

/** `docs/rules.md`. */
export function rulesDocument(): string {
  return `${INTRODUCTION}${table()}\n${RULES.map(section).join('\n')}`;
}

function table(): string {
  const rows = RULES.map(({ name, severity, summary }) => `| [${name}](#${name}) | ${severity} | ${cell(summary)} |\n`);
  return `| rule | severity | |\n|---|---|---|\n${rows.join('')}`;
}

function section({ name, severity, filesOnly, summary, why, fix, examples }: Rule): string {
  const scope = filesOnly ? ' · `check` only' : '';
  return `## ${name}

${severity}${scope}

${summary} Otherwise ${why}.

To do: ${fix}.

Found:

${fenced(examples.fails)}
Fine:

${fenced(examples.passes)}`;
}

function fenced(text: string): string {
  return `\`\`\`${text.startsWith('{') ? 'json' : 'yaml'}\n${text.trimEnd()}\n\`\`\`\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
