import { agentParameterProblems } from '../../guest/agent-parameters';
import { Annotation } from '../../guest/annotations';
import { checkCommandLine } from '../../guest/command-line';
import type { KernelParameters } from '../../guest/kernel-parameters';
import type { RuntimeClass } from '../../guest/runtime-class';
import { memoized } from '../../input/memoized';
import type { Problem } from '../../input/problem';
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
    const wrong = memoized(wrongWith, ({ text, runtimeClass }) => `${runtimeClass.name} ${text}`);
    for (const pod of view.confidentialPods) {
      const text = pod.annotations[Annotation.KERNEL_PARAMETERS];
      const { runtimeClass } = pod;
      if (text === undefined || hasPlaceholder(text) || !runtimeClass) continue;
      const { kernelParameters: parameters } = pod.guest;
      const field = pod.field('metadata', 'annotations', Annotation.KERNEL_PARAMETERS);
      yield* violations(pod.owner, field, wrong({ text, parameters, runtimeClass }));
    }
  },
};

interface CommandLine {
  readonly text: string;
  readonly parameters: KernelParameters;
  readonly runtimeClass: RuntimeClass;
}

function wrongWith({ text, parameters, runtimeClass }: CommandLine): Problem[] {
  return [
    ...parameters.contradictions,
    ...agentParameterProblems(parameters),
    ...problemsOf(() => checkCommandLine(text, runtimeClass)),
  ];
}
