import type { GuestView } from '../guest-view';
import type { Rule } from '../rule';
import { examplePod } from './example';

export const classWithoutTee: Rule = {
  name: 'class-without-tee',
  severity: 'error',
  summary: 'A Pod with configuration for a confidential guest has a runtime class that runs it in one.',
  why: 'the configuration is read by nobody, and the host pulls the image and can look into the Pod',
  fix: 'write runtimeClassName: kata-qemu-snp, or the class of your TEE',
  examples: {
    fails: examplePod({ runtimeClass: 'kata-qemu' }),
    passes: examplePod(),
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const { runtimeClassName, runtimeClass, guest } = pod;
      // An agent's policy works in every guest of Kata.
      if (!isForImages(guest)) continue;
      if (runtimeClassName === undefined) {
        yield { at: pod.owner, field: pod.field('spec'), what: 'the Pod has no runtimeClassName' };
      } else if (runtimeClass?.tee === 'none') {
        const what = `runtime class ${runtimeClassName} is Kata without a TEE`;
        yield { at: pod.owner, field: pod.field('spec', 'runtimeClassName'), what };
      }
    }
  },
};

function isForImages({ authFile, imagePolicy, kbsUrl, dataHub, attestationAgent }: GuestView): boolean {
  return [authFile, imagePolicy, kbsUrl, dataHub, attestationAgent].some((setting) => setting !== undefined);
}
