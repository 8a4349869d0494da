import { quoteValue } from '../../input/quote';
import { KUBERNETES_VERSION } from '../../kubernetes/workload-fields';
import { meantWorkload, podTemplatePath } from '../../workload/pod-template';
import type { Rule } from '../rule';
import { examplePod } from './example';

const REFUSED = 'kubectl apply refuses the object: no matches for kind';

export const unknownKind: Rule = {
  name: 'unknown-kind',
  severity: 'error',
  summary: `Each workload is of a kind and a version that Kubernetes ${KUBERNETES_VERSION} has.`,
  why: `${REFUSED}; and it is no workload, so nobody looks at its Pods, and they are not made confidential`,
  fix: 'write apiVersion and kind as kubectl api-resources lists them',
  examples: {
    fails: examplePod().replace('kind: Pod', 'kind: pod'),
    passes: examplePod(),
  },
  *check(view) {
    for (const at of view.objects) {
      const meant = meantWorkload(at.object);
      if (!meant) continue;
      const { apiVersion, kind } = at.object;
      yield {
        at,
        field: [kind === meant.kind ? 'apiVersion' : 'kind'],
        what: `Kubernetes has no kind ${quoteValue(kind)} in ${quoteValue(apiVersion)}`,
        ...(podTemplatePath(at.object) && { why: REFUSED }),
        fix: `write apiVersion: ${meant.apiVersion} and kind: ${meant.kind}`,
      };
    }
  },
};
