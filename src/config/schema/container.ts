import { z } from 'zod';
import { quote } from '../../input/quote';
import { isMoreThan } from '../../kubernetes/quantity';
import {
  addProblems,
  flag,
  imageText,
  labelName,
  nonEmpty,
  objectName,
  portName,
  quantity,
  secretKey,
  wholeNumber,
} from './scalars';

const keyReference = z.strictObject({
  name: objectName.meta({ description: 'Name of the object', examples: ['db'] }),
  key: secretKey.meta({ description: 'Key in the object', examples: ['password'] }),
  optional: flag
    .optional()
    .meta({ description: 'Start without it where it is missing; default: false', examples: [true] }),
});

const valueFrom = z
  .strictObject({
    secretKeyRef: keyReference
      .optional()
      .meta({ description: 'Key of a Secret', examples: [{ name: 'db', key: 'password' }] }),
    configMapKeyRef: keyReference
      .optional()
      .meta({ description: 'Key of a ConfigMap', examples: [{ name: 'db', key: 'settings' }] }),
  })
  .refine((source) => Object.keys(source).length === 1, { error: 'must hold either secretKeyRef or configMapKeyRef' });

const variableName = z.string().regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, {
  error: 'must be the name of a variable: letters, digits, "_", "-" and ".", no digit first',
});

/** Variables as Kubernetes lists them. */
const variableList = z.array(
  z
    .strictObject({
      name: variableName.meta({ description: 'Name of the variable', examples: ['MODE'] }),
      value: z
        .string()
        .optional()
        .meta({ description: 'Value of the variable', examples: ['production'] }),
      valueFrom: valueFrom.optional().meta({
        description: 'Where the value comes from',
        examples: [{ secretKeyRef: { name: 'db', key: 'password' } }],
      }),
    })
    .refine(({ value, valueFrom: source }) => (value === undefined) !== (source === undefined), {
      error: 'must hold either value or valueFrom',
    })
    .meta({ examples: [{ name: 'MODE', value: 'production' }] }),
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
      containerPort: portNumber.meta({ description: 'Port that the container listens on', examples: [8080] }),
      name: portName.optional().meta({ description: 'Name of the port', examples: ['http'] }),
      protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional().meta({ description: 'Protocol of the port; default: TCP' }),
    }),
  ],
  { error: 'must be a port number, or a mapping with containerPort' },
);

const quantities = z.record(nonEmpty, quantity);

interface Resources {
  readonly requests?: Readonly<Record<string, string | number>>;
  readonly limits?: Readonly<Record<string, string | number>>;
}

/** With less no process starts: a unit is missing, or `m`, a thousandth, is written for `M`. */
const LEAST_MEMORY = '1Mi';

function addResourceProblems(context: z.RefinementCtx, { requests = {}, limits = {} }: Resources): void {
  const memory = String(limits.memory ?? LEAST_MEMORY);
  // 0 is no limit.
  if (isMoreThan(memory, '0') && isMoreThan(LEAST_MEMORY, memory)) {
    const what = `a limit of ${quote(memory)} is less than ${LEAST_MEMORY}`;
    const fix = `write ${Number.parseInt(memory, 10) || 128}Mi, for example`;
    addProblems(
      context,
      [{ rule: 'memory-unit', what, why: 'no process starts with so little', fix }],
      ['limits', 'memory'],
    );
  }
  for (const [name, request] of Object.entries(requests)) {
    const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
    if (limit === undefined || !isMoreThan(String(request), String(limit))) continue;
    const what = `requests ${quote(String(request))}, above the limit of ${quote(String(limit))}`;
    const fix = 'write a request of at most the limit';
    addProblems(
      context,
      [{ rule: 'request-above-limit', what, why: 'the API server refuses the Pod', fix }],
      ['requests', name],
    );
  }
}

