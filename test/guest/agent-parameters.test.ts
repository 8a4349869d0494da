import { agentParameterProblems } from '../../src/guest/agent-parameters';
import { KernelParameters } from '../../src/guest/kernel-parameters';

const check = (text: string) => agentParameterProblems(KernelParameters.parse(text)).map(({ what }) => what);

describe('agentParameterProblems', () => {
  test.each([
    'agent.log=debug agent.log=trace',
    'agent.hotplug_timeout=10 agent.image_pull_timeout=3600 agent.launch_process_timeout=0',
    'agent.debug_console agent.devmode agent.debug_console_vport=1026 agent.log_vport=-1',
    'agent.https_proxy=http://proxy:3128 agent.no_proxy=10.0.0.0/8',
    'agent.guest_components_rest_api=attestation agent.guest_components_procs=api-server-rest',
    'agent.guest_components_procs=confidential-data-hub',
    'agent.container_pipe_size=0 cgroup_no_v1=all agent.unknown=x agent.log quiet console=hvc0',
    'systemd.unit=kata-containers.target systemd.mask=systemd-networkd.service',
  ])('takes %s', (text) => {
    expect(check(text)).toEqual([]);
  });

  test.each([
    ['agent.log=verbose', 'one of fatal, panic,'],
    ['agent.log=debug=', 'one of fatal, panic,'],
    ['agent.hotplug_timeout=10s', 'a whole number of seconds'],
    ['agent.cdh_api_timeout=-1', 'a whole number of seconds'],
    ['agent.image_pull_timeout=', 'a whole number of seconds'],
    ['agent.debug_console_vport=x', 'a whole number'],
    ['agent.container_pipe_size=-1', 'a whole number, not negative'],
    ['agent.https_proxy=proxy', 'a URL'],
    ['agent.no_proxy=', 'a text'],
    ['agent.guest_components_rest_api=none', 'one of resource, attestation, all'],
    ['agent.guest_components_procs=cdh', 'one of api-server-rest,'],
  ])('refuses %s: the agent does not start', (text, wanted) => {
    const [name] = text.split('=');
    expect(check(`quiet ${text}`)).toEqual([expect.stringContaining(`"${name}" is not ${wanted}`)]);
  });

  test.each([
    'agent.guest_components_procs=none',
    'agent.guest_components_procs=attestation-agent',
    'systemd.mask=kata-agent.service',
    'systemd.mask=confidential-data-hub.service',
  ])('refuses %s: nothing would pull images', (text) => {
    expect(check(text)).toEqual([`kernel parameter "${text}" turns off what pulls images in the guest`]);
  });

  test('shows no value that it does not know', () => {
    expect(check('agent.https_proxy=user:hunter2').join()).not.toContain('hunter2');
  });
});
