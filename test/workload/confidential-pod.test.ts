import { ApiObject, App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { GuestConfig } from '../../src/guest/guest-config';
import { RuntimeClass } from '../../src/guest/runtime-class';
import { ConfidentialPod } from '../../src/workload/confidential-pod';
import { relaxContainer, relaxPod } from '../../src/workload/relaxed-defaults';
import { validateKubernetesObject } from '../kubernetes-schema';

const OPTIONS = {
  runtimeClass: RuntimeClass.QEMU_COCO_DEV,
  guest: GuestConfig.kernelParameters({ kbs: '172.18.0.3:31731', authFile: 'default/containers/auth' }),
};
const chart = () => new Chart(new App(), 'test');
const CONTAINER = {
  name: 'test-container',
  image: 'my-registry.local/repository/image:latest',
  command: ['sleep', 'infinity'],
};

describe('ConfidentialPod', () => {
  test('is the Pod of the CoCo documentation, with the harmless defaults of cdk8s-plus', () => {
    const pod = new ConfidentialPod(chart(), 'image-auth-feat', {
      ...OPTIONS,
      metadata: { name: 'image-auth-feat' },
      pullSecret: 'cococred',
      containers: [CONTAINER],
    });
    const object = ApiObject.of(pod).toJson();
    expect(object).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'image-auth-feat',
        annotations: {
          'io.containerd.cri.runtime-handler': 'kata-qemu-coco-dev',
          'io.katacontainers.config.hypervisor.kernel_params':
            'agent.image_registry_auth=kbs:///default/containers/auth agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://172.18.0.3:31731',
        },
        labels: { 'cdk8s.io/metadata.addr': expect.any(String) },
      },
      spec: {
        runtimeClassName: 'kata-qemu-coco-dev',
        containers: [
          {
            name: 'test-container',
            image: 'my-registry.local/repository/image:latest',
            imagePullPolicy: 'Always',
            command: ['sleep', 'infinity'],
            securityContext: {
              allowPrivilegeEscalation: false,
              privileged: false,
              readOnlyRootFilesystem: false,
              runAsNonRoot: false,
            },
          },
        ],
        imagePullSecrets: [{ name: 'cococred' }],
        automountServiceAccountToken: false,
        dnsPolicy: 'ClusterFirst',
        hostNetwork: false,
        restartPolicy: 'Always',
        securityContext: { fsGroupChangePolicy: 'Always', runAsNonRoot: false },
        setHostnameAsFQDN: false,
        terminationGracePeriodSeconds: 30,
      },
    });
    validateKubernetesObject(object);
  });

  test('what the user sets stays', () => {
    const pod = new ConfidentialPod(chart(), 'it', {
      ...OPTIONS,
      securityContext: { ensureNonRoot: true },
      containers: [
        {
          image: 'a',
          resources: { memory: { limit: Size.mebibytes(64) } },
          securityContext: { ensureNonRoot: true, readOnlyRootFilesystem: true, user: 7 },
        },
      ],
    });
    expect(ApiObject.of(pod).toJson().spec).toMatchObject({
      securityContext: { runAsNonRoot: true },
      containers: [
        {
          resources: { limits: { memory: '64Mi' } },
          securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true, runAsUser: 7 },
        },
      ],
    });
  });

  test('containers that come later get the same defaults', () => {
    const pod = new ConfidentialPod(chart(), 'it', OPTIONS);
    pod.addContainer({ image: 'a' });
    pod.addInitContainer({ image: 'b' });
    const { containers, initContainers } = ApiObject.of(pod).toJson().spec;
    for (const [container] of [containers, initContainers]) {
      expect(container).not.toHaveProperty('resources');
      expect(container).toMatchObject({
        imagePullPolicy: 'Always',
        securityContext: { runAsNonRoot: false, readOnlyRootFilesystem: false },
      });
    }
  });
});

test('relaxPod relaxes all containers of any workload', () => {
  const props = { containers: [CONTAINER], initContainers: [{ image: 'i' }], replicas: 3 };
  expect(relaxPod(props)).toEqual({
    replicas: 3,
    containers: [relaxContainer(CONTAINER)],
    initContainers: [relaxContainer({ image: 'i' })],
    securityContext: { ensureNonRoot: false },
  });
  const deployment = new kplus.Deployment(chart(), 'it', relaxPod(props));
  expect(ApiObject.of(deployment).toJson().spec.template.spec.containers[0]).not.toHaveProperty('resources');
  expect(relaxPod({})).toEqual({ securityContext: { ensureNonRoot: false } });
});
