import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { GuestConfig } from '../guest/guest-config';
import { RuntimeClass } from '../guest/runtime-class';
import { runtimeClassWarnings } from '../guest/runtime-class-warnings';
import { addWarning } from '../input/construct-warnings';
import { type JsonObject, sortKeys } from '../input/json';
import { InputError, type Problem, within } from '../input/problem';
import { quote } from '../input/quote';
import { type ConfidentialObject, confidentialObject } from './confidential-object';
import type { ConfidentialSettings } from './confidential-template';
import { ConfidentialTree } from './confidential-tree';
import {
  matchingPaths,
  type PodTemplatePath,
  parsePodTemplatePattern,
  podTemplatePath,
  templateAt,
  withTemplateAt,
} from './pod-template';

/** A Secret of any release of cdk8s-plus: one that is made in the app, or imported by name. */
export interface NamedSecret extends IConstruct {
  readonly name: string;
}

/** How a workload becomes confidential. */
export interface ConfidentialOptions {
  /** Runtime class, or its name. */
  readonly runtimeClass: RuntimeClass | string;
  /** Configuration of the guest. */
  readonly guest: GuestConfig;
  /**
   * Secret with which the host fetches the images' metadata, or its name, or several; in the workload's namespace.
   * @default - none
   */
  readonly pullSecret?: NamedSecret | string | readonly (NamedSecret | string)[];
  /**
   * Where a custom resource has its Pod template or templates, such as `spec.template`; `[*]` stands for each item of a
   * list, `*` for each member of a mapping: `spec.tasks[*].template`, `spec.replicaSpecs.*.template`.
   * @default - where the built-in kinds have theirs
   */
  readonly podTemplate?: string | readonly string[];
  /**
   * What to do with a warning; most are found at synthesis.
   * @default - it becomes metadata of the workload's construct, see {@link constructWarnings}
   */
  readonly onWarning?: (warning: Problem) => void;
}

/**
 * Makes a workload confidential: a construct of cdk8s-plus, of any release, or any other API object with a Pod template.
 * The template gets the annotations, runtime class, pull Secrets and pull policy that CoCo needs; nothing else changes.
 * It happens when the workload is synthesized, after its own state and JSON patches, so containers that are added later
 * are covered. Doing it twice changes nothing.
 *
 * @returns the workload
 * @throws InputError for an invalid runtime class name or `podTemplate`, for what has no Pod template, and for a pull
 * Secret in another namespace; at synthesis, for what {@link confidentialTemplate} refuses. That error tells of all
 * workloads of the construct tree, each by its path.
 */
export function makeConfidential<T extends IConstruct>(workload: T, options: ConfidentialOptions): T {
  const settings = readOptions(options);
  const apiObject = ApiObject.of(workload);
  const pathsOf = templateFinder(apiObject, options.podTemplate);
  checkNamespaces(apiObject, options);
  const tree = ConfidentialTree.of(apiObject);
  const warn = options.onWarning ?? ((warning: Problem) => addWarning(apiObject, warning));
  const synthesize = tree.previous(apiObject);
  const make = () =>
    InputError.amend(
      (problem) => at(apiObject, problem),
      () => {
        const object = synthesize();
        const paths = pathsOf(object);
        return sorted(confidentialObject(object, settings, paths), paths);
      },
    );
  tree.add(apiObject, make);
  apiObject.toJson = () => {
    const { object, warnings } = tree.attempt(make);
    for (const warning of warnings) warn(at(apiObject, warning));
    return object;
  };
  const { guest, runtimeClass } = settings;
  for (const warning of [...runtimeClassWarnings(runtimeClass), ...guest.warningsUnder(runtimeClass)]) warn(warning);
  return workload;
}

function readOptions({ runtimeClass, guest, pullSecret }: ConfidentialOptions): ConfidentialSettings {
  return {
    runtimeClass: typeof runtimeClass === 'string' ? RuntimeClass.of(runtimeClass) : runtimeClass,
    guest,
    pullSecrets: secretsOf(pullSecret).map(nameOf),
  };
}

function secretsOf(pullSecret: ConfidentialOptions['pullSecret'] = []): readonly (NamedSecret | string)[] {
  return typeof pullSecret === 'string' || 'node' in pullSecret ? [pullSecret] : pullSecret;
}

function nameOf(secret: NamedSecret | string): string {
  return typeof secret === 'string' ? secret : secret.name;
}

/** What finds the Pod templates in the object of a workload. @throws InputError where there can be none. */
function templateFinder(
  apiObject: ApiObject,
  podTemplate: ConfidentialOptions['podTemplate'],
): (object: JsonObject) => PodTemplatePath[] {
  if (podTemplate !== undefined) {
    const patterns = [podTemplate].flat().map(parsePodTemplatePattern);
    return (object) => {
      const paths = patterns.flatMap((pattern) => matchingPaths(object, pattern));
      if (paths.length === 0) throw leadsNowhere(podTemplate, object);
      return paths;
    };
  }
  const { apiVersion, kind } = apiObject;
  const path = podTemplatePath({ apiVersion, kind });
  if (path) return () => [path];
  throw new InputError(
    at(apiObject, {
      what: `a ${kind} runs no Pods that cdk8s-coco knows of`,
      fix: 'call makeConfidential with a workload, or say where its Pod template is, such as podTemplate: spec.template',
    }),
  );
}

function leadsNowhere(podTemplate: string | readonly string[], { kind }: JsonObject): InputError {
  return new InputError({
    what: `podTemplate ${[podTemplate].flat().map(quote).join(', ')} leads to no Pod template in the ${String(kind)}`,
    why: 'nothing at it would be made confidential',
    fix: 'write the path of the object that has metadata and spec.containers, such as spec.template',
  });
}

/** Checks the namespaces that are known: one may be left to `kubectl apply --namespace`. */
function checkNamespaces(workload: ApiObject, { pullSecret }: ConfidentialOptions): void {
  const here = workload.metadata.namespace;
  for (const secret of secretsOf(pullSecret)) {
    const there = typeof secret === 'string' ? here : namespaceOf(secret);
    if (here === undefined || there === undefined || here === there) continue;
    const what = `the pull Secret ${nameOf(secret)} is in namespace ${there}`;
    const why = `the kubelet looks for it in namespace ${here}, where the Pods are`;
    throw new InputError(at(workload, { what, why, fix: `write a Secret in namespace ${here}` }));
  }
}

/** The namespace of a Secret that is made in this app; undefined for one that is only named. */
function namespaceOf({ node }: NamedSecret): string | undefined {
  const { defaultChild } = node;
  return ApiObject.isApiObject(defaultChild) ? defaultChild.metadata.namespace : undefined;
}

/** Keys in order where cdk8s puts them in order: the output reads the same whoever added them. */
function sorted({ object, warnings }: ConfidentialObject, paths: readonly PodTemplatePath[]): ConfidentialObject {
  if (process.env.CDK8S_DISABLE_SORT) return { object, warnings };
  let result = object;
  for (const path of paths) {
    const template = templateAt(object, path) as { metadata: { annotations: JsonObject }; spec: JsonObject };
    const metadata = sortKeys({ ...template.metadata, annotations: sortKeys(template.metadata.annotations) });
    result = withTemplateAt(result, path, { ...template, metadata, spec: sortKeys(template.spec) });
  }
  return { object: result, warnings };
}

function at({ node }: IConstruct, problem: Problem): Problem {
  return problem.places ? problem : within({ subject: node.path }, problem);
}
