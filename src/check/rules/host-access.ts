import { hostAccessProblems } from '../../workload/template-checks';
import type { Rule } from '../rule';
import { examplePod } from './example';
import { templateViolations } from './problems';

export const hostAccess: Rule = {
  name: 'host-access',
  severity: 'warning',
  filesOnly: true,
  summary: 'A confidential Pod asks for nothing of the host.',
  why: 'its containers run in a guest of their own, which shares neither network nor processes nor devices with the host',
  fix: 'leave it out, or run the Pod under another runtime class',
  examples: { fails: examplePod({ spec: ['hostNetwork: true'] }), passes: examplePod() },
  *check(view) {
    for (const pod of view.confidentialPods) yield* templateViolations(pod, hostAccessProblems(pod.spec));
  },
};
