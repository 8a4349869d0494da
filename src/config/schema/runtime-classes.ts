import { z } from 'zod';
import { KataVersion } from '../../guest/kata-version';
import { RuntimeClass, type RuntimeClassOptions } from '../../guest/runtime-class';
import { attempt, flag, nonEmpty, objectName, parsed } from './scalars';

/** Name of a runtime class; what is known of it also depends on {@link runtimeClassKeys}. */
export const runtimeClassName = parsed((name) => RuntimeClass.of(name));

/** What the runtime classes of the cluster are. */
export const runtimeClassKeys = {
  kata: parsed((text) => KataVersion.parse(text))
    .optional()
    .meta({
      description: 'Release of Kata Containers in the cluster, in quotes, e.g. "3.28"; default: what all since 3.23 do',
      examples: ['3.28', '4.1'],
    }),
  runtimeClasses: z
    .record(
      objectName,
      z.strictObject({
        basedOn: nonEmpty
          .optional()
          .meta({ description: 'Class of kata-deploy that it was made from, e.g. kata-qemu-snp' }),
        allows: z
          .strictObject({
            kernelParameters: flag.optional().meta({ description: 'Whether the annotation kernel_params passes' }),
            initdata: flag.optional().meta({ description: 'Whether the annotation cc_init_data passes' }),
            annotations: z
              .array(nonEmpty)
              .optional()
              .meta({ description: 'Further annotations of the hypervisor that pass, e.g. memory_offset' }),
          })
          .optional()
          .meta({
            description: 'Annotations that the administrator lets through, or not, other than kata-deploy does',
          }),
      }),
    )
    .optional()
    .meta({
      description: 'Runtime classes that the administrator made or changed, by name',
      examples: [{ 'my-class': { basedOn: 'kata-qemu-snp' } }],
    }),
};

/** What {@link runtimeClassKeys} say. */
interface RuntimeClassFacts {
  readonly kata?: KataVersion;
  readonly runtimeClasses?: Readonly<Record<string, Omit<RuntimeClassOptions, 'kata'>>>;
}

/** A configuration, or a part of it, that may name a class. */
interface UsesClass {
  readonly runtimeClass?: RuntimeClass;
}

/** Gives the runtime classes of a configuration what it says of them, one object for each name. */
export function withClassFacts<
  T extends RuntimeClassFacts & {
    readonly runtimeClass: RuntimeClass;
    readonly workloads: readonly UsesClass[];
    readonly manifests: readonly UsesClass[];
  },
>(config: T, context: z.RefinementCtx): T {
  const { kata, runtimeClasses = {} } = config;
  const facts = new Map(Object.entries(runtimeClasses));
  const made = new Map<string, RuntimeClass>();
  for (const [name, options] of facts) {
    attempt(context, () => made.set(name, RuntimeClass.of(name, { ...options, kata })), ['runtimeClasses', name]);
  }
  const resolve = ({ name }: RuntimeClass) => {
    const known = made.get(name) ?? RuntimeClass.of(name, { kata });
    made.set(name, known);
    return known;
  };
  const own = <U extends UsesClass>(part: U): U =>
    part.runtimeClass ? { ...part, runtimeClass: resolve(part.runtimeClass) } : part;
  return {
    ...config,
    runtimeClass: resolve(config.runtimeClass),
    workloads: config.workloads.map(own),
    manifests: config.manifests.map(own),
  };
}
