import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-34';
import { GuestConfig } from '../../src/guest/guest-config';
import { makeConfidential } from '../../src/workload/make-confidential';
import { relaxContainer, relaxPod } from '../../src/workload/relaxed-defaults';

// That this compiles is half of the test: the classes of two releases of cdk8s-plus are not assignable to each other.
const scope = new Chart(new App(), 'test', { namespace: 'team' });
const guest = GuestConfig.auto({ kbs: 'kbs:8080' });
const secret = (name: string, namespace = 'team') =>
  new kplus.DockerConfigSecret(scope, `${namespace}-${name}`, { metadata: { name, namespace }, data: {} });

test('makeConfidential takes constructs of a later release of cdk8s-plus', () => {
  const props: kplus.DeploymentProps = { containers: [{ image: 'a' }], initContainers: [{ image: 'b' }] };
  const deployment = new kplus.Deployment(scope, 'web', relaxPod(props));
  const plain = ApiObject.of(deployment).toJson();
  const named = kplus.Secret.fromSecretName(scope, 'named', 'other');
  const made: kplus.Deployment = makeConfidential(deployment, {
    runtimeClass: 'kata-qemu-snp',
    guest,
    pullSecret: [secret('cococred'), named],
  });
  made.addContainer(relaxContainer({ image: 'c' }));
  expect(ApiObject.of(made).toJson().spec.template.spec).toMatchObject({
    runtimeClassName: 'kata-qemu-snp',
    imagePullSecrets: [{ name: 'cococred' }, { name: 'other' }],
    containers: [
      { image: 'a', imagePullPolicy: 'Always' },
      { image: 'c', securityContext: { runAsNonRoot: false } },
    ],
  });
  expect(plain.spec.template.spec.containers[0]).not.toHaveProperty('resources');
});

test('and of its Secrets the namespace', () => {
  const pod = new kplus.k8s.KubePod(scope, 'pod', { spec: { containers: [{ name: 'a', image: 'a' }] } });
  const options = { runtimeClass: 'kata-qemu-snp', guest };
  expect(() => makeConfidential(pod, { ...options, pullSecret: secret('cococred', 'kbs') })).toThrow(
    'the pull Secret cococred is in namespace kbs',
  );
  pod.addJsonPatch(JsonPatch.add('/spec/priority', 1));
  expect(makeConfidential(pod, options).toJson().spec).toMatchObject({
    priority: 1,
    runtimeClassName: 'kata-qemu-snp',
  });
});
