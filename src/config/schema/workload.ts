import { z } from 'zod';
import { type Problem, write } from '../../input/problem';
import { SHORT_HASH_LENGTH } from '../../input/short-hash';
import { checkSchedule } from '../../kubernetes/schedule';
import { container, containerSecurityContext, containerShape, podSecurityContext } from './container';
import { addProblems, annotations, labelName, labels, objectName, parsed, wholeNumber } from './scalars';

/** Kinds of workload that `workloads` makes. */
const WORKLOAD_KINDS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;

export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/**
 * One workload. `image`, `command` and so on are those of its only container; a workload of several lists them under
 * `containers` instead.
 *
 * @param overrides keys that stand in for what the file says for all workloads.
 */
export function workloadSchema<Overrides extends z.ZodRawShape>(overrides: Overrides) {
  return z
    .strictObject({
      name: objectName.meta({ description: 'Name of the workload', examples: ['web'] }),
      kind: z
        .enum(WORKLOAD_KINDS)
        .default('Pod')
        .meta({ description: 'Kind of the workload; default: Pod', examples: ['Deployment'] }),
      namespace: labelName
        .default('default')
        .meta({ description: 'Namespace of the workload; default: default', examples: ['shop'] }),
      ...containerShape,
      image: containerShape.image.optional(),
      containers: z
        .array(container)
        .min(1)
        .optional()
        .meta({
          description: 'Containers, where there are several',
          examples: [[{ name: 'main', image: 'registry.example/team/web:1' }]],
        }),
      initContainers: z
        .array(container)
        .optional()
        .meta({
          description: 'Containers that run before the others, one after the other',
          examples: [[{ name: 'init', image: 'registry.example/team/init:1' }]],
        }),
      labels: labels
        .optional()
        .meta({ description: 'Further labels of the workload and its Pods', examples: [{ team: 'shop' }] }),
      annotations: annotations
        .optional()
        .meta({ description: 'Annotations of the workload and its Pods', examples: [{ 'example.com/owner': 'shop' }] }),
      serviceAccountName: objectName
        .optional()
        .meta({ description: 'Service account; without one no token is mounted', examples: ['web'] }),
      nameSuffix: z
        .enum(['fingerprint'])
        .optional()
        .meta({ description: 'Of a Job: its name changes when it changes, so that kubectl apply runs it anew' }),
      containerSecurityContext: containerSecurityContext
        .optional()
        .meta({ description: 'Security of the only container', examples: [{ readOnlyRootFilesystem: true }] }),
      securityContext: podSecurityContext
        .optional()
        .meta({ description: "The Pod's; a container's is in containers", examples: [{ runAsUser: 1000 }] }),
      replicas: wholeNumber(0)
        .optional()
        .meta({ description: 'How many Pods a Deployment or StatefulSet has; default: 1', examples: [3] }),
      schedule: parsed(checkSchedule)
        .optional()
        .meta({ description: 'When a CronJob runs: minute, hour, day, month, weekday', examples: ['0 3 * * *'] }),
      serviceName: objectName
        .optional()
        .meta({ description: "Headless Service of a StatefulSet; default: the workload's name", examples: ['web'] }),
      restartPolicy: z
        .enum(['Always', 'OnFailure', 'Never'])
        .optional()
        .meta({ description: 'When containers are restarted; default: Always, Never for a Job or CronJob' }),
      spec: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({
          description:
            "Whatever else Kubernetes has in the workload's spec or in that of its Pods, merged into it; lists of named items by name, null takes a key away",
          examples: [{ volumes: [{ name: 'data', emptyDir: {} }], containers: [{ name: 'main', stdin: true }] }],
        }),
      ...overrides,
    })
    .superRefine((workload, context) => {
      const checked = workload as Workload;
      for (const { path, ...problem } of [...containerProblems(checked), ...kindProblems(checked)]) {
        addProblems(context, [problem], path);
      }
    });
}

/** Name of the container of a workload that has only one and does not name it. */
export const SINGLE_CONTAINER = 'main';

