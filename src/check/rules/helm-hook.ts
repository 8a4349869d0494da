import { objectOf } from '../../input/json';
import { quote } from '../../input/quote';
import { textsIn } from '../../kubernetes/identity';
import type { Rule } from '../rule';

const HOOK = 'helm.sh/hook';
/** Those that Helm runs at an installation; of the others, each at a time of its own. */
const AT_INSTALLATION = ['pre-install', 'post-install', 'pre-upgrade', 'post-upgrade', 'crd-install'];

export const helmHook: Rule = {
  name: 'helm-hook',
  severity: 'warning',
  summary: 'No workload is a test or another hook that Helm alone would run at its time.',
  why: 'kubectl apply and Flux start it with everything else; Argo CD knows most hooks, but no tests',
  fix: 'render with helm template --skip-tests, or --no-hooks, and run what the hook does yourself',
  examples: { fails: example('test'), passes: example('') },
  *check(view) {
    // Of several Pod templates in an object each is a Pod of its own.
    for (const at of new Set(view.pods.map(({ owner }) => owner))) {
      const { metadata } = at.object;
      const hook = textsIn(objectOf(metadata).annotations)[HOOK];
      if (hook === undefined) continue;
      const isInstallation = hook.split(',').every((event) => AT_INSTALLATION.includes(event.trim()));
      yield {
        at,
        field: ['metadata', 'annotations', HOOK],
        what: `a hook of Helm, ${quote(hook)}, is applied like any other object`,
        severity: isInstallation ? 'info' : 'warning',
      };
    }
  },
};

function example(hook: string): string {
  const annotations = hook === '' ? '' : `, annotations: { ${HOOK}: ${hook} }`;
  return `apiVersion: v1
kind: Pod
metadata: { name: web-test${annotations} }
spec:
  restartPolicy: Never
  containers: [{ name: wget, image: busybox, args: [wget, "web:80"] }]
`;
}
