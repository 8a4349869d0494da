const HANDLER = 'io.containerd.cri.runtime-handler';
const PARAMETERS = 'io.katacontainers.config.hypervisor.kernel_params';
const DIGEST = 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

/** Parts of a Pod that an example of a rule is about. */
interface ExamplePod {
  readonly runtimeClass?: string;
  /** Lines of further annotations. */
  readonly annotations?: readonly string[];
  readonly kernelParameters?: string;
  /** Lines of the spec. */
  readonly spec?: readonly string[];
  readonly image?: string;
  /** `, imagePullPolicy: …` */
  readonly container?: string;
}

/** A confidential Pod as it should be, but for what an example changes. */
export function examplePod({
  runtimeClass = 'kata-qemu-snp',
  annotations = [],
  kernelParameters = 'agent.image_registry_auth=kbs:///default/containers/auth agent.aa_kbc_params=cc_kbc::http://172.18.0.3:31731',
  spec = [],
  image = `registry.example/team/web@${DIGEST}`,
  container = ', imagePullPolicy: Always',
}: ExamplePod = {}): string {
  const parameters = kernelParameters === '' ? [] : [`${PARAMETERS}: ${kernelParameters}`];
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    ${[`${HANDLER}: ${runtimeClass}`, ...parameters, ...annotations].join('\n    ')}
spec:
  ${[`runtimeClassName: ${runtimeClass}`, ...spec].join('\n  ')}
  containers:
    - { name: web, image: "${image}"${container} }
`;
}