const CONTAINER_KEYS = ['image', 'command', 'args', 'env', 'ports', 'resources', 'containerSecurityContext'] as const;

type KeyProblem = Problem & { readonly path: PropertyKey[] };

function containerProblems(workload: Workload): KeyProblem[] {
  const { containers, initContainers = [] } = workload;
  if (!containers) {
    if (workload.image !== undefined)
      return duplicateNames([...initContainers.map(({ name }) => name), SINGLE_CONTAINER]);
    const what = 'the workload has neither image nor containers';
    return [
      { path: [], what, why: 'the API server refuses a Pod without containers', fix: 'write image: <reference>' },
    ];
  }
  const single = CONTAINER_KEYS.filter((key) => workload[key] !== undefined);
  return [
    ...single.map((key) => ({
      path: [key],
      what: 'stands beside containers',
      why: 'it is unclear which container it is for',
      fix: 'write it in one of the containers',
    })),
    ...duplicateNames([...initContainers, ...containers].map(({ name }) => name)),
  ];
}

function duplicateNames(names: readonly string[]): KeyProblem[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return [];
  return [{ path: [], what: `two containers are named "${twice}"`, why: 'the API server refuses the Pod' }];
}

/** Kinds that have a key; keys that all kinds have are left out. */
const KINDS_WITH: Readonly<Partial<Record<keyof Workload, readonly WorkloadKind[]>>> = {
  replicas: ['Deployment', 'StatefulSet'],
  schedule: ['CronJob'],
  serviceName: ['StatefulSet'],
  nameSuffix: ['Job'],
};

const RESTART_POLICIES: Readonly<Record<WorkloadKind, readonly string[]>> = {
  Pod: ['Always', 'OnFailure', 'Never'],
  Deployment: ['Always'],
  StatefulSet: ['Always'],
  DaemonSet: ['Always'],
  Job: ['Never', 'OnFailure'],
  CronJob: ['Never', 'OnFailure'],
};

/** Characters that `nameSuffix: fingerprint` adds to a name: a hyphen and a hash. */
const FINGERPRINT_LENGTH = 1 + SHORT_HASH_LENGTH;

/** Characters of names from which a controller makes further names or labels, which have 63. */
const LONGEST_NAMES: Readonly<Partial<Record<WorkloadKind, number>>> = { Job: 63, CronJob: 52, StatefulSet: 52 };

function kindProblems(workload: Workload): KeyProblem[] {
  const { kind, name, restartPolicy, nameSuffix } = workload;
  const problems: KeyProblem[] = [];
  const longest = (LONGEST_NAMES[kind] ?? Number.POSITIVE_INFINITY) - (nameSuffix ? FINGERPRINT_LENGTH : 0);
  if (name.length > longest) {
    const what = `the name of the ${kind} has ${name.length} characters`;
    problems.push({ path: ['name'], what, why: 'no Pod of it could be made', fix: `write at most ${longest}` });
  }
  for (const [key, kinds] of Object.entries(KINDS_WITH)) {
    if (workload[key as keyof Workload] === undefined || kinds.includes(kind)) continue;
    const fix = `write kind: ${kinds.join(' or ')}`;
    problems.push({ path: [key], what: `does not go with kind ${kind}`, why: 'it would be ignored', fix });
  }
  if (kind === 'CronJob' && workload.schedule === undefined) {
    const what = 'the CronJob has no schedule';
    problems.push({ path: [], what, why: 'the API server refuses it', fix: 'write schedule: "0 3 * * *"' });
  }
  if (restartPolicy && !RESTART_POLICIES[kind].includes(restartPolicy)) {
    const what = `${restartPolicy} does not go with kind ${kind}`;
    const fix = write(RESTART_POLICIES[kind].join(' or '));
    problems.push({ path: ['restartPolicy'], what, why: 'the API server refuses it', fix });
  }
  return problems;
}

type Workload = z.output<ReturnType<typeof workloadSchema<Record<never, never>>>>;

/** A workload as `coco.yaml` describes it, checked. */
export type WorkloadConfig = Workload;
