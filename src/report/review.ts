import { basename } from 'node:path';
import type { ClusterView } from '../check/cluster-view';
import type { PodView } from '../check/pod-view';
import { describePrerequisite, type Prerequisite } from '../check/prerequisites';
import { describeProblem, type Finding } from '../input/problem';
import { nameOf, namespaceOf } from '../kubernetes/identity';
import { ImageReference } from '../registry/image-reference';
import { confidentialWorkloads, initdataDigest } from './confidential-workloads';
import { credentialFlow } from './credential-flow';
import type { ImageExplanation } from './explanation';
import { block, code, list, plain, sortedOnce, table } from './markdown';
import { isServedByOperator, RESTART_OPERATOR_KBS } from './operator-kbs';
import { type UploadFacts, uploadFacts } from './upload-facts';

/** What the report is made of. */
export interface ReviewInput {
  readonly view: ClusterView;
  readonly findings: readonly Finding[];
  readonly prerequisites: readonly Prerequisite[];
  /** Who finds which credential for an image in a namespace. */
  readonly explanations: readonly NamespacedExplanation[];
  /** Whether each synthesis knows the users: others would write another report. */
  readonly showUsers: boolean;
  /** Names of the files with secret values. */
  readonly secretFiles: readonly string[];
}

export type NamespacedExplanation = ImageExplanation & { readonly namespace: string };

/**
 * The report for whoever approves a change of the output, in Markdown: what the output means, and nothing secret.
 *
 * It follows from the output alone, not from what was there before, so that it is the same at the next synthesis; what a
 * change means is what `cdk8s-coco diff` says. No line holds a number that something else changes.
 */
export function review(input: ReviewInput): string {
  const workloads = confidentialWorkloads(input.view);
  const sections: readonly [string, string][] = [
    ['Confidential workloads', workloadTable(workloads, input.explanations)],
    ['Where they run', list(sortedOnce(workloads.map(describeClass)))],
    ['Who finds which credential', readerTable(input)],
    ['Taken as public: no credential covers them', list(publicImages(input.explanations).map(code))],
    ['The two ways of a credential', flow(workloads, input.view)],
    ['Into the Key Broker Service', list(uploadFacts(input.view).map(describeUpload))],
    ['Warnings and hints', list(findingLines(input.findings))],
    ['In the cluster beforehand', list(input.prerequisites.map((one) => plain(describePrerequisite(one))))],
    ['By hand', list(handWork(input))],
    ['Initdata', initdata(workloads)],
  ];
  const shown = sections.filter(([, text]) => text !== '');
  return shown.reduce((all, [title, text]) => `${all}\n## ${title}\n\n${text}`, '# What this output means\n');
}

const WORKLOAD_COLUMNS = [
  ...['workload', 'image', 'registry entry', 'pull Secret', 'KBS resource', 'runtime class', 'channel'],
  'initdata digest',
];

function workloadTable(workloads: readonly PodView[], explanations: readonly NamespacedExplanation[]): string {
  if (workloads.length === 0) return '';
  const entries = new Map(explanations.map((one) => [imageKey(one.namespace, one.image), one]));
  const rows = workloads.flatMap((workload) =>
    workload.images.map((image) => {
      const parsed = ImageReference.tryParse(image)?.toString() ?? image;
      const explanation = entries.get(imageKey(workload.namespace, parsed));
      return [
        code(workload.title),
        code(image),
        explanation ? sortedOnce(keysOf(explanation)).map(code).join(', ') || 'none: public' : '',
        workload.pullSecrets.map(code).join(', '),
        workload.isPeerPod ? 'none: the guest reads the pull Secret' : code(workload.guest.authFile ?? ''),
        code(workload.runtimeClassName ?? ''),
        workload.guest.channel === 'kernelParameters' ? 'kernel parameters' : (workload.guest.channel ?? ''),
        code(initdataDigest(workload) ?? ''),
      ];
    }),
  );
  return table(WORKLOAD_COLUMNS, rows);
}

