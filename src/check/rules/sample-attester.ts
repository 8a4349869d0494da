import { quote } from '../../input/quote';
import type { Rule } from '../rule';
import { examplePod } from './example';

export const sampleAttester: Rule = {
  name: 'sample-attester',
  severity: 'info',
  summary:
    "A Pod that fetches resources is not under a development class, whose evidence Trustee's default policy refuses.",
  why: "Trustee's default resource policy refuses the sample attester, so that the guest gets no resource",
  fix: 'set a resource policy for development in the KBS, or take the runtime class of a TEE',
  examples: { fails: examplePod({ runtimeClass: 'kata-qemu-coco-dev' }), passes: examplePod() },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const { runtimeClass, guest } = pod;
      if (runtimeClass?.tee !== 'none (development)' || guest.authFile === undefined) continue;
      const what = `runtime class ${quote(runtimeClass.name)} has no TEE, only sample evidence`;
      yield { at: pod.owner, field: pod.field('spec', 'runtimeClassName'), what };
    }
  },
};
