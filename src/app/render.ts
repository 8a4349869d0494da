import { ApiObject, type Chart, DependencyGraph, Names, Yaml } from 'cdk8s';
import type { Path } from '../config/path';
import type { JsonObject } from '../input/json';
import { kubectlSafe } from '../kubernetes/kubectl-safe';
import type { LocatedObject } from '../kubernetes/located-object';
import { plainYaml } from '../kubernetes/plain-yaml';
import { PassThrough } from '../workload/pass-through';
import type { BuiltApp } from './build';
import { isSecretChart } from './charts';
import type { Findings } from './findings';
import { withMark } from './mark';
import type { UserObject } from './user-objects';

/** A file of the output. */
export interface OutputFile {
  readonly name: string;
  readonly text: string;
  /** Whether it holds secret values: only its owner may read it, and Git ignores it. */
  readonly secret: boolean;
}

/** An object of the output, where the user's files speak of it, so that messages lead to what the user can change. */
export interface RenderedObject extends LocatedObject {
  /** Name of its file. */
  readonly file: string;
  /** Where `coco.yaml` speaks of it; undefined where it follows from all of the file. */
  readonly path?: Path;
}

/** What there is to write. */
export interface Rendered {
  readonly files: readonly OutputFile[];
  readonly objects: readonly RenderedObject[];
}

/**
 * The files of an app, one for each chart. Every object is printed so that kubectl reads back what is meant.
 *
 * Other than cdk8s' own synthesis this one goes on after an object that cannot be made.
 */
export function render({ app, sourceOf }: BuiltApp, findings: Findings): Rendered {
  for (const message of app.node
    .findAll()
    .flatMap(({ node }) => node.validate().map((text) => `${node.path}: ${text}`))) {
    findings.add([], { rule: 'construct-validation', what: message });
  }
  const charts = app.charts.map((chart) => {
    const file = `${Names.toDnsLabel(chart)}.k8s.yaml`;
    const objects = objectsOf(chart).flatMap((apiObject): RenderedObject[] => {
      const source = sourceOf(apiObject);
      const object = findings.collect(source?.path ?? [], () => plainJson(apiObject));
      return object === undefined ? [] : [rendered(object, file, source)];
    });
    const text = withMark(file, objects.map(({ object }) => printed(object)).join('---\n'));
    return { objects, file: { name: file, text, secret: isSecretChart(chart) } };
  });
  charts.sort((a, b) => (a.file.name < b.file.name ? -1 : 1));
  return { files: charts.map(({ file }) => file), objects: charts.flatMap(({ objects }) => objects) };
}

function rendered(object: JsonObject, file: string, source: UserObject | undefined): RenderedObject {
  if (!source) return { object, file, place: { file }, placeOf: () => ({ file }) };
  const { path, place, placeOf, within } = source;
  return { object, file, path, place, placeOf, within };
}

/** The YAML of an object, of which kubectl reads exactly the object. */
export function printed(object: JsonObject): string {
  const safe = kubectlSafe(object);
  return plainYaml(safe) ?? Yaml.stringify(safe);
}

function plainJson(apiObject: ApiObject): JsonObject {
  return PassThrough.isPassThrough(apiObject) ? apiObject.toPlainJson() : apiObject.toJson();
}

function objectsOf(chart: Chart): ApiObject[] {
  return new DependencyGraph(chart.node).topology().filter(ApiObject.isApiObject);
}
