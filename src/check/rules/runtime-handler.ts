import { Annotation } from '../../guest/annotations';
import { quote } from '../../input/quote';
import type { Rule } from '../rule';

export const runtimeHandler: Rule = {
  name: 'runtime-handler',
  severity: 'error',
  summary:
    'A confidential Pod has the annotation io.containerd.cri.runtime-handler with the name of its runtime class.',
  why: 'containerd picks the snapshotter by it; with another one the host pulls the layers, or the Pod does not start',
  fix: `set the annotation ${Annotation.RUNTIME_HANDLER} of the Pod (template) to the runtime class`,
  examples: {
    fails: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  runtimeClassName: kata-qemu-snp
  containers: [{ name: web, image: registry.example/web }]
`,
    passes: `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations: { io.containerd.cri.runtime-handler: kata-qemu-snp }
spec:
  runtimeClassName: kata-qemu-snp
  containers: [{ name: web, image: registry.example/web }]
`,
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const handler = pod.annotations[Annotation.RUNTIME_HANDLER];
      const name = pod.runtimeClassName;
      // Peer pods have no snapshotter on the node that could be picked.
      if (name === undefined || handler === name || (handler === undefined && pod.runtimeClass?.peerPods)) continue;
      const what =
        handler === undefined
          ? 'the annotation io.containerd.cri.runtime-handler is missing'
          : `the annotation io.containerd.cri.runtime-handler is ${quote(handler)}, the runtime class ${quote(name)}`;
      const field =
        handler === undefined
          ? pod.field('metadata')
          : pod.field('metadata', 'annotations', Annotation.RUNTIME_HANDLER);
      yield { at: pod.owner, field, what, fix: `write ${Annotation.RUNTIME_HANDLER}: ${name}` };
    }
  },
};
