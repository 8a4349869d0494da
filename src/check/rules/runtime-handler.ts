import { Annotation } from '../../guest/annotations';
import { quote } from '../../input/quote';
import type { Rule } from '../rule';
import { examplePod } from './example';

const { RUNTIME_HANDLER } = Annotation;
/** Kata's own tests set it wherever they use nydus-snapshotter (tests/integration/kubernetes/setup.sh, Kata 4.1). */
const MISSING =
  'containerd picks the snapshotter by it; without, the host may pull the layers, unless Kata has experimental_force_guest_pull';

export const runtimeHandler: Rule = {
  name: 'runtime-handler',
  severity: 'error',
  summary: `A confidential Pod has the annotation ${RUNTIME_HANDLER} with the name of its runtime class.`,
  why: 'containerd picks the snapshotter by it; with another one the host pulls the layers, or the Pod does not start',
  fix: `set the annotation ${RUNTIME_HANDLER} of the Pod (template) to the runtime class`,
  examples: { fails: examplePod().replace(/^ +io\.containerd.*\n/m, ''), passes: examplePod() },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const handler = pod.annotations[RUNTIME_HANDLER];
      const name = pod.runtimeClassName;
      // Peer pods have no snapshotter on the node that could be picked, and vendors set theirs up in other ways.
      const isNeeded = !pod.runtimeClass?.peerPods && !pod.hasVendorClass && pod.runtimeClass?.tee !== 'none';
      if (name === undefined || handler === name || (handler === undefined && !isNeeded)) continue;
      const fix = `write ${RUNTIME_HANDLER}: ${name}`;
      if (handler === undefined) {
        yield {
          at: pod.owner,
          field: pod.field('metadata'),
          what: `the annotation ${RUNTIME_HANDLER} is missing`,
          why: MISSING,
          fix,
          severity: 'warning',
        };
      } else {
        const what = `the annotation ${RUNTIME_HANDLER} is ${quote(handler)}, and the runtime class ${quote(name)}`;
        yield { at: pod.owner, field: pod.field('metadata', 'annotations', RUNTIME_HANDLER), what, fix };
      }
    }
  },
};
