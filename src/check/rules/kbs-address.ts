import { KbsAddress } from '../../guest/kbs-address';
import { memoized } from '../../input/memoized';
import { hasPlaceholder } from '../placeholder';
import type { Rule } from '../rule';
import { examplePod } from './example';
import { problemsOf, violations } from './problems';

export const kbsAddress: Rule = {
  name: 'kbs-address',
  severity: 'error',
  summary: 'The guest is told an address of the KBS that it can dial.',
  why: 'the guest never reaches the KBS',
  fix: 'write the address as it is dialled from inside the guest, such as http://172.18.0.3:31731',
  examples: {
    fails: examplePod({ kernelParameters: 'agent.aa_kbc_params=cc_kbc::http://localhost:8080' }),
    passes: examplePod(),
  },
  *check(view) {
    const wrong = memoized((url: string) => problemsOf(() => KbsAddress.parse(url)), String);
    for (const pod of view.confidentialPods) {
      const { kbsUrl } = pod.guest;
      // With a path it is a URL that the KBS client takes, though not one that we would write.
      if (kbsUrl === undefined || hasPlaceholder(kbsUrl) || /^https?:\/\/[^/]+\/./.test(kbsUrl)) continue;
      yield* violations(pod.owner, pod.field('metadata', 'annotations'), wrong(kbsUrl.replace(/\/$/, '')));
    }
  },
};
