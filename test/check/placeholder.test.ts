import { checkSources } from '../../src/check/check-sources';
import { hasPlaceholder } from '../../src/check/placeholder';

test.each(['${A}', '$A', 'http://$(KBS):8080', '{{ .Values.a }}', 'http://<kbs-ip>:<kbs-port>', '[RUNTIME_CLASS]'])(
  '%s is to be replaced',
  (text) => expect(hasPlaceholder(text)).toBe(true),
);
test.each(['http://[FD00:0:0:0:0:0:0:3]:8080', 'kbs:///default/containers/auth', 'H4sI/+=', 'a$1', ''])(
  '%s is not',
  (text) => expect(hasPlaceholder(text)).toBe(false),
);

test('what is to be replaced is not judged', () => {
  const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    io.containerd.cri.runtime-handler: kata-qemu-snp
    io.katacontainers.config.hypervisor.cc_init_data: "\${INITDATA}"
    io.katacontainers.config.hypervisor.kernel_params: agent.image_registry_auth=kbs:///\${KEY_PATH} agent.aa_kbc_params=cc_kbc::http://\${KBS_ADDRESS}
spec:
  runtimeClassName: kata-qemu-snp
  containers: [{ name: a, image: "\${IMAGE}", imagePullPolicy: Always }]
`;
  expect(checkSources([{ file: 'a.yaml', text: pod }]).findings).toEqual([]);
});
