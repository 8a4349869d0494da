import { ApiObject } from 'cdk8s';
import type { CronJob, DaemonSet, Deployment, ISecret, Job, Pod, StatefulSet } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import type { GuestConfig } from '../guest/guest-config';
import { RuntimeClass } from '../guest/runtime-class';
import { describeProblem, InputError, type Problem } from '../input/input-error';
import { confidentialObject } from './confidential-object';
import type { ConfidentialSettings } from './confidential-template';
import type { JsonObject } from './json';
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
   * Secret with which the host fetches the images' metadata, or its name; in the workload's namespace.
   * @default - none
   */
  readonly pullSecret?: ISecret | string;
  /**
   * Further such Secrets.
   * @default - none
   */
  readonly pullSecrets?: readonly (ISecret | string)[];
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
 * @throws InputError for an invalid runtime class name; at synthesis, for what {@link confidentialTemplate} refuses. The
 * error names the construct.
 */
export function makeConfidential<T extends Workload>(workload: T, options: ConfidentialOptions): T {
  const settings = readOptions(options);
  const apiObject = ApiObject.of(workload);
  const warn = options.onWarning ?? warnOnce(apiObject.node.root);
  const synthesize = apiObject.toJson.bind(apiObject);
  const path = pathOf(apiObject);
  apiObject.toJson = () => {
    const { object, warnings } = located(apiObject, () => {
      const { object, warnings } = confidentialObject(synthesize(), settings, path);
      return { object: sorted(object, path), warnings };
    });
    for (const warning of warnings) warn(at(apiObject, warning));
    return object;
  };
  const { warning } = settings.runtimeClass;
  if (warning) warn(warning);
  return workload;
}

function readOptions({ runtimeClass, guest, pullSecret, pullSecrets = [] }: ConfidentialOptions): ConfidentialSettings {
  const secrets = pullSecret === undefined ? pullSecrets : [pullSecret, ...pullSecrets];
  return {
    runtimeClass: typeof runtimeClass === 'string' ? RuntimeClass.of(runtimeClass) : runtimeClass,
    guest,
    pullSecrets: secrets.map((secret) => (typeof secret === 'string' ? secret : secret.name)),
  };
}

function pathOf(apiObject: ApiObject): PodTemplatePath {
  const { apiVersion, kind } = apiObject;
  const path = podTemplatePath({ apiVersion, kind });
  if (path) return path;
  throw new InputError(at(apiObject, { what: `a ${kind} runs no Pods`, instead: 'makeConfidential for a workload' }));
}

/** Keys in order where cdk8s puts them in order: the output reads the same whoever added them. */
function sorted(object: JsonObject, path: PodTemplatePath): JsonObject {
  if (process.env.CDK8S_DISABLE_SORT) return object;
  const template = templateAt(object, path) as { metadata: { annotations: JsonObject }; spec: JsonObject };
  const metadata = sortKeys({ ...template.metadata, annotations: sortKeys(template.metadata.annotations) });
  return withTemplateAt(object, path, { ...template, metadata, spec: sortKeys(template.spec) });
}

function sortKeys(object: JsonObject): JsonObject {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(object).sort()) result[key] = object[key];
  return result;
}

function located<T>(construct: IConstruct, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [first, ...more] = error.problems.map((problem) => at(construct, problem));
    throw first ? new InputError(first, ...more) : error;
  }
}

function at({ node }: IConstruct, problem: Problem): Problem {
  return { ...problem, at: node.path };
}

/** Texts that went to stderr, by root of the construct tree: an app of a thousand workloads says each once. */
const warned = new WeakMap<IConstruct, Set<string>>();

function warnOnce(root: IConstruct): (warning: Problem) => void {
  const texts = warned.get(root) ?? new Set();
  warned.set(root, texts);
  return (warning) => {
    const text = describeProblem(warning);
    if (!texts.has(text)) console.warn(`warning: ${text}`);
    texts.add(text);
  };
}
