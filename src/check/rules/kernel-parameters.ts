import { agentParameterProblems } from '../../guest/agent-parameters';
import { Annotation } from '../../guest/annotations';
import { checkCommandLine } from '../../guest/command-line';
import { hasPlaceholder } from '../placeholder';
import type { Rule } from '../rule';
import { examplePod } from './example';
import { problemsOf, violations } from './problems';

export const kernelParameters: Rule = {
  name: 'kernel-parameters',
  severity: 'error',
  summary:
    'The kernel parameters of a Pod are such as the guest takes: once each, with values that its agent knows, not too many.',
  why: 'the guest does not start, or is configured otherwise than the text says',
  fix: 'write each parameter once, as name=value without blanks in the value',
  examples: {
    fails: examplePod({
      kernelParameters: 'agent.image_registry_auth=kbs:///default/a/b agent.image_registry_auth=kbs:///default/c/d',
    }),
    passes: examplePod(),
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const text = pod.annotations[Annotation.KERNEL_PARAMETERS];
      const { runtimeClass } = pod;
      if (text === undefined || hasPlaceholder(text) || !runtimeClass) continue;
      const { kernelParameters: parameters } = pod.guest;
      yield* violations(pod.owner, pod.field('metadata', 'annotations', Annotation.KERNEL_PARAMETERS), [
        ...parameters.contradictions,
        ...agentParameterProblems(parameters),
        ...problemsOf(() => checkCommandLine(text, runtimeClass)),
      ]);
    }
  },
};
