import type { Problem } from '../input/problem';
import { quote } from '../input/quote';
import type { KernelParameter, KernelParameters } from './kernel-parameters';

/** Says what is wrong with a value, or undefined. */
type Check = (value: string) => string | undefined;

const LEVELS = ['fatal', 'panic', 'critical', 'error', 'warn', 'warning', 'info', 'debug', 'trace'];

const seconds = matches(/^\+?\d{1,19}$/, 'a whole number of seconds');
const number = matches(/^[+-]?\d{1,9}$/, 'a whole number');
const anyText = matches(/./, 'a text');

/**
 * Parameters whose values the agent refuses to start with, where they are of another form (kata-containers 4.1
 * `src/agent/src/config.rs`, `from_cmdline`; the agent calls it with `unwrap`).
 */
const AGENT: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['agent.log', oneOf(LEVELS)],
  ['agent.server_addr', anyText],
  ['agent.config_file', anyText],
  ['agent.no_proxy', anyText],
  ['agent.https_proxy', (value) => (URL.canParse(value) ? undefined : 'a URL')],
  ['agent.hotplug_timeout', seconds],
  ['agent.cdh_api_timeout', seconds],
  ['agent.image_pull_timeout', seconds],
  ['agent.cdi_timeout', seconds],
  ['agent.launch_process_timeout', seconds],
  ['agent.debug_console_vport', number],
  ['agent.log_vport', number],
  ['agent.passfd_listener_port', number],
  ['agent.container_pipe_size', matches(/^\+?\d{1,9}$/, 'a whole number, not negative')],
  ['agent.guest_components_rest_api', oneOf(['resource', 'attestation', 'all'])],
  ['agent.guest_components_procs', oneOf(['api-server-rest', 'confidential-data-hub', 'attestation-agent', 'none'])],
]);

/** Values that are fine for the agent, and leave the guest without what pulls private images. */
const WITHOUT_DATA_HUB = ['attestation-agent', 'none'];

/** What in a guest's kernel parameters keeps its agent from starting, or from pulling images with what is configured. */
export function agentParameterProblems({ all }: KernelParameters): Problem[] {
  return all.flatMap((parameter) => refusal(parameter) ?? absence(parameter) ?? []);
}

function refusal({ name, value }: KernelParameter): Problem[] | undefined {
  const wanted = value === undefined ? undefined : AGENT.get(name)?.(value);
  if (wanted === undefined) return undefined;
  return [
    {
      what: `the value of kernel parameter ${quote(name)} is not ${wanted}`,
      why: "the guest's agent does not start with it, and neither does the Pod",
      fix: `write ${wanted}, or leave the parameter out`,
      rule: 'agent-parameter',
    },
  ];
}

function absence({ name, value = '' }: KernelParameter): Problem[] | undefined {
  const off = name === 'agent.guest_components_procs' && WITHOUT_DATA_HUB.includes(value);
  const masked = name === 'systemd.mask' && /^(kata-agent|attestation-agent|confidential-data-hub)\b/.test(value);
  if (!off && !masked) return undefined;
  return [
    {
      what: `kernel parameter "${name}=${value}" turns off what pulls images in the guest`,
      why: 'the guest fetches no credentials, and pulls no image',
      fix: 'leave the parameter out',
      rule: 'agent-parameter',
    },
  ];
}

function matches(form: RegExp, wanted: string): Check {
  return (value) => (form.test(value) ? undefined : wanted);
}

function oneOf(values: readonly string[]): Check {
  return (value) => (values.includes(value) ? undefined : `one of ${values.join(', ')}`);
}
