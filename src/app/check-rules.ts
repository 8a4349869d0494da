import { ClusterView } from '../check/cluster-view';
import { checkView } from '../check/rule';
import { RULES } from '../check/rules';
import type { LoadedConfig } from '../config/load';
import { RuntimeClass } from '../guest/runtime-class';
import type { Finding } from '../input/problem';
import type { LocatedObject } from '../kubernetes/located-object';
import type { Findings } from './findings';
import type { Plan, PlannedObject } from './plan';
import type { Rendered, RenderedObject } from './render';

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

/** What the output is to a cluster, each object where the user's files speak of it. */
export function viewOf({ objects }: Rendered, plan: Plan, { place }: Pick<LoadedConfig, 'place'>): ClusterView {
  const classes = new Map([...plan.workloads, ...plan.manifests].flatMap(classOf));
  return new ClusterView(
    objects.map((object) => located(object, place)),
    (name) => classes.get(name) ?? RuntimeClass.of(name),
  );
}

function classOf({ confidential }: PlannedObject): (readonly [string, RuntimeClass])[] {
  return confidential ? [[confidential.runtimeClass.name, confidential.runtimeClass]] : [];
}

/** An object where the user's files speak of it, so that messages lead to what the user can change. */
function located({ object, origin, file }: RenderedObject, placeIn: LoadedConfig['place']): LocatedObject {
  if (!origin) return { object, place: { file }, placeOf: () => ({ file }) };
  const entry = placeIn(origin.path);
  const { path, place, placeOf, pathOf } = origin;
  if (!place || !placeOf) {
    return { object, place: entry, placeOf: (field) => placeIn([...path, ...(pathOf?.(field) ?? [])]) };
  }
  return { object, place, placeOf, within: entry };
}
