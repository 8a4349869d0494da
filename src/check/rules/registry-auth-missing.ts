import { Annotation } from '../../guest/annotations';
import { hasPlaceholder } from '../placeholder';
import type { Rule } from '../rule';
import { examplePod } from './example';

export const registryAuthMissing: Rule = {
  name: 'registry-auth-missing',
  severity: 'error',
  summary: 'A confidential Pod with a pull Secret tells its guest where the registry authentication file is.',
  why: 'the guest pulls the layers itself, without the pull Secret, and the registry refuses it',
  fix: `add agent.image_registry_auth=kbs:///default/containers/auth to the annotation ${Annotation.KERNEL_PARAMETERS}, or authenticated_registry_credentials_uri to [image] of cdh.toml in initdata`,
  examples: {
    fails: examplePod({
      kernelParameters: 'agent.aa_kbc_params=cc_kbc::http://172.18.0.3:31731',
      spec: ['imagePullSecrets: [{ name: cococred }]'],
    }),
    passes: examplePod({ spec: ['imagePullSecrets: [{ name: cococred }]'] }),
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const { guest, pullSecrets, runtimeClass } = pod;
      // On peer pods the guest reads the pull Secret; of classes of vendors it is not known how the guest is configured.
      if (pullSecrets.length === 0 || !runtimeClass?.known || runtimeClass.peerPods || runtimeClass.tee === 'none')
        continue;
      if (guest.authFile !== undefined || guest.initdataProblems.length > 0) continue;
      if (hasPlaceholder(pod.annotations[runtimeClass.initdataAnnotation] ?? '')) continue;
      const what = 'the Pod has a pull Secret, and its guest no registry authentication file';
      // Where nothing at all configures the guest, an administrator or a later step may do it.
      const isConfigured = guest.kbsUrl !== undefined || guest.dataHub !== undefined;
      const severity = isConfigured ? 'error' : 'warning';
      yield { at: pod.owner, field: pod.field('spec', 'imagePullSecrets'), what, severity };
    }
  },
};
