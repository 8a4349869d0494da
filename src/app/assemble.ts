import { type Prerequisite, prerequisites } from '../check/prerequisites';
import type { Environment } from '../config/interpolate';
import { type LoadedConfig, loadConfig } from '../config/load';
import { type Finding, InputError, type Problem } from '../input/problem';
import { ExistingBackend } from '../secrets/existing-backend';
import { buildApp } from './build';
import { checkCredentials } from './check-credentials';
import { checkRules, viewOf } from './check-rules';
import { Findings } from './findings';
import { Guard, guarded } from './guard';
import { warnOfWords } from './plain-words';
import { makePlan, type Plan } from './plan';
import { type OutputFile, type Rendered, render } from './render';
import { reviewFile } from './review-file';
import { type SealsFile, sealsFile, secretBackendOf, warnOfSecrets } from './secret-backend';

/** What a `coco.yaml` comes to. */
export interface Planned extends Pick<LoadedConfig, 'config'> {
  readonly plan: Plan;
  /** Mistakes and warnings, in the order of the lines. */
  readonly findings: readonly Finding[];
}

/** All that there is to write. */
export interface Assembly extends Planned, Rendered {
  /** In the order of their names. None may be written where there is a mistake among the findings. */
  readonly files: readonly OutputFile[];
  /** What is sealed, to be committed beside `coco.yaml`. @default - nothing is */
  readonly seals?: SealsFile;
  /** What has to be in the cluster before the output is applied. */
  readonly prerequisites: readonly Prerequisite[];
}

/**
 * The pipeline: load, plan, build, render, check, guard, report. What is left is to write the files, see {@link writeFiles}.
 *
 * @param file path of a `coco.yaml`
 * @returns what was made and what was found; with mistakes among the findings, what was made of the rest
 * @throws InputError with all mistakes in the file, where nothing can be made of the rest.
 */
export function assemble(file: string, environment: Environment): Assembly {
  const loaded = loadConfig(file, environment);
  const findings = new Findings(loaded);
  const plan = makePlan(loaded, findings);
  checkCredentials(loaded.config, plan, findings);
  const secrets = findings.collect(['secrets'], () => secretBackendOf(loaded.config, loaded.directory, file));
  warnOfSecrets(loaded.config, findings);
  const backend = secrets?.backend ?? new ExistingBackend();
  // The constructs, a third of all that is in memory, go as soon as they are rendered.
  const rendered = render(buildApp(loaded.config, plan, backend, findings), findings);
  const view = viewOf(rendered, plan, loaded.config);
  const hints = checkRules(view, findings);
  const seals = sealsFile(secrets?.seals, loaded.directory, file);
  const guard = new Guard(plan, findings);
  const leaks = guard.check([...rendered.files, ...(seals ? [guarded(seals)] : [])], rendered.objects);
  if (!leaks) warnOfWords(plan, findings);
  const made = {
    config: loaded.config,
    plan,
    ...rendered,
    seals,
    prerequisites: prerequisites(view),
    findings: findings.all(),
  };
  if (mistakesIn(made.findings).length > 0) return made;
  const review = reviewFile(made, view, hints);
  if (guard.check([review])) return { ...made, findings: findings.all() };
  return { ...made, files: [...made.files, review] };
}

/**
 * The first two stages alone, for commands that look at a configuration. They need no password: what says where it is
 * stands for one that is not at hand.
 *
 * @throws InputError with all mistakes that they find.
 */
export function planned(file: string, environment: Environment): Planned {
  const loaded = loadConfig(file, environment, { withoutSecrets: true });
  const findings = new Findings(loaded);
  const plan = makePlan(loaded, findings);
  const result = { config: loaded.config, plan, findings: findings.all() };
  InputError.throwIfAny(mistakesIn(result.findings));
  return result;
}

/** Those findings that nothing may be written with. */
export function mistakesIn(findings: readonly Finding[]): readonly Problem[] {
  return findings.filter(({ severity }) => severity === 'error');
}
