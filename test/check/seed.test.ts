import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSources } from '../../src/check/check-sources';
import { temporaryDirectory } from '../temporary-directory';

// What the "Authenticated Registries" page of the CoCo documentation makes, done by hand as it says.

const { directory } = temporaryDirectory();
const SCRIPT = `export AUTHENTICATED_IMAGE_NAMESPACE="$(echo "$AUTHENTICATED_IMAGE" | cut -d':' -f1)"
export AUTHENTICATED_IMAGE_USER="MyRegistryUser"
export AUTHENTICATED_IMAGE_PASSWORD="MyRegistryPassword"
cat <<EOF>> containers-auth.json
{
  "auths": {
    "\${AUTHENTICATED_IMAGE_NAMESPACE}": {
      "auth": "$(echo \${AUTHENTICATED_IMAGE_USER}:\${AUTHENTICATED_IMAGE_PASSWORD} | base64 -w 0)"
    }
  }
}
EOF
`;

function authFile(image: string, runs = 1): string {
  const cwd = join(directory, `${encodeURIComponent(image)}-${runs}`);
  mkdirSync(cwd, { recursive: true });
  for (let run = 0; run < runs; run++) {
    execFileSync('sh', ['-c', SCRIPT], { cwd, env: { PATH: process.env.PATH, AUTHENTICATED_IMAGE: image } });
  }
  return readFileSync(join(cwd, 'containers-auth.json'), 'utf8');
}

/** What `kubectl create secret docker-registry --docker-server=https://… --dry-run=client -o yaml` prints. */
function pullSecret(key: string): string {
  const auth = Buffer.from('MyRegistryUser:MyRegistryPassword').toString('base64');
  const config = {
    auths: { [`https://${key}`]: { username: 'MyRegistryUser', password: 'MyRegistryPassword', auth } },
  };
  return `apiVersion: v1
data:
  .dockerconfigjson: ${Buffer.from(JSON.stringify(config)).toString('base64')}
kind: Secret
metadata:
  name: cococred
type: kubernetes.io/dockerconfigjson
`;
}

const pod = (image: string) => `apiVersion: v1
kind: Pod
metadata:
  name: image-auth-feat
  annotations:
    io.containerd.cri.runtime-handler: kata-qemu-coco-dev
    io.katacontainers.config.hypervisor.kernel_params: ' agent.image_registry_auth=kbs:///default/containers/auth agent.guest_components_rest_api=resource agent.aa_kbc_params=cc_kbc::http://172.18.0.3:31731'
spec:
  runtimeClassName: kata-qemu-coco-dev
  containers:
    - name: test-container
      image: ${image}
      imagePullPolicy: Always
      command:
        - sleep
        - infinity
  imagePullSecrets:
    - name: cococred
`;

/** The two `kubectl exec` of the page, as a Job that somebody made of them. */
const JOB = `apiVersion: batch/v1
kind: Job
metadata: { name: provision, namespace: coco-tenant }
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: provision
          image: busybox
          command:
            - sh
            - -c
            - |
              mkdir -p /opt/confidential-containers/kbs/repository/default/containers
              cat /secret/containers-auth.json | tee /opt/confidential-containers/kbs/repository/default/containers/auth > /dev/null
`;

function check(image: string, runs = 1) {
  const { findings } = checkSources([
    { file: 'containers-auth.json', text: authFile(image, runs) },
    { file: 'cococred.yaml', text: pullSecret(image.split(':')[0] ?? '') },
    { file: 'pod-image-auth.yaml', text: pod(image) },
    { file: 'provision.yaml', text: JOB },
  ]);
  return findings.map(({ rule, severity, places, what }) => {
    const { file, line } = places.at(-1) ?? {};
    return [severity, rule, `${file}:${line}`, what];
  });
}

test('the line break in its auth, the missing flat layout, and the class without TEE', () => {
  expect(check('my-registry.local/repository/image:latest')).toEqual([
    ['warning', 'auth-file', 'containers-auth.json:3', expect.stringMatching(/line break at the end of its password$/)],
    ['info', 'sample-attester', 'pod-image-auth.yaml:9', expect.stringContaining('no TEE')],
    ['info', 'image-by-tag', 'pod-image-auth.yaml:12', expect.anything()],
    ['warning', 'repository-layout', 'provision.yaml:9', expect.stringContaining('in directories only')],
  ]);
});

test('cut -d: takes the port away with the tag', () => {
  const lacks = (start: string) => expect.stringMatching(new RegExp(`^${start} .*registry\\.example" lacks the port$`));
  expect(check('registry.example:5000/team/app:1.2').filter(([severity]) => severity === 'error')).toEqual([
    ['error', 'credential-lookup', 'pod-image-auth.yaml:12', lacks('the kubelet finds no credential')],
    ['error', 'credential-lookup', 'pod-image-auth.yaml:12', lacks('the guest finds no credential')],
  ]);
});

test('cut -d: leaves the algorithm of a digest', () => {
  const found = check(`my-registry.local/repository/image@sha256:${'0'.repeat(64)}`);
  expect(found).toContainEqual(['error', 'auth-file', 'containers-auth.json:3', expect.stringContaining('@sha256')]);
});

test('>> writes a second document behind the first', () => {
  const found = check('my-registry.local/repository/image:latest', 2);
  const refused = expect.stringMatching(/^the guest refuses/);
  expect(found).toContainEqual(['error', 'auth-file', 'containers-auth.json:1', refused]);
});

test('nothing of a password is shown', () => {
  const { findings } = checkSources([{ file: 'a.json', text: authFile('my-registry.local/a:1') }]);
  expect(JSON.stringify(findings)).not.toMatch(/MyRegistryPassword|TXlSZWdpc3Ry/);
});
