import { quote } from '../../input/quote';
import { AuthMap } from '../../registry/auth-map';
import { unusableForKubelet } from '../../registry/kubelet';
import { PULL_SECRET_KEY, PULL_SECRET_TYPE } from '../../registry/pull-config';
import type { ClusterView } from '../cluster-view';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import type { SecretView } from '../secret-view';
import { examplePod } from './example';

export const pullSecret: Rule = {
  name: 'pull-secret',
  severity: 'error',
  summary: 'The pull Secrets of a confidential Pod are in its namespace, and the kubelet can read them.',
  why: 'the host cannot fetch the metadata of the image, and the Pod stays in ImagePullBackOff',
  fix: 'make the Secret with kubectl create secret docker-registry in the namespace of the Pod',
  examples: { fails: example('shop'), passes: example('default') },
  *check(view) {
    // Most Pods of a namespace name the same one.
    const checked = new Map<string, Found[]>();
    for (const pod of view.confidentialPods) {
      for (const [index, name] of pod.pullSecrets.entries()) {
        const field = pod.field('spec', 'imagePullSecrets', index);
        const key = JSON.stringify([pod.namespace, name]);
        const all = checked.get(key) ?? checkSecret(view, pod, name);
        checked.set(key, all);
        yield* all.map((found) => ({ at: pod.owner, field, ...found }));
      }
    }
  },
};

type Found = Omit<Violation, 'at' | 'field'>;

function checkSecret(view: ClusterView, pod: PodView, name: string): Found[] {
  const secret = view.secret(pod.namespace, name);
  if (secret) return unusable(secret);
  const elsewhere = view.secrets.filter((other) => other.name === name).map(({ namespace }) => namespace);
  if (elsewhere.length === 0) return [];
  const what = `the pull Secret ${name} is in namespace ${elsewhere.join(' and ')}, the Pod in ${pod.namespace}`;
  return [{ what, fix: `make it in namespace ${pod.namespace} too` }];
}

function unusable({ name, type, isEncrypted, data }: SecretView): Found[] {
  if (type === 'kubernetes.io/dockercfg') return [];
  if (type !== PULL_SECRET_TYPE) {
    return [
      { what: `the pull Secret ${name} is of type ${quote(type ?? 'Opaque')}`, fix: `write type: ${PULL_SECRET_TYPE}` },
    ];
  }
  if (isEncrypted) return [];
  const content = data.get(PULL_SECRET_KEY);
  if (content === undefined) return [{ what: `the pull Secret ${name} has no ${PULL_SECRET_KEY}, or not as base64` }];
  const fault = unusableForKubelet(new AuthMap(`Secret ${name}`, content));
  return fault === undefined ? [] : [{ what: `the kubelet cannot read the pull Secret ${name}`, why: `it ${fault}` }];
}

function example(namespace: string): string {
  return `${examplePod({ spec: ['imagePullSecrets: [{ name: cococred }]'] })}---
apiVersion: v1
kind: Secret
metadata: { name: cococred, namespace: ${namespace} }
type: ${PULL_SECRET_TYPE}
data: { ${PULL_SECRET_KEY}: ${Buffer.from('{"auths":{}}').toString('base64')} }
`;
}
