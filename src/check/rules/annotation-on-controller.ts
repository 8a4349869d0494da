import { isObject } from '../../input/json';
import { templateAt } from '../../workload/pod-template';
import { misplacedAnnotations } from '../../workload/template-checks';
import type { Rule } from '../rule';
import { violations } from './problems';

export const annotationOnController: Rule = {
  name: 'annotation-on-controller',
  severity: 'warning',
  summary: 'Annotations for containerd and Kata stand on Pod templates, not on the controllers around them.',
  why: 'containerd and Kata read the annotations of Pods, so it does nothing there',
  fix: 'move it to the metadata of the Pod template',
  examples: {
    fails: deployment(
      `  annotations: { io.katacontainers.config.hypervisor.default_memory: "4096" }
`,
      '',
    ),
    passes: deployment(
      '',
      `      annotations: { io.katacontainers.config.hypervisor.default_memory: "4096" }
`,
    ),
  },
  *check(view) {
    for (const pod of view.pods) {
      const { object } = pod.owner;
      const template = templateAt(object, pod.path.map(String));
      if (!isObject(template)) continue;
      yield* violations(pod.owner, ['metadata', 'annotations'], misplacedAnnotations(object, template));
    }
  },
};

function deployment(annotations: string, templateAnnotations: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
${annotations}spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
${templateAnnotations}    spec:
      containers: [{ name: web, image: registry.example/team/web }]
`;
}
