import type { ClusterView } from '../check/cluster-view';
import type { Prerequisite } from '../check/prerequisites';
import type { Config } from '../config/schema/config';
import type { Finding } from '../input/problem';
import type { ImageUse } from '../registry/check-images';
import { type CredentialSources, explainImages } from '../report/explanation';
import { type NamespacedExplanation, review } from '../report/review';
import type { CredentialDocuments } from './credential-documents';
import { withMark } from './mark';
import type { Plan } from './plan';
import type { OutputFile } from './render';

const NAME = 'REVIEW.md';
/**
 * For the terminal alone: they name several things together, so that another one would change the line, depend on the day
 * and not on the input, or on a password, of which Git says nothing and which not every run has.
 */
const OF_THE_RUN = [
  'user-from-image',
  'literal-password',
  'certificate-expires-soon',
  'placeholder-password',
  'password-slip',
];

/** What is known when everything else is done. */
export interface ReviewSource {
  readonly config: Config;
  readonly plan: Plan;
  readonly files: readonly OutputFile[];
  readonly findings: readonly Finding[];
  readonly prerequisites: readonly Prerequisite[];
}

/**
 * The report on all other files, for whoever approves a change of them.
 *
 * @param hints what is only good to know, which synthesis does not tell
 */
export function reviewFile(source: ReviewSource, view: ClusterView, hints: readonly Finding[]): OutputFile {
  const { config, files, findings, prerequisites } = source;
  const text = review({
    view,
    findings: [...findings, ...hints]
      .filter(({ rule }) => !OF_THE_RUN.includes(rule))
      .map((finding) => named(finding, config)),
    prerequisites,
    explanations: explanationsOf(source),
    // Seals are kept: a synthesis that has no password for them has no user either.
    showUsers: config.secrets.backend === 'plain',
    secretFiles: files.filter(({ secret }) => secret).map(({ name }) => name),
  });
  return { name: NAME, text: withMark(NAME, text), secret: false };
}

/** Who finds which credential for the images of the confidential workloads. */
export function explanationsOf({ config, plan }: Pick<ReviewSource, 'config' | 'plan'>): NamespacedExplanation[] {
  const { documents } = plan;
  // Many workloads have the same image; where readers differ, the last one counts.
  const images = [...new Map(plan.images.toReversed().map((use) => [useKey(use), use])).values()].reverse();
  const explanations = explainImages(images, {
    pullSecrets: documents.pullSecrets(config.pullSecret.name),
    authFile: guestFile(config, documents),
    nydusKeychain: config.host.nydusKeychain,
  });
  return explanations.map((explanation, index) => ({ ...explanation, namespace: images[index]?.namespace ?? '' }));
}

function useKey({ namespace, image, peerPods }: ImageUse): string {
  return JSON.stringify([namespace, image.toString(), peerPods]);
}

/** The guest's authentication file as the guest finds it; an empty one where there is none. */
export function guestFile(
  { kbs }: Config,
  { authFile }: CredentialDocuments,
): NonNullable<CredentialSources['authFile']> {
  return kbs && authFile
    ? { source: kbs.authFile.toString(), content: authFile.toString() }
    : { source: kbs?.authFile.toString() ?? 'no KBS', content: '{"auths":{}}' };
}

/** A finding that names workloads, and no entry by its number, which another entry changes. */
function named(finding: Finding, { workloads }: Config): Finding {
  const nameOf = (subject: string) =>
    subject
      .replace(/^workloads\[(\d+)\]/, (all, index: string) => {
        const { kind, namespace, name } = workloads[Number(index)] ?? {};
        return name === undefined ? all : `${kind} ${namespace}/${name}`;
      })
      .replace(/\[\d+\]/g, '');
  return {
    ...finding,
    places: finding.places.map(({ file, subject }) => ({
      file,
      subject: subject?.includes('[') ? nameOf(subject) : subject,
    })),
  };
}
