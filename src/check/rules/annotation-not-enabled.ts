import { Annotation } from '../../guest/annotations';
import { checkAnnotations } from '../../guest/kata-annotations';
import type { RuntimeClass } from '../../guest/runtime-class';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import { examplePod } from './example';

export const annotationNotEnabled: Rule = {
  name: 'annotation-not-enabled',
  severity: 'error',
  summary: 'The runtime class of a Pod lets its annotations for Kata through, and Kata takes their values.',
  why: 'Kata does not start the Pod: "annotation … is not enabled"',
  fix: 'remove the annotation, or take a runtime class that lets it through',
  examples: {
    fails: examplePod({ annotations: ['io.katacontainers.config.hypervisor.memory_offset: "0"'] }),
    passes: examplePod({ annotations: ['io.katacontainers.config.hypervisor.default_memory: "4096"'] }),
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const { runtimeClass } = pod;
      if (!runtimeClass?.known) continue;
      for (const [name, value] of Object.entries(pod.annotations)) {
        const { errors, warnings } = checkAnnotations({ [name]: value }, runtimeClass);
        for (const { what, why, fix } of errors) yield violation(pod, name, { what, why, fix });
        for (const { what, why, fix } of warnings) yield violation(pod, name, { what, why, fix, severity: 'warning' });
      }
      yield* refusedChannel(pod, runtimeClass);
    }
  },
};

function* refusedChannel(pod: PodView, runtimeClass: RuntimeClass): Iterable<Violation> {
  const { kernelParameters, initdata } = runtimeClass.allows;
  const channels = [
    { name: Annotation.KERNEL_PARAMETERS, allowed: kernelParameters, fix: 'configure the guest by initdata instead' },
    {
      name: runtimeClass.initdataAnnotation,
      allowed: initdata,
      fix: 'configure the guest by kernel parameters instead',
    },
  ];
  for (const { name, allowed, fix } of channels) {
    if (allowed !== false || pod.annotations[name] === undefined) continue;
    yield violation(pod, name, {
      what: `runtime class ${runtimeClass} does not let the annotation ${name} through`,
      fix,
    });
  }
}

function violation(pod: PodView, name: string, found: Omit<Violation, 'at' | 'field'>): Violation {
  return { at: pod.owner, field: pod.field('metadata', 'annotations', name), ...found };
}
