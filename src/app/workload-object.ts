import type { ContainerConfig } from '../config/schema/container';
import { SINGLE_CONTAINER, type WorkloadConfig, type WorkloadKind } from '../config/schema/workload';
import { defined, type JsonObject } from '../input/json';
import type { FieldPath } from '../kubernetes/field-places';
import { recommendedLabels } from '../kubernetes/labels';
import { merged, pathInChanges } from '../kubernetes/merge';
import { canonicalQuantity } from '../kubernetes/quantity';
import { workloadTypes } from '../kubernetes/workload-fields';
import { podTemplatePath, templateAt } from '../workload/pod-template';

/**
 * The Kubernetes object of a workload in `coco.yaml`, before it is made confidential: what the file says, and nothing
 * that Kubernetes would default. One default is stricter than that of Kubernetes, and what the file says wins: no privilege
 * escalation. Nothing is said of the service account's token: Kata's genpolicy (4.1) refuses a Pod that speaks of it.
 *
 * @param project what it is part of
 */
export function workloadObject(workload: WorkloadConfig, project?: string): JsonObject {
  const { kind, name, namespace, annotations } = workload;
  const labels = { ...recommendedLabels('workload', name, name, project), ...workload.labels };
  const further = Object.entries(workload.spec ?? {});
  const isOwn = ([field]: [string, unknown]) => isOwnField(kind, field);
  const ownFields = Object.fromEntries(further.filter(isOwn));
  const podFields = Object.fromEntries(further.filter((entry) => !isOwn(entry)));
  const template = {
    metadata: { labels, ...(annotations && { annotations }) },
    spec: merged(podSpec(workload), podFields),
  };
  return {
    apiVersion: API_VERSIONS[kind],
    kind,
    metadata: { name, namespace, labels, ...(annotations && { annotations }) },
    spec: merged(SPECS[kind](workload, template), ownFields),
  };
}

/** Whether a field of the user's `spec` is one of the kind's spec; all others are those of its Pods. */
function isOwnField(kind: WorkloadKind, field: string): boolean {
  return kind !== 'Pod' && workloadTypes().get(`${kind}Spec`)?.has(field) === true;
}

/** Where the `spec` of a workload says a field of the object that is made of it; undefined where something else does. */
export function pathInSpec(workload: WorkloadConfig, object: JsonObject, field: FieldPath): FieldPath | undefined {
  const podSpec = [...(podTemplatePath(object) ?? []), 'spec'];
  for (const base of [podSpec, ['spec']]) {
    if (!base.every((step, index) => field[index] === step)) continue;
    const found = pathInChanges(workload.spec, templateAt(object, base), field.slice(base.length));
    if (found) return ['spec', ...found];
  }
  return undefined;
}

const API_VERSIONS: Readonly<Record<WorkloadKind, string>> = {
  Pod: 'v1',
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
};

interface PodTemplate {
  readonly metadata: JsonObject & { readonly labels: Readonly<Record<string, string>> };
  readonly spec: JsonObject;
}

const SPECS: Readonly<Record<WorkloadKind, (workload: WorkloadConfig, template: PodTemplate) => JsonObject>> = {
  Pod: (_, template) => template.spec,
  Deployment: (workload, template) => ({
    ...defined({ replicas: workload.replicas }),
    ...selected(workload, template),
  }),
  StatefulSet: (workload, template) => ({
    serviceName: workload.serviceName ?? workload.name,
    ...defined({ replicas: workload.replicas }),
    ...selected(workload, template),
  }),
  DaemonSet: selected,
  Job: (_, template) => ({ template }),
  CronJob: ({ schedule }, template) => ({ schedule, jobTemplate: { spec: { template } } }),
};

const SELECTOR_LABELS = ['app.kubernetes.io/name', 'app.kubernetes.io/instance'] as const;

function selected(_: WorkloadConfig, template: PodTemplate): JsonObject {
  const matchLabels = Object.fromEntries(SELECTOR_LABELS.map((key) => [key, template.metadata.labels[key]]));
  return { selector: { matchLabels }, template };
}

function podSpec(workload: WorkloadConfig): JsonObject {
  const { kind, serviceAccountName, securityContext, initContainers } = workload;
  const finite = kind === 'Job' || kind === 'CronJob';
  return defined({
    serviceAccountName,
    restartPolicy: workload.restartPolicy ?? (finite ? 'Never' : undefined),
    securityContext,
    initContainers: initContainers?.map(containerSpec),
    containers: containersOf(workload).map(containerSpec),
  });
}

function containersOf(workload: WorkloadConfig): ContainerConfig[] {
  const {
    containers,
    image,
    command,
    args,
    env,
    ports,
    resources,
    containerSecurityContext: securityContext,
  } = workload;
  return (
    containers ?? [
      { name: SINGLE_CONTAINER, image: image as string, command, args, env, ports, resources, securityContext },
    ]
  );
}

function containerSpec(container: ContainerConfig): JsonObject {
  const { securityContext, resources } = container;
  const escalates =
    securityContext?.privileged || securityContext?.capabilities?.add?.some((name) => /SYS_ADMIN$/.test(name));
  return defined({
    ...container,
    resources: resources && defined({ requests: canonical(resources.requests), limits: canonical(resources.limits) }),
    // The API server refuses `false` beside privileges that include it.
    securityContext: escalates ? securityContext : { allowPrivilegeEscalation: false, ...securityContext },
  });
}

/** As the API server stores them, so that applying again changes nothing. */
function canonical(amounts: Readonly<Record<string, string | number>> | undefined): JsonObject | undefined {
  if (!amounts) return undefined;
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, canonicalQuantity(String(amount))]));
}
