import { onlyOf, secretText, synthesized } from './synthesized';

// The example of the CoCo documentation, field by field.

const { AUTHENTICATED_IMAGE, AUTHENTICATED_IMAGE_USER, AUTHENTICATED_IMAGE_PASSWORD, KBS_ADDRESS } = {
  AUTHENTICATED_IMAGE: 'my-registry.local/repository/image:latest',
  AUTHENTICATED_IMAGE_USER: 'MyRegistryUser',
  AUTHENTICATED_IMAGE_PASSWORD: 'MyRegistryPassword',
  KBS_ADDRESS: '172.18.0.3:31731',
};
const auth = Buffer.from(`${AUTHENTICATED_IMAGE_USER}:${AUTHENTICATED_IMAGE_PASSWORD}`).toString('base64');

describe('the shipped coco.yaml in an empty environment', () => {
  const output = synthesized('coco.yaml');

  test('gives a file for each concern and namespace', () => {
    expect(Object.keys(output.files).sort()).toEqual([
      '10-secrets-coco-tenant',
      '10-secrets-default',
      '20-kbs-coco-tenant',
      '30-workloads-default',
    ]);
    expect(output.warnings).toEqual([]);
  });

  test('gives the Pod', () => {
    const { metadata, spec } = onlyOf(output, 'Pod');
    expect(metadata).toMatchObject({
      name: 'image-auth-feat',
      annotations: {
        'io.containerd.cri.runtime-handler': 'kata-qemu-coco-dev',
        'io.katacontainers.config.hypervisor.kernel_params': `agent.image_registry_auth=kbs:///default/containers/auth agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://${KBS_ADDRESS}`,
      },
    });
    expect(spec).toEqual({
      runtimeClassName: 'kata-qemu-coco-dev',
      containers: [
        {
          name: 'main',
          image: AUTHENTICATED_IMAGE,
          imagePullPolicy: 'Always',
          command: ['sleep', 'infinity'],
          securityContext: { allowPrivilegeEscalation: false },
        },
      ],
      imagePullSecrets: [{ name: 'cococred' }],
    });
  });

  test('gives the pull Secret, in the form that kubectl makes', () => {
    const secret = output.files['10-secrets-default']?.[0];
    if (!secret) throw new Error('there is no pull Secret');
    const server = 'my-registry.local/repository/image';
    const expected = {
      auths: { [server]: { username: AUTHENTICATED_IMAGE_USER, password: AUTHENTICATED_IMAGE_PASSWORD, auth } },
    };
    expect(secret).toMatchObject({
      type: 'kubernetes.io/dockerconfigjson',
      metadata: { name: 'cococred', namespace: 'default' },
    });
    expect(JSON.parse(secretText(secret, '.dockerconfigjson'))).toEqual(expected);
  });

  test('gives the authentication file, without the newline that the documentation encodes', () => {
    const secret = output.files['10-secrets-coco-tenant']?.[0];
    if (!secret) throw new Error('there is no Secret for the upload');
    expect(JSON.parse(secretText(secret, 'default.containers.auth'))).toEqual({
      auths: { 'my-registry.local/repository/image': { auth } },
    });
  });
});

test('the variables of the documentation give the matching objects', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  const output = synthesized('coco.yaml', {
    AUTHENTICATED_IMAGE: `registry.example:5000/team/app@${digest}`,
    AUTHENTICATED_IMAGE_USER: 'robot',
    AUTHENTICATED_IMAGE_PASSWORD: 'p:w',
    KBS_ADDRESS: 'https://kbs.example:8080',
    RUNTIMECLASS: 'kata-qemu-tdx',
    KEY_PATH: 'mine/registry/auth.json',
    SECRET_NAME: 'my-cred',
  });
  const pod = onlyOf(output, 'Pod');
  expect(pod.spec).toMatchObject({
    runtimeClassName: 'kata-qemu-tdx',
    containers: [{ image: `registry.example:5000/team/app@${digest}` }],
    imagePullSecrets: [{ name: 'my-cred' }],
  });
  expect(pod.metadata.annotations).toEqual({
    'io.containerd.cri.runtime-handler': 'kata-qemu-tdx',
    'io.katacontainers.config.hypervisor.kernel_params':
      'agent.image_registry_auth=kbs:///mine/registry/auth.json agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::https://kbs.example:8080',
  });
  const [pullSecret] = output.files['10-secrets-default'] ?? [];
  expect(pullSecret?.metadata.name).toBe('my-cred');
  expect(pullSecret && JSON.parse(secretText(pullSecret, '.dockerconfigjson'))).toEqual({
    auths: {
      'registry.example:5000/team/app': {
        username: 'robot',
        password: 'p:w',
        auth: Buffer.from('robot:p:w').toString('base64'),
      },
    },
  });
  const job = JSON.stringify(onlyOf(output, 'Job').spec);
  expect(job).toContain('mine/registry/auth.json');
  expect(job).toContain('mine\\\\x2Fregistry\\\\x2Fauth.json');
});
