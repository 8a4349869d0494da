import { objectsIn } from '../../input/json';
import { quote } from '../../input/quote';
import { nameOf, namespaceOf } from '../../kubernetes/identity';
import type { Rule } from '../rule';

export const serviceAccountPullSecrets: Rule = {
  name: 'service-account-pull-secrets',
  severity: 'warning',
  summary: 'A confidential Pod that names pull Secrets names those of its ServiceAccount too.',
  why: 'the API server adds those of the ServiceAccount only to a Pod that has none of its own',
  fix: 'list them under imagePullSecrets of the Pod too',
  examples: {
    fails: `apiVersion: v1
kind: ServiceAccount
metadata: { name: app }
imagePullSecrets: [{ name: sidecar }]
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations: { io.containerd.cri.runtime-handler: kata-qemu-snp }
spec:
  runtimeClassName: kata-qemu-snp
  serviceAccountName: app
  imagePullSecrets: [{ name: cococred }]
  containers: [{ name: web, image: registry.example/web }]
`,
    passes: `apiVersion: v1
kind: ServiceAccount
metadata: { name: app }
imagePullSecrets: [{ name: sidecar }]
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations: { io.containerd.cri.runtime-handler: kata-qemu-snp }
spec:
  runtimeClassName: kata-qemu-snp
  serviceAccountName: app
  imagePullSecrets: [{ name: cococred }, { name: sidecar }]
  containers: [{ name: web, image: registry.example/web }]
`,
  },
  *check(view) {
    const accounts = new Map(
      view.objects
        .filter(({ object }) => object.kind === 'ServiceAccount')
        .map(({ object }) => [`${namespaceOf(object)}/${nameOf(object)}`, object]),
    );
    for (const pod of view.confidentialPods) {
      const name = String(pod.spec.serviceAccountName ?? 'default');
      const account = accounts.get(`${pod.namespace}/${name}`);
      if (pod.pullSecrets.length === 0 || !account) continue;
      const lost = objectsIn(account.imagePullSecrets)
        .map((secret) => secret.name)
        .filter((secret): secret is string => typeof secret === 'string' && !pod.pullSecrets.includes(secret));
      if (lost.length === 0) continue;
      const what = `its imagePullSecrets switch off those of its ServiceAccount ${quote(name)}: ${lost.map(quote).join(', ')}`;
      const fix = `add ${lost.map((secret) => `{ name: ${secret} }`).join(', ')} to imagePullSecrets of the Pod`;
      yield { at: pod.owner, field: pod.field('spec'), what, fix };
    }
  },
};