function imageKey(namespace: string, image: string): string {
  return `${namespace} ${image}`;
}

function keysOf({ readers }: ImageExplanation): string[] {
  return readers.flatMap(({ entries: [first] }) => first?.key ?? []);
}

function describeClass({ runtimeClassName = '', tee, guest: { kbsUrl } }: PodView): string {
  const where = tee ? `TEE ${plain(tee)}` : 'its TEE is not known';
  return `${code(runtimeClassName)}: ${where}${kbsUrl ? `; its guests ask the KBS at ${code(kbsUrl)}` : ''}`;
}

function readerTable({ explanations, showUsers }: ReviewInput): string {
  const rows = explanations.flatMap(({ namespace, image, readers }) =>
    readers.map(({ reader, outcome, entries: [first] }) =>
      [
        ...[code(image), code(namespace), plain(reader), outcome],
        ...(first
          ? [code(first.key), showUsers ? code(first.username ?? 'not known here') : 'not told', code(first.source)]
          : ['', '', '']),
      ].join(' | '),
    ),
  );
  const columns = ['image', 'namespace', 'reader', 'finds', 'entry', 'user', 'in'];
  return rows.length === 0
    ? ''
    : table(
        columns,
        sortedOnce(rows).map((row) => [row]),
      );
}

/** Images for which no reader finds anything. */
export function publicImages(explanations: readonly ImageExplanation[]): string[] {
  const open = explanations.filter(({ readers }) => readers.every(({ outcome }) => outcome === 'none'));
  return sortedOnce(open.map(({ image }) => image));
}

function flow(workloads: readonly PodView[], view: ClusterView): string {
  const [upload] = uploadFacts(view);
  const chart = credentialFlow(workloads, { upload: upload?.name });
  return chart && block('mermaid', chart);
}

function describeUpload({ name, paths }: UploadFacts): string {
  return `${code(name)} provides ${paths.map(code).join(', ')}`;
}

/** Without file and line, which other workloads change. */
function findingLines(findings: readonly Finding[]): string[] {
  return sortedOnce(
    findings.map(({ severity, places, ...finding }) => {
      const known = places.map(({ subject, file }) => ({ subject: subject ?? (file && basename(file)) }));
      return `${severity}: ${plain(describeProblem({ ...finding, places: known }))}`;
    }),
  );
}

const POLICY = "let the guest have the file, by the KBS's resource policy: `docs/kbs.md`";

function handWork({ view, secretFiles }: ReviewInput): string[] {
  const names = secretFiles.map(code).join(', ');
  const apply = `apply ${names} where the passwords are: Git ignores ${secretFiles.length > 1 ? 'them' : 'it'}`;
  const fixed = view.confidentialPods
    .map(({ owner }) => owner.object)
    .filter(({ kind }) => kind === 'Pod' || kind === 'Job')
    .map((object) => `${String(object.kind).toLowerCase()}/${nameOf(object)} --namespace ${namespaceOf(object)}`);
  return [
    ...(secretFiles.length > 0 ? [apply] : []),
    ...(view.confidentialPods.some(({ guest }) => guest.authFile) ? [POLICY] : []),
    ...(isServedByOperator(view) ? [`after a change of a credential: ${code(RESTART_OPERATOR_KBS)}`] : []),
    ...sortedOnce(fixed).map((name) => `after a change of it, before the apply: ${code(`kubectl delete ${name}`)}`),
  ];
}

function initdata(workloads: readonly PodView[]): string {
  const documents = new Map(
    workloads.flatMap((workload) => {
      const digest = initdataDigest(workload);
      return digest ? [[digest, workload.guest.initdata?.toml ?? ''] as const] : [];
    }),
  );
  return [...documents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([digest, toml]) => `<details><summary>${digest}</summary>\n\n${block('toml', toml)}\n</details>\n`)
    .join('\n');
}
