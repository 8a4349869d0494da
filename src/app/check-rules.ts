import { ClusterView } from '../check/cluster-view';
import { checkView } from '../check/rule';
import { RULES } from '../check/rules';
import type { Config } from '../config/schema/config';
import { RuntimeClass } from '../guest/runtime-class';
import type { Finding } from '../input/problem';
import type { Findings } from './findings';
import type { Plan } from './plan';
import type { Rendered } from './render';

const SYNTHESIS_RULES = RULES.filter(({ filesOnly }) => !filesOnly);

/**
 * Checks the output by the rules that `cdk8s-coco check` has for everybody's manifests.
 *
 * @returns what is only good to know, for the report
 */
export function checkRules(view: ClusterView, findings: Findings): readonly Finding[] {
  // The report names the objects of hints alone.
  const found = checkView(view, SYNTHESIS_RULES, 'warning');
  const isHint = ({ severity }: Finding) => severity === 'info';
  findings.addLocated(found.filter((finding) => !isHint(finding)));
  return found.filter(isHint);
}

/** What the output is to a cluster. */
export function viewOf({ objects }: Rendered, { workloads, manifests }: Plan, config: Config): ClusterView {
  const confidential = [...workloads, ...manifests].filter(({ templatePaths }) => templatePaths.length > 0);
  const classes = new Map(
    confidential.map(({ runtimeClass = config.runtimeClass }) => [runtimeClass.name, runtimeClass]),
  );
  return new ClusterView(objects, (name) => classes.get(name) ?? RuntimeClass.of(name));
}
