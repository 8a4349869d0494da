import { ProblemCollector } from '../input/problem-collector';
import {
  type ChosenManifest,
  chooseAll,
  type ManifestChoice,
  type ManifestFile,
  manifestProblem,
} from './choose-manifests';
import { confidentialObject } from './confidential-object';
import type { ConfidentialSettings } from './confidential-template';

/** Which workloads of manifests are made confidential, and how. */
export interface ManifestOptions extends ManifestChoice, ConfidentialSettings {}

/** An object of a manifest after {@link confidentialManifests}. */
export interface ConfidentialManifest extends Omit<ChosenManifest, 'templatePaths' | 'references'> {
  /** Whether it was made confidential; otherwise the object is as in the file. */
  readonly confidential: boolean;
}

/**
 * Makes workloads in the user's own manifests confidential, those that {@link chooseManifests} chooses. Everything else
 * passes through as it is. Only workloads with an image for which there is a credential get the pull Secrets.
 *
 * @returns the objects of all files in their order, lists flattened
 * @throws InputError with all problems, each with file and line.
 */
export function confidentialManifests(
  files: readonly ManifestFile[],
  options: ManifestOptions,
): ConfidentialManifest[] {
  const problems = new ProblemCollector();
  const results = chooseAll(files, options, problems).flatMap(({ templatePaths, references, ...manifest }) => {
    if (templatePaths.length === 0) return [{ ...manifest, confidential: false }];
    const pullSecrets = references.some(options.hasCredential ?? (() => false)) ? options.pullSecrets : [];
    const made = problems.collect(
      () => confidentialObject(manifest.object, { ...options, pullSecrets }, templatePaths),
      (problem) => manifestProblem(manifest, problem),
    );
    return made
      ? [{ ...manifest, object: made.object, confidential: true, warnings: [...manifest.warnings, ...made.warnings] }]
      : [];
  });
  problems.throwIfAny();
  return results;
}
