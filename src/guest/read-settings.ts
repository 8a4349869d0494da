import { readCertificates } from '../input/certificates';
import { InputError, type Problem, write } from '../input/problem';
import { ProblemCollector } from '../input/problem-collector';
import { quote } from '../input/quote';
import { ResourceUri } from '../kbs/resource-uri';
import { agentParameterProblems } from './agent-parameters';
import { Annotation, type Annotations } from './annotations';
import { checkExtra, checkImagePairs, type GuestExtra } from './guest-extra';
import type { GuestOptions } from './guest-options';
import type { GuestSettings } from './guest-settings';
import { attestationAgent, dataHub } from './initdata-channel';
import { fullAnnotationName, isKataAnnotation } from './kata-annotations';
import { KbsAddress } from './kbs-address';
import { checkKbsNeeds } from './kbs-needs';
import { KernelParameters } from './kernel-parameters';
import { checkRegistryRules } from './registry-rules';

/** Options that only initdata can carry. */
const INITDATA_ONLY = [
  'kbsCertificate',
  'registryCertificates',
  'registries',
  'extra',
  'maxConcurrentLayerDownloads',
  'policy',
  'algorithm',
] as const satisfies (keyof GuestOptions)[];

/** Kernel parameters that have an option of their own. */
const OPTION_OF_PARAMETER: ReadonlyMap<string, keyof GuestOptions> = new Map([
  ['agent.image_registry_auth', 'authFile'],
  ['agent.guest_components_rest_api', 'restApi'],
  ['agent.aa_kbc_params', 'kbs'],
  ['agent.image_policy_file', 'imagePolicy'],
  ['agent.enable_signature_verification', 'imagePolicy'],
  ['agent.https_proxy', 'httpsProxy'],
  ['agent.http_proxy', 'httpsProxy'],
  ['agent.no_proxy', 'noProxy'],
]);

/**
 * Reads and checks options.
 *
 * @throws InputError with all options that the guest could not use.
 */
