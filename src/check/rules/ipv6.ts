import { Annotation } from '../../guest/annotations';
import { quote } from '../../input/quote';
import type { Rule } from '../rule';
import { examplePod } from './example';

const PARAMETER = 'agent.aa_kbc_params';

export const ipv6: Rule = {
  name: 'ipv6',
  severity: 'error',
  summary: 'IPv6 addresses of a KBS and of registries are written so that the guest can read them.',
  why: 'the guest cuts the parameter at each :: and wants two parts (guest-components, aa_kbc_params.rs)',
  fix: 'write the address in full, such as [fd00:0:0:0:0:0:0:3]',
  examples: {
    fails: examplePod({ kernelParameters: `${PARAMETER}=cc_kbc::http://[fd00::3]:8080` }),
    passes: examplePod({ kernelParameters: `${PARAMETER}=cc_kbc::http://[fd00:0:0:0:0:0:0:3]:8080` }),
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const value = pod.guest.kernelParameters.get(PARAMETER);
      if (value !== undefined && value.split('::').length > 2) {
        const field = pod.field('metadata', 'annotations', Annotation.KERNEL_PARAMETERS);
        yield { at: pod.owner, field, what: `kernel parameter "${PARAMETER}" holds an IPv6 address with ::` };
      }
      for (const { path, image } of pod.containers) {
        if (!image?.startsWith('[')) continue;
        const what = `image ${quote(image)} has an IPv6 address for a registry`;
        const why = 'the guest cannot parse it (crate oci-spec)';
        yield { at: pod.owner, field: [...path, 'image'], what, why, fix: 'write a DNS name in its place' };
      }
    }
  },
};
