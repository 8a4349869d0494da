import { GuestConfig } from '../../src/guest/guest-config';
import { RuntimeClass } from '../../src/guest/runtime-class';

const INITDATA = 'io.katacontainers.config.hypervisor.cc_init_data';
const PARAMETERS = 'io.katacontainers.config.hypervisor.kernel_params';

test('without a KBS there may be nothing to tell the guest', () => {
  const guest = GuestConfig.auto({});
  expect(guest.hasInitdata).toBe(false);
  expect(guest.annotationsFor(RuntimeClass.REMOTE)).toEqual({});
  expect(guest.annotationsFor(RuntimeClass.QEMU_SNP)).toEqual({});
  const old = RuntimeClass.of('kata-remote', { kata: '3.20' });
  expect(guest.annotationsFor(old)).toEqual({});
  expect(() => GuestConfig.auto({ policy: 'package agent_policy\n' }).annotationsFor(old)).toThrow(
    /write another runtime class, or a later release as kata/,
  );
  const existing = { [INITDATA]: GuestConfig.initdata({ kbs: 'http://10.0.0.5:8080' }).initdataDocument.annotation };
  expect(guest.annotationsFor(RuntimeClass.REMOTE, existing)).toEqual(existing);
});

test('what there is to tell is told, and nothing of a KBS', () => {
  expect(GuestConfig.auto({ restApi: 'all' }).annotationsFor(RuntimeClass.QEMU_SNP)).toEqual({
    [PARAMETERS]: 'agent.guest_components_rest_api=all',
  });
  const { data } = GuestConfig.auto({ policy: 'package agent_policy\n' }).initdataDocument;
  expect(data).toEqual({ 'aa.toml': '', 'policy.rego': 'package agent_policy\n' });
});

test('extra may name a KBS of its own', () => {
  const cdh = { kbc: { name: 'cc_kbc', url: 'http://10.0.0.5:8080' }, image: { sigstore_config_uri: 'kbs:///a/b/c' } };
  const { data } = GuestConfig.auto({ extra: { 'cdh.toml': cdh } }).initdataDocument;
  expect(data['cdh.toml']).toContain('[kbc]\nname = "cc_kbc"\nurl = "http://10.0.0.5:8080"\n');
});

test.each([
  [{ authFile: 'default/containers/auth' }, 'authFile needs a KBS'],
  [{ imagePolicy: 'default/policy/test' }, 'imagePolicy needs a KBS'],
  [{ registries: 'default/registries/test' }, 'registries needs a KBS'],
  [{ extra: { 'cdh.toml': { credentials: [{ resource_uri: 'kbs:///a/b/c', path: '/run/x' }] } } }, 'credentials needs'],
])('%j without a KBS is an error', (options, message) => {
  expect(() => GuestConfig.auto(options)).toThrow(message);
});