/** Keys of a container, which a workload of only one has itself. */
export const containerShape = {
  image: imageText.meta({
    description: 'Image reference, as containerd takes it',
    examples: ['registry.example/team/web:1'],
  }),
  command: z
    .array(z.string())
    .optional()
    .meta({ description: "Instead of the image's entrypoint", examples: [['sleep', 'infinity']] }),
  args: z
    .array(z.string())
    .optional()
    .meta({ description: "Instead of the image's command", examples: [['--verbose']] }),
  env: environment.optional().meta({ description: 'Environment variables', examples: [{ MODE: 'production' }] }),
  ports: z
    .array(containerPort)
    .optional()
    .meta({ description: 'Ports that the container listens on', examples: [[8080]] }),
  resources: z
    .strictObject({
      requests: quantities
        .optional()
        .meta({ description: 'What the node must have free', examples: [{ cpu: '500m', memory: '1Gi' }] }),
      limits: quantities
        .optional()
        .meta({ description: 'What the container may use at most', examples: [{ memory: '1Gi' }] }),
    })
    .superRefine((resources, context) => addResourceProblems(context, resources))
    .optional()
    .meta({
      description: 'What the container needs and may use',
      examples: [{ requests: { cpu: '500m' }, limits: { memory: '1Gi' } }],
    }),
};

const seccompProfile = z.strictObject({
  type: z
    .enum(['RuntimeDefault', 'Unconfined', 'Localhost'])
    .meta({ description: 'Which seccomp profile', examples: ['RuntimeDefault'] }),
  localhostProfile: z
    .string()
    .optional()
    .meta({ description: 'Path of the profile on the node, for type Localhost', examples: ['profiles/audit.json'] }),
});

const commonSecurity = {
  runAsUser: wholeNumber(0)
    .optional()
    .meta({ description: 'Numeric user', examples: [1000] }),
  runAsGroup: wholeNumber(0)
    .optional()
    .meta({ description: 'Numeric group', examples: [1000] }),
  runAsNonRoot: flag.optional().meta({ description: 'Refuse to run as user 0', examples: [true] }),
  seccompProfile: seccompProfile
    .optional()
    .meta({ description: 'Seccomp profile', examples: [{ type: 'RuntimeDefault' }] }),
};

/** Security of a Pod, and what its containers have where they say nothing. */
export const podSecurityContext = z.strictObject({
  ...commonSecurity,
  fsGroup: wholeNumber(0)
    .optional()
    .meta({ description: 'Group that volumes are given to', examples: [1000] }),
  fsGroupChangePolicy: z
    .enum(['Always', 'OnRootMismatch'])
    .optional()
    .meta({ description: 'When volumes are given to fsGroup; default: Always' }),
  supplementalGroups: z
    .array(wholeNumber(0))
    .optional()
    .meta({ description: 'Further numeric groups', examples: [[1000]] }),
});

/** Security of a container. */
export const containerSecurityContext = z.strictObject({
  ...commonSecurity,
  privileged: flag.optional().meta({ description: 'Run privileged; default: false', examples: [false] }),
  allowPrivilegeEscalation: flag
    .optional()
    .meta({ description: 'Whether a process may gain privileges; default: false', examples: [false] }),
  readOnlyRootFilesystem: flag
    .optional()
    .meta({ description: 'Whether the root file system is read-only; default: false', examples: [true] }),
  capabilities: z
    .strictObject({
      add: z
        .array(z.string())
        .optional()
        .meta({ description: 'Capabilities to add', examples: [['NET_BIND_SERVICE']] }),
      drop: z
        .array(z.string())
        .optional()
        .meta({ description: 'Capabilities to drop', examples: [['ALL']] }),
    })
    .optional()
    .meta({ description: 'Linux capabilities', examples: [{ drop: ['ALL'] }] }),
});

/** One of several containers. */
export const container = z.strictObject({
  name: labelName.meta({ description: 'Name of the container', examples: ['main'] }),
  ...containerShape,
  securityContext: containerSecurityContext
    .optional()
    .meta({ description: 'Privileges of the container', examples: [{ readOnlyRootFilesystem: true }] }),
});

/** A container as `coco.yaml` describes it, checked. */
export type ContainerConfig = z.output<typeof container>;
