import { InputError } from '../input/problem';
import { quote, quoteValue } from '../input/quote';
import { agentParameterProblems } from './agent-parameters';
import { Annotation, type Annotations } from './annotations';
import { checkCommandLine } from './command-line';
import type { GuestChannel } from './guest-options';
import type { GuestSettings } from './guest-settings';
import { Initdata } from './initdata';
import { attestationUrl, dataHubUrl, hasImageTable, hasInitdata } from './initdata-channel';
import { KernelParameters } from './kernel-parameters';
import { IMAGE_PARAMETERS, kbcParameter } from './kernel-parameters-channel';
import type { RuntimeClass } from './runtime-class';

/** The configuration that existing annotations are merged into. */
export interface MergeContext {
  readonly settings: GuestSettings;
  readonly channel: GuestChannel;
  readonly runtimeClass: RuntimeClass;
  /** Annotations of the configuration by itself. */
  readonly own: Annotations;
}

/**
 * The annotation for kernel parameters of a Pod that has some already.
 *
 * @throws InputError where the two contradict each other or the class lets none through.
 */
export function mergeKernelParameters(context: MergeContext, existing: string | undefined): Annotations {
  if (existing === undefined) return {};
  const { settings, channel, runtimeClass, own } = context;
  if (runtimeClass.allows.kernelParameters === false) {
    throw new InputError({
      what: `the Pod has the annotation ${Annotation.KERNEL_PARAMETERS}, which runtime class ${runtimeClass} does not let through`,
      why: 'Kata does not start the Pod',
      fix: 'remove the annotation; what it says can be said in initdata, by guest options',
      rule: 'annotation-not-enabled',
    });
  }
  checkCommandLine(existing, runtimeClass);
  const parameters = KernelParameters.parse(existing);
  InputError.throwIfAny([...parameters.contradictions, ...agentParameterProblems(parameters)]);
  if (channel === 'initdata') refuseIgnored(parameters, settings);
  const merged = parameters.merge(KernelParameters.parse(own[Annotation.KERNEL_PARAMETERS] ?? ''));
  checkCommandLine(merged.toString(), runtimeClass);
  return { [Annotation.KERNEL_PARAMETERS]: merged.toString() };
}

/**
 * The annotation for initdata of a Pod that has one already.
 *
 * @throws InputError where it is another document, or makes the guest ignore kernel parameters.
 */
export function mergeInitdata(context: MergeContext, existing: string | undefined): Annotations {
  if (existing === undefined) return {};
  const { settings, channel, own, runtimeClass } = context;
  const annotation = runtimeClass.initdataAnnotation;
  if (existing === own[annotation]) return {};
  const document = Initdata.decode(existing);
  if (channel === 'initdata' && own[annotation] !== undefined) {
    throw new InputError({
      what: `the Pod has another document in the annotation ${annotation}`,
      why: 'a guest has one initdata document',
      fix: 'say what it holds as guest options (policy, certificates, registries, extra), and remove the annotation',
      rule: 'initdata-twice',
    });
  }
  refuseOverriding(document, KernelParameters.parse(own[Annotation.KERNEL_PARAMETERS] ?? ''), settings);
  return { [annotation]: existing };
}

function refuseIgnored(parameters: KernelParameters, settings: GuestSettings): void {
  const ignored = IMAGE_PARAMETERS.find((name) => parameters.get(name) !== undefined);
  if (ignored && hasImageTable(settings)) {
    throw new InputError({
      what: `the Pod sets kernel parameter "${ignored}" beside initdata that has an [image] table`,
      why: 'the guest then ignores it without a word (guest-components, confidential-data-hub)',
      fix: 'say it as a guest option, and remove the kernel parameter',
      rule: 'guest-configuration-twice',
    });
  }
  const kbc = parameters.get('agent.aa_kbc_params');
  if (kbc !== undefined && kbc !== kbcParameter(settings) && hasInitdata(settings)) {
    throw new InputError({
      what: `the Pod sets kernel parameter "agent.aa_kbc_params" to ${quote(kbc)} beside initdata for ${settings.kbs?.url ?? 'no KBS'}`,
      why: 'the guest ignores the kernel parameter without a word',
      fix: 'write one KBS address for both',
      rule: 'guest-configuration-twice',
    });
  }
}

/** In initdata that the Pod brings along, `cdh.toml` and `aa.toml` win over kernel parameters. */
function refuseOverriding(document: Initdata, own: KernelParameters, settings: GuestSettings): void {
  const dataHub = document.table('cdh.toml');
  const ignored = IMAGE_PARAMETERS.find((name) => own.get(name) !== undefined);
  if (dataHub.image !== undefined && ignored) {
    throw new InputError({
      what: `the Pod has initdata with an [image] table beside kernel parameter "${ignored}"`,
      why: 'the guest then ignores the parameter without a word (guest-components, confidential-data-hub)',
      fix: 'say what it holds as guest options (registries, certificates, policy, extra), and remove the annotation',
      rule: 'guest-configuration-twice',
    });
  }
  const url = [dataHubUrl(dataHub), attestationUrl(document.table('aa.toml'))].find(
    (other) => other !== undefined && other !== settings.kbs?.url,
  );
  if (url !== undefined && settings.kbs) {
    throw new InputError({
      what: `the Pod has initdata for the KBS ${quoteValue(url)} beside kernel parameters for ${settings.kbs.url}`,
      why: 'the guest ignores the kernel parameter without a word',
      fix: 'write one KBS address for both',
      rule: 'guest-configuration-twice',
    });
  }
}
