import { ApiObject, type Chart, DependencyGraph, Names, Yaml } from 'cdk8s';
import { kubectlSafe } from '../kubernetes/kubectl-safe';
import type { BuiltApp } from './build';
import { isSecretChart } from './charts';
import type { Findings } from './findings';

/** A file of the output. */
export interface OutputFile {
  readonly name: string;
  readonly text: string;
  /** Whether it holds secret values: only its owner may read it, and Git ignores it. */
  readonly secret: boolean;
}

/**
 * The files of an app, one for each chart. Every object is printed so that kubectl reads back what is meant.
 *
 * Other than cdk8s' own synthesis this one goes on after an object that cannot be made.
 */
export function render({ app, originOf }: BuiltApp, findings: Findings): OutputFile[] {
  for (const message of app.node
    .findAll()
    .flatMap(({ node }) => node.validate().map((text) => `${node.path}: ${text}`))) {
    findings.add([], { rule: 'construct-validation', what: message });
  }
  return app.charts
    .map((chart) => {
      const objects = objectsOf(chart).flatMap((object) => {
        const json = findings.collect(originOf(object).path, () => object.toJson());
        return json === undefined ? [] : [kubectlSafe(json)];
      });
      return {
        name: `${Names.toDnsLabel(chart)}.k8s.yaml`,
        text: Yaml.stringify(...objects),
        secret: isSecretChart(chart),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function objectsOf(chart: Chart): ApiObject[] {
  return new DependencyGraph(chart.node).topology().filter(ApiObject.isApiObject);
}
