import { isObject } from '../../input/json';
import { loopbackProblems } from '../../workload/template-checks';
import type { Rule } from '../rule';
import { examplePod } from './example';
import { templateViolations } from './problems';

export const loopbackRegistry: Rule = {
  name: 'loopback-registry',
  severity: 'error',
  summary: 'The images of a confidential Pod are at a registry that its guest can reach.',
  why: 'the guest pulls the image, and would dial itself, not the node',
  fix: 'write a registry that the guest can reach, such as <node IP>:<port>',
  examples: { fails: examplePod({ image: 'localhost:5000/team/web:1' }), passes: examplePod() },
  *check(view) {
    for (const pod of view.confidentialPods) {
      // Mirrors may lead elsewhere.
      const { image } = pod.guest.dataHub ?? {};
      if (isObject(image) && (image.registry_config !== undefined || image.registry_configuration_uri !== undefined))
        continue;
      yield* templateViolations(
        pod,
        loopbackProblems(pod.spec, () => false),
      );
    }
  },
};
