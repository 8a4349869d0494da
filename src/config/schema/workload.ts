import { z } from 'zod';
import { type Problem, write } from '../../input/problem';
import { checkSchedule } from '../../kubernetes/schedule';
import {
  addProblems,
  annotations,
  flag,
  imageText,
  labelName,
  labels,
  nonEmpty,
  objectName,
  parsed,
  portName,
  quantity,
  secretKey,
  wholeNumber,
} from './scalars';

/** Kinds of workload that `workloads` makes. */
const WORKLOAD_KINDS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;

export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

const keyReference = z.strictObject({ name: objectName, key: secretKey, optional: flag.optional() });

const valueFrom = z
  .strictObject({ secretKeyRef: keyReference.optional(), configMapKeyRef: keyReference.optional() })
  .refine((source) => Object.keys(source).length === 1, { error: 'must hold either secretKeyRef or configMapKeyRef' });

const variableName = z.string().regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, {
  error: 'must be the name of a variable: letters, digits, "_", "-" and ".", no digit first',
});

/** Variables as Kubernetes lists them. */
const variableList = z.array(
  z
    .strictObject({ name: variableName, value: z.string().optional(), valueFrom: valueFrom.optional() })
    .refine(({ value, valueFrom: source }) => (value === undefined) !== (source === undefined), {
      error: 'must hold either value or valueFrom',
    }),
);

/** Variables by name. Kubernetes replaces `$(NAME)` by what stands before it in a list, so those that do need a list. */
const variables = z
  .record(
    variableName,
    z.union([z.string().transform((value) => ({ value })), valueFrom.transform((source) => ({ valueFrom: source }))], {
      error: 'must be a text in quotes, or a mapping with secretKeyRef or configMapKeyRef',
    }),
  )
  .transform((values) =>
    Object.keys(values)
      .sort()
      .map((name) => ({ name, ...values[name] })),
  );

const environment = z.union([variableList, variables], {
  error: 'must be a mapping from names to values, or a list as Kubernetes has it',
});

const portNumber = wholeNumber(1).refine((port) => port <= 65_535, { error: 'must be at most 65535' });

const containerPort = z.union(
  [
    portNumber.transform((port) => ({ containerPort: port })),
    z.strictObject({
      containerPort: portNumber,
      name: portName.optional(),
      protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
    }),
  ],
  { error: 'must be a port number, or a mapping with containerPort' },
);

const quantities = z.record(nonEmpty, quantity);

const containerShape = {
  image: imageText.meta({ description: 'Image reference, as containerd takes it' }),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  env: environment.optional(),
  ports: z.array(containerPort).optional(),
  resources: z.strictObject({ requests: quantities.optional(), limits: quantities.optional() }).optional(),
};

const seccompProfile = z.strictObject({
  type: z.enum(['RuntimeDefault', 'Unconfined', 'Localhost']),
  localhostProfile: z.string().optional(),
});

const commonSecurity = {
  runAsUser: wholeNumber(0).optional(),
  runAsGroup: wholeNumber(0).optional(),
  runAsNonRoot: flag.optional(),
  seccompProfile: seccompProfile.optional(),
};

const podSecurityContext = z.strictObject({
  ...commonSecurity,
  fsGroup: wholeNumber(0).optional(),
  fsGroupChangePolicy: z.enum(['Always', 'OnRootMismatch']).optional(),
  supplementalGroups: z.array(wholeNumber(0)).optional(),
});

const containerSecurityContext = z.strictObject({
  ...commonSecurity,
  privileged: flag.optional(),
  allowPrivilegeEscalation: flag.optional(),
  readOnlyRootFilesystem: flag.optional(),
  capabilities: z
    .strictObject({ add: z.array(z.string()).optional(), drop: z.array(z.string()).optional() })
    .optional(),
});

const container = z.strictObject({
  name: labelName,
  ...containerShape,
  securityContext: containerSecurityContext.optional(),
});

/**
 * One workload. `image`, `command` and so on are those of its only container; a workload of several lists them under
 * `containers` instead.
 *
 * @param overrides keys that stand in for what the file says for all workloads.
 */
export function workloadSchema<Overrides extends z.ZodRawShape>(overrides: Overrides) {
  return z
    .strictObject({
      name: objectName,
      kind: z.enum(WORKLOAD_KINDS).default('Pod'),
      namespace: labelName.default('default'),
      ...containerShape,
      image: containerShape.image.optional(),
      containers: z.array(container).min(1).optional(),
      initContainers: z.array(container).optional(),
      labels: labels.optional(),
      annotations: annotations.optional(),
      serviceAccountName: objectName.optional(),
      securityContext: podSecurityContext.optional().meta({ description: "The Pod's; a container's is in containers" }),
      replicas: wholeNumber(0).optional().meta({ description: 'Of a Deployment or StatefulSet' }),
      schedule: parsed(checkSchedule)
        .optional()
        .meta({ description: 'Of a CronJob: minute, hour, day, month, weekday' }),
      serviceName: objectName.optional().meta({ description: "Of a StatefulSet; default: the workload's name" }),
      restartPolicy: z.enum(['Always', 'OnFailure', 'Never']).optional(),
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

const CONTAINER_KEYS = ['image', 'command', 'args', 'env', 'ports', 'resources'] as const;

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
};

const RESTART_POLICIES: Readonly<Record<WorkloadKind, readonly string[]>> = {
  Pod: ['Always', 'OnFailure', 'Never'],
  Deployment: ['Always'],
  StatefulSet: ['Always'],
  DaemonSet: ['Always'],
  Job: ['Never', 'OnFailure'],
  CronJob: ['Never', 'OnFailure'],
};

/** Characters of names from which a controller makes further names or labels, which have 63. */
const LONGEST_NAMES: Readonly<Partial<Record<WorkloadKind, number>>> = { Job: 63, CronJob: 52, StatefulSet: 52 };

function kindProblems(workload: Workload): KeyProblem[] {
  const { kind, name, restartPolicy } = workload;
  const problems: KeyProblem[] = [];
  const longest = LONGEST_NAMES[kind] ?? Number.POSITIVE_INFINITY;
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

/** A container as `coco.yaml` describes it, checked. */
export type ContainerConfig = z.output<typeof container>;

/** A workload as `coco.yaml` describes it, checked. */
export type WorkloadConfig = Workload;
