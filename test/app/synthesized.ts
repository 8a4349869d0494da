import { Testing } from 'cdk8s';
import { buildApp } from '../../src/app/build-app';
import { checkPlan } from '../../src/app/check-plan';
import { makePlan } from '../../src/app/plan';
import type { Environment } from '../../src/config/interpolate';
import { loadConfig } from '../../src/config/load';
import { describeProblem } from '../../src/input/problem';

/** What the tests look at in a synthesized object. */
export interface SynthesizedObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  type?: string;
  data?: Record<string, string>;
  spec?: Record<string, unknown>;
}

export interface Synthesized {
  /** Objects by the name of their file, without `.k8s.yaml`. */
  readonly files: Readonly<Record<string, SynthesizedObject[]>>;
  readonly objects: readonly SynthesizedObject[];
  readonly warnings: readonly string[];
}

/** What a coco.yaml synthesizes to. */
export function synthesized(file: string, environment: Environment = {}): Synthesized {
  const loaded = loadConfig(file, environment);
  const plan = makePlan(loaded);
  const { app, warnings } = buildApp(loaded, plan);
  const files = Object.fromEntries(app.charts.map((chart) => [chart.node.id, Testing.synth(chart)]));
  const told = [...plan.warnings, ...checkPlan(loaded, plan), ...warnings].map(describeProblem);
  return { files, objects: Object.values(files).flat(), warnings: told };
}

/** The only object of a kind. */
export function onlyOf({ objects }: Synthesized, kind: string): SynthesizedObject {
  const found = objects.filter((object) => object.kind === kind);
  const [object] = found;
  if (!object || found.length > 1) throw new Error(`there are ${found.length} objects of kind ${kind}`);
  return object;
}

/** A value of a Secret, decoded. */
export function secretText(secret: SynthesizedObject, key: string): string {
  return Buffer.from(secret.data?.[key] ?? '', 'base64').toString();
}
