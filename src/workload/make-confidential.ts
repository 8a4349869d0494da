import { ApiObject } from 'cdk8s';
import type { CronJob, DaemonSet, Deployment, ISecret, Job, Pod, StatefulSet } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import type { GuestConfig } from '../guest/guest-config';
import { RuntimeClass } from '../guest/runtime-class';
import { runtimeClassWarnings } from '../guest/runtime-class-warnings';
import { type JsonObject, sortKeys } from '../input/json';
import { InputError, type Problem, within } from '../input/problem';
import { type ConfidentialObject, confidentialObject } from './confidential-object';
import type { ConfidentialSettings } from './confidential-template';
import { ConfidentialTree } from './confidential-tree';
import { type PodTemplatePath, podTemplatePath, templateAt, withTemplateAt } from './pod-template';

/** A cdk8s-plus construct that runs Pods. */
export type Workload = Pod | Deployment | StatefulSet | DaemonSet | Job | CronJob;

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
  readonly pullSecret?: ISecret | string | readonly (ISecret | string)[];
  /**
   * What to do with a warning, which is found at synthesis.
   * @default - it goes to stderr, once for each text
   */
  readonly onWarning?: (warning: Problem) => void;
}

/**
 * Makes a workload confidential: its Pod template gets the annotations, runtime class, pull Secrets and pull policy that
 * CoCo needs; nothing else changes. It happens when the workload is synthesized, after its own state and JSON patches, so
 * containers that are added later are covered. Doing it twice changes nothing.
 *
 * @returns the workload
 * @throws InputError for an invalid runtime class name, and for a pull Secret in another namespace; at synthesis, for what
 * {@link confidentialTemplate} refuses. That error tells of all workloads of the construct tree, each by its path.
 */
export function makeConfidential<T extends Workload>(workload: T, options: ConfidentialOptions): T {
  const settings = readOptions(options);
  const apiObject = ApiObject.of(workload);
  const path = pathOf(apiObject);
  checkNamespaces(apiObject, options);
  const tree = ConfidentialTree.of(apiObject);
  const warn = options.onWarning ?? ((warning: Problem) => tree.warn(warning));
  const synthesize = tree.previous(apiObject);
  const make = () =>
    InputError.amend(
      (problem) => at(apiObject, problem),
      () => sorted(confidentialObject(synthesize(), settings, path), path),
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

function secretsOf(pullSecret: ConfidentialOptions['pullSecret'] = []): readonly (ISecret | string)[] {
  return typeof pullSecret === 'string' || 'node' in pullSecret ? [pullSecret] : pullSecret;
}

function nameOf(secret: ISecret | string): string {
  return typeof secret === 'string' ? secret : secret.name;
}

function pathOf(apiObject: ApiObject): PodTemplatePath {
  const { apiVersion, kind } = apiObject;
  const path = podTemplatePath({ apiVersion, kind });
  if (path) return path;
  throw new InputError(at(apiObject, { what: `a ${kind} runs no Pods`, fix: 'write makeConfidential for a workload' }));
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
function namespaceOf({ node }: ISecret): string | undefined {
  const { defaultChild } = node;
  return ApiObject.isApiObject(defaultChild) ? defaultChild.metadata.namespace : undefined;
}

/** Keys in order where cdk8s puts them in order: the output reads the same whoever added them. */
function sorted({ object, warnings }: ConfidentialObject, path: PodTemplatePath): ConfidentialObject {
  if (process.env.CDK8S_DISABLE_SORT) return { object, warnings };
  const template = templateAt(object, path) as { metadata: { annotations: JsonObject }; spec: JsonObject };
  const metadata = sortKeys({ ...template.metadata, annotations: sortKeys(template.metadata.annotations) });
  return { object: withTemplateAt(object, path, { ...template, metadata, spec: sortKeys(template.spec) }), warnings };
}

function at({ node }: IConstruct, problem: Problem): Problem {
  return problem.places ? problem : within({ subject: node.path }, problem);
}