export function readSettings(options: GuestOptions): GuestSettings {
  const kbs = typeof options.kbs === 'string' ? KbsAddress.parse(options.kbs) : options.kbs;
  const problems = new ProblemCollector();
  const settings: GuestSettings = {
    kbs,
    authFile: problems.collect(() => readResource(options.authFile)),
    restApi: options.restApi ?? 'resource',
    imagePolicy: problems.collect(() => readResource(options.imagePolicy)),
    httpsProxy: problems.collect(() => readProxy(options.httpsProxy)),
    noProxy: problems.collect(() => readNoProxy(options)),
    extraKernelParameters:
      problems.collect(() => readExtra(options.extraKernelParameters ?? [])) ?? KernelParameters.of({}),
    annotations: problems.collect(() => readAnnotations(options.annotations ?? {})) ?? {},
    kbsCertificate: problems.collect(() => readKbsCertificate(kbs, options)),
    registryCertificates: (options.registryCertificates ?? []).flatMap(
      (pem) => problems.collect(() => readCertificates(pem, 'registry certificate', options.now)) ?? [],
    ),
    registries: problems.collect(() => readRegistries(options.registries)),
    extra: problems.collect(() => readExtraFiles(options.extra)) ?? {},
    maxConcurrentLayerDownloads: problems.collect(() => readCount(options.maxConcurrentLayerDownloads)),
    policy: problems.collect(() => readPolicy(options.policy)),
    algorithm: options.algorithm,
    initdataOnly: INITDATA_ONLY.filter((name) => isGiven(options[name])),
  };
  problems.collect(() => checkKbsNeeds(settings));
  problems.throwIfAny();
  problems.collect(() => attestationAgent(settings));
  problems.collect(() => checkImagePairs(dataHub(settings)));
  problems.throwIfAny();
  return settings;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function readRegistries(registries: GuestOptions['registries']): GuestSettings['registries'] {
  if (typeof registries === 'string') return ResourceUri.parse(registries);
  if (registries === undefined || registries instanceof ResourceUri) return registries;
  checkRegistryRules(registries);
  return registries.length > 0 ? registries : undefined;
}

function readExtraFiles(extra: GuestExtra = {}): GuestExtra {
  checkExtra(extra);
  return extra;
}

function readResource(uri: ResourceUri | string | undefined): ResourceUri | undefined {
  return typeof uri === 'string' ? ResourceUri.parse(uri) : uri;
}

function readProxy(proxy: string | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  // The value is never shown: where it is no URL, nobody knows which part of it is a password.
  if (proxy.includes('@')) {
    throw new InputError({
      what: 'httpsProxy holds a user name or a password',
      why: 'everybody with access to the Pod could read it in an annotation',
      fix: 'write http://host:port of a proxy that asks for none',
      rule: 'guest-option',
    });
  }
  if (!/^https?:\/\/[^\s"]+$/i.test(proxy) || !URL.canParse(proxy)) {
    throw new InputError({
      what: 'httpsProxy is not a URL that begins with http:// or https://',
      why: 'the guest could not pull through it',
      fix: 'write http://host:port',
      rule: 'guest-option',
    });
  }
  return proxy;
}

function readNoProxy({ httpsProxy, noProxy }: GuestOptions): string | undefined {
  if (noProxy === undefined) return undefined;
  if (httpsProxy === undefined) {
    throw new InputError({
      what: 'noProxy is given without httpsProxy',
      why: 'the guest ignores it',
      fix: 'write both, or neither',
      rule: 'guest-option',
    });
  }
  if (!/^[^\s",]+(,[^\s",]+)*$/.test(noProxy)) {
    throw new InputError({
      what: `noProxy ${quote(noProxy)} is not a list of hosts`,
      why: 'white space would end the kernel parameter',
      fix: 'write hosts separated by commas alone, such as "10.0.0.0/8,.example.com"',
      rule: 'guest-option',
    });
  }
  return noProxy;
}

function readExtra(list: readonly string[]): KernelParameters {
  const parameters = KernelParameters.fromList(list);
  const options = parameters.all.flatMap(({ name }) => {
    const option = OPTION_OF_PARAMETER.get(name);
    return option === undefined
      ? []
      : [
          {
            what: `extra kernel parameter ${quote(name)} has an option of its own`,
            why: 'the guest would take one of the two and ignore the other',
            fix: `write the option ${option}`,
            rule: 'kernel-parameter-option',
          },
        ];
  });
  InputError.throwIfAny([...options, ...parameters.contradictions, ...agentParameterProblems(parameters)]);
  return parameters;
}

/** Options that say what annotations of the same effect would. */
const OPTION_OF_ANNOTATION: ReadonlyMap<string, string> = new Map<string, string>([
  [Annotation.KERNEL_PARAMETERS, 'extraKernelParameters'],
  [Annotation.INITDATA, 'policy, registries or extra'],
  [Annotation.OLD_INITDATA, 'policy, registries or extra'],
]);

function readAnnotations(annotations: Annotations): Annotations {
  const named = Object.entries(annotations).map(([name, value]) => [fullAnnotationName(name), value] as const);
  InputError.throwIfAny(named.flatMap(([name]) => annotationNameProblem(name) ?? []));
  return Object.fromEntries(named);
}

function annotationNameProblem(name: string): Problem | undefined {
  const option = OPTION_OF_ANNOTATION.get(name);
  if (option === undefined && isKataAnnotation(name)) return undefined;
  return {
    what: `guest annotation ${quote(name)} ${option === undefined ? "is none of Kata's" : 'has an option of its own'}`,
    why: option === undefined ? 'the guest would not be told of it' : 'a Pod has one annotation of that name',
    fix: write(
      option === undefined
        ? 'names such as create_container_timeout or default_memory; others as annotations of the workload'
        : `the option ${option}`,
    ),
    rule: 'guest-annotation',
  };
}

function readKbsCertificate(
  kbs: KbsAddress | undefined,
  { kbsCertificate: pem, now }: GuestOptions,
): string | undefined {
  if (pem === undefined) return undefined;
  const [certificate, ...more] = readCertificates(pem, 'kbsCertificate', now);
  if (more.length > 0) {
    throw new InputError({
      what: `kbsCertificate holds ${more.length + 1} certificates`,
      why: 'the guest reads only the first',
      fix: 'write the certificate of the KBS, or of the authority that issued it',
      rule: 'guest-option',
    });
  }
  if (kbs && kbs.scheme !== 'https') {
    throw new InputError({
      what: `kbsCertificate is given for the address ${kbs.url}`,
      why: 'without TLS the guest never looks at it',
      fix: `write https://${kbs.host}:${kbs.port}, or no certificate`,
      rule: 'guest-option',
    });
  }
  return certificate;
}

function readCount(count: number | undefined): number | undefined {
  if (count === undefined || (Number.isSafeInteger(count) && count > 0)) return count;
  throw new InputError({
    what: `maxConcurrentLayerDownloads ${count} is not a positive whole number`,
    why: 'the guest could not pull any layer',
    fix: 'write 3',
    rule: 'guest-option',
  });
}

function readPolicy(policy: string | undefined): string | undefined {
  if (policy === undefined || /^[ \t]*package[ \t]+agent_policy\b/m.test(policy)) return policy;
  throw new InputError({
    what: 'the policy has no line "package agent_policy"',
    why: 'the Kata agent asks for rules of that package and would refuse every request',
    fix: 'write a policy for the Kata agent, as genpolicy makes it',
    rule: 'guest-option',
  });
}
