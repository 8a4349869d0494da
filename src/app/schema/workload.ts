import { z } from 'zod';
import type { Problem } from '../../input/input-error';
import { checkSchedule } from '../../kbs/schedule';
import { ImageReference } from '../../registry/image-reference';
import { addProblems, attempt, flag, labelName, nonEmpty, objectName, parsed, texts, wholeNumber } from './scalars';

/** Kinds of workload that `workloads` makes. */
export const WORKLOAD_KINDS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;

export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

const keyReference = z.strictObject({ name: objectName, key: nonEmpty, optional: z.boolean().optional() });

const valueFrom = z.union([
  z.strictObject({ secretKeyRef: keyReference }),
  z.strictObject({ configMapKeyRef: keyReference }),
]);

function asValue(value: string | z.output<typeof valueFrom>) {
  return typeof value === 'string' ? { value } : { valueFrom: value };
}

const VARIABLE_FORMS = 'must be a text, or a mapping with secretKeyRef or configMapKeyRef';

/** Environment variables: as Kubernetes lists them, or shorter as a mapping. */
const environment = z.union([
  z.array(
    z.union([z.strictObject({ name: nonEmpty, value: z.string() }), z.strictObject({ name: nonEmpty, valueFrom })], {
      error: 'must hold name, and value or valueFrom',
    }),
  ),
  z.record(nonEmpty, z.union([z.string(), valueFrom], { error: VARIABLE_FORMS })).transform((variables) =>
    Object.keys(variables)
      .sort()
      .map((name) => ({ name, ...asValue(variables[name] as string | z.output<typeof valueFrom>) })),
  ),
]);

const containerPort = z.union([
  wholeNumber(1).transform((port) => ({ containerPort: port })),
  z.strictObject({
    containerPort: wholeNumber(1),
    name: labelName.optional(),
    protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
  }),
]);

const quantities = z.record(z.string(), z.union([z.string(), z.number()]));

const containerShape = {
  image: z
    .string()
    .superRefine((text, context) => {
      attempt(context, () => ImageReference.parse(text));
    })
    .meta({ description: 'Image reference, as containerd takes it' }),
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
      labels: texts.optional(),
      annotations: texts.optional(),
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

const CONTAINER_KEYS = ['image', 'command', 'args', 'env', 'ports', 'resources'] as const;

type KeyProblem = Problem & { readonly path: PropertyKey[] };

function containerProblems(workload: Workload): KeyProblem[] {
  const { containers, initContainers = [] } = workload;
  if (!containers) {
    if (workload.image !== undefined) return [];
    const what = 'the workload has neither image nor containers';
    return [{ path: [], what, why: 'the API server refuses a Pod without containers', instead: 'image: <reference>' }];
  }
  const names = [...initContainers, ...containers].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  const single = CONTAINER_KEYS.filter((key) => workload[key] !== undefined);
  return [
    ...single.map((key) => ({
      path: [key],
      what: 'stands beside containers',
      why: 'it is unclear which container it is for',
      instead: 'it in one of the containers',
    })),
    ...(twice
      ? [{ path: ['containers'], what: `two containers are named "${twice}"`, why: 'the API server refuses the Pod' }]
      : []),
  ];
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

function kindProblems(workload: Workload): KeyProblem[] {
  const { kind, restartPolicy } = workload;
  const problems: KeyProblem[] = [];
  for (const [key, kinds] of Object.entries(KINDS_WITH)) {
    if (workload[key as keyof Workload] === undefined || kinds.includes(kind)) continue;
    const instead = `kind: ${kinds.join(' or ')}`;
    problems.push({ path: [key], what: `does not go with kind ${kind}`, why: 'it would be ignored', instead });
  }
  if (kind === 'CronJob' && workload.schedule === undefined) {
    const what = 'the CronJob has no schedule';
    problems.push({ path: [], what, why: 'the API server refuses it', instead: 'schedule: "0 3 * * *"' });
  }
  if (restartPolicy && !RESTART_POLICIES[kind].includes(restartPolicy)) {
    const what = `${restartPolicy} does not go with kind ${kind}`;
    const instead = RESTART_POLICIES[kind].join(' or ');
    problems.push({ path: ['restartPolicy'], what, why: 'the API server refuses it', instead });
  }
  return problems;
}

type Workload = z.output<ReturnType<typeof workloadSchema<Record<never, never>>>>;

/** A container as `coco.yaml` describes it, checked. */
export type ContainerConfig = z.output<typeof container>;

/** A workload as `coco.yaml` describes it, checked. */
export type WorkloadConfig = Workload;
