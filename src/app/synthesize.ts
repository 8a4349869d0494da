import type { Environment } from '../config/interpolate';
import { loadConfig } from '../config/load';
import { buildApp } from './build-app';
import { checkPlan } from './check-plan';
import { makePlan } from './plan';
import { warn } from './run';

/**
 * Writes the manifests that a `coco.yaml` describes, to the directory that cdk8s is told in CDK8S_OUTDIR.
 *
 * @throws InputError with everything in the file that cannot work.
 */
export function synthesize(file: string, environment: Environment): void {
  const loaded = loadConfig(file, environment);
  const plan = makePlan(loaded);
  const { app, warnings } = buildApp(loaded, plan);
  for (const warning of [...plan.warnings, ...checkPlan(loaded, plan), ...warnings]) warn(warning);
  app.synth();
}
