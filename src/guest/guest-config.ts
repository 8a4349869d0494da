import { InputError, type Problem, write } from '../input/problem';
import { quote } from '../input/quote';
import { ResourceUri } from '../kbs/resource-uri';
import { Annotation, type Annotations } from './annotations';
import { checkCommandLine } from './command-line';
import { extraWarnings } from './guest-extra';
import type { GuestChannel, GuestOptions } from './guest-options';
import type { GuestSettings } from './guest-settings';
import type { Initdata } from './initdata';
import { hasInitdata, initdata } from './initdata-channel';
import { type AnnotationFindings, checkAnnotations } from './kata-annotations';
import { kernelParameters, kernelParametersBesideInitdata } from './kernel-parameters-channel';
import { mergeInitdata, mergeKernelParameters } from './merge-annotations';
import { readSettings } from './read-settings';
import { redirects } from './registry-rules';
import type { RuntimeClass } from './runtime-class';

/**
 * What the guest has to know: the KBS, the resources it fetches there, and how it pulls images. It reaches the guest in
 * annotations of the Pod, through one of two channels, and not every runtime class lets both through.
 */
export class GuestConfig {
  private readonly settings: GuestSettings;
  private readonly annotations = new Map<RuntimeClass, Annotations>();
  private document: Initdata | undefined;

  private constructor(
    /** The channel asked for. */
    public readonly channel: GuestChannel | 'auto',
    options: GuestOptions,
  ) {
    this.settings = readSettings(options);
  }

  /**
   * Picks the channel for each runtime class: kernel parameters, which the example of the CoCo documentation uses, where
   * the class lets them through or may do so (a class that is not in the catalogue); else initdata. Options that only
   * initdata can carry (certificates, the policy, …) make it initdata everywhere.
   *
   * @throws InputError for options that the guest could not use.
   */
  public static auto(options: GuestOptions): GuestConfig {
    return new GuestConfig('auto', options);
  }

  /**
   * Kernel parameters, whose integrity only measured boot protects.
   *
   * @throws InputError for options that the guest could not use, and those that only initdata can carry.
   */
  public static kernelParameters(options: GuestOptions): GuestConfig {
    const config = new GuestConfig('kernelParameters', options);
    const [first] = config.settings.initdataOnly;
    if (first !== undefined) {
      throw new InputError({
        what: `${config.settings.initdataOnly.join(', ')} cannot be kernel parameters`,
        why: 'the guest would not see them',
        fix: `write the channel initdata or auto, or leave out ${first}`,
        rule: 'guest-channel',
      });
    }
    return config;
  }

  /**
   * Initdata, whose digest is part of the TEE's evidence. What can only be a kernel parameter (`restApi` other than
   * `resource`, `extraKernelParameters`) stays one.
   *
   * @throws InputError for options that the guest could not use.
   */
  public static initdata(options: GuestOptions): GuestConfig {
    return new GuestConfig('initdata', options);
  }

  /** One of {@link auto}, {@link kernelParameters} and {@link initdata} by name. */
  public static of(channel: GuestChannel | 'auto', options: GuestOptions): GuestConfig {
    return GuestConfig[channel](options);
  }

  /**
   * The channel that is used under a runtime class.
   *
   * @throws InputError where the class does not let the channel through: Kata would refuse to start the Pod.
   */
  public channelFor(runtimeClass: RuntimeClass): GuestChannel {
    const { kernelParameters, initdata } = runtimeClass.allows;
    const channel = this.channel === 'auto' ? this.preferredChannel(runtimeClass) : this.channel;
    if (channel === 'kernelParameters' && kernelParameters === false) {
      const remedy = initdata === false ? 'another runtime class' : 'the channel initdata or auto';
      refuse(runtimeClass, Annotation.KERNEL_PARAMETERS, remedy);
    }
    if (channel === 'initdata' && initdata === false) {
      const without = this.settings.initdataOnly.map((name) => `, without ${name}`).join('');
      const other = `the channel kernelParameters${without}`;
      refuse(
        runtimeClass,
        runtimeClass.initdataAnnotation,
        kernelParameters === false ? 'another runtime class, or a later release as kata' : other,
      );
    }
    return channel;
  }

  /**
   * The annotations that configure the guest of a Pod.
   *
   * @param runtimeClass class of the Pod
   * @param existing annotations that the Pod has already
   * @returns annotations to set; other ones of the Pod are not repeated. The same object for the same class, while
   * `existing` holds none of them.
   * @throws InputError where the class does not let a needed annotation through, or where the Pod has guest
   * configuration that contradicts this one, so that the guest would silently ignore one of the two.
   */
  public annotationsFor(runtimeClass: RuntimeClass, existing: Annotations = {}): Annotations {
    const own = this.ownAnnotations(runtimeClass);
    const known = Object.keys(own).filter((name) => Object.hasOwn(existing, name));
    const { [Annotation.KERNEL_PARAMETERS]: parameters, [runtimeClass.initdataAnnotation]: initdata } = existing;
    if (known.length === 0 && parameters === undefined && initdata === undefined) return own;
    const context = { settings: this.settings, channel: this.channelFor(runtimeClass), runtimeClass, own };
    // What the Pod says of its guest goes before what is said for all.
    const merged = { ...own, ...Object.fromEntries(known.map((name) => [name, existing[name] ?? ''])) };
    return {
      ...merged,
      ...inAnnotation(Annotation.KERNEL_PARAMETERS, () => mergeKernelParameters(context, parameters)),
      ...inAnnotation(runtimeClass.initdataAnnotation, () => mergeInitdata(context, initdata)),
    };
  }

  /** What Kata or the guest ignores, or Kata may refuse, of these options, whatever the Pod. */
  public warningsUnder(runtimeClass: RuntimeClass): readonly Problem[] {
    const common = this.commonFindings(runtimeClass).warnings.map(ofNoField);
    const isIdle = this.channel === 'initdata' && !this.hasInitdata;
    return [...(isIdle ? [EMPTY_INITDATA] : []), ...extraWarnings(this.settings.extra), ...common];
  }

  /** Whether the guest pulls the images of a name, `registry/repository`, from elsewhere, or may do so. */
  public redirects(name: string): boolean {
    const { registries } = this.settings;
    return registries instanceof ResourceUri || redirects(registries ?? [], name);
  }

  /** Whether there is anything that initdata would tell the guest; without a KBS there may be nothing. */
  public get hasInitdata(): boolean {
    return hasInitdata(this.settings);
  }

  /**
   * The initdata document, for its text and digest, also where {@link auto} uses kernel parameters.
   *
   * @throws InputError where it is too large for an annotation.
   */
  public get initdataDocument(): Initdata {
    this.document ??= initdata(this.settings);
    return this.document;
  }

  private preferredChannel({ allows: { kernelParameters, initdata }, usualChannel }: RuntimeClass): GuestChannel {
    if (this.settings.initdataOnly.length > 0) return 'initdata';
    if (kernelParameters === initdata) return kernelParameters === 'unknown' ? usualChannel : 'kernelParameters';
    return kernelParameters === true || initdata === false ? 'kernelParameters' : 'initdata';
  }

  private ownAnnotations(runtimeClass: RuntimeClass): Annotations {
    const cached = this.annotations.get(runtimeClass);
    if (cached) return cached;
    InputError.throwIfAny(this.commonFindings(runtimeClass).errors.map(ofNoField));
    const annotations = { ...this.settings.annotations, ...this.channelAnnotations(runtimeClass) };
    this.annotations.set(runtimeClass, annotations);
    return annotations;
  }

  private commonFindings(runtimeClass: RuntimeClass): AnnotationFindings {
    return checkAnnotations(this.settings.annotations, runtimeClass);
  }

  private channelAnnotations(runtimeClass: RuntimeClass): Annotations {
    if (!this.hasInitdata && kernelParameters(this.settings).toString() === '') return {};
    if (this.channelFor(runtimeClass) === 'kernelParameters') {
      const parameters = kernelParameters(this.settings).toString();
      checkCommandLine(parameters, runtimeClass);
      return { [Annotation.KERNEL_PARAMETERS]: parameters };
    }
    const beside = this.parametersBesideInitdata(runtimeClass);
    if (!this.hasInitdata) return beside;
    return { ...beside, [runtimeClass.initdataAnnotation]: this.initdataDocument.annotation };
  }

  private parametersBesideInitdata(runtimeClass: RuntimeClass): Annotations {
    const beside = kernelParametersBesideInitdata(this.settings);
    const parameters = beside.toString();
    if (parameters === '') return {};
    if (runtimeClass.allows.kernelParameters === false) {
      // Their names alone: a value may be secret.
      const names = beside.all.map(({ name }) => name).join(' ');
      const remedy = `restApi: resource and no extraKernelParameters, which become ${quote(names)}`;
      refuse(runtimeClass, Annotation.KERNEL_PARAMETERS, remedy);
    }
    checkCommandLine(parameters, runtimeClass);
    return { [Annotation.KERNEL_PARAMETERS]: parameters };
  }
}

const EMPTY_INITDATA: Problem = {
  what: 'the channel is initdata, and there is nothing to put into it',
  why: 'without a KBS, a policy and the like the Pod gets no initdata',
  fix: 'leave out the channel, or write what the guest is to be told',
  rule: 'guest-channel',
};

/** What `work` returns, whose problems are about an annotation of the Pod. */
function inAnnotation<T>(name: string, work: () => T): T {
  return InputError.amend((problem) => ({ ...problem, field: ['metadata', 'annotations', name] }), work);
}

/** The Pod has no such annotation of its own. */
function ofNoField({ field, ...problem }: Problem): Problem {
  return problem;
}

function refuse(runtimeClass: RuntimeClass, annotation: string, remedy: string): never {
  const { kata, rust } = runtimeClass;
  const otherRelease = runtimeClass.varies(annotation)
    ? ', or say which release the cluster has, such as kata: "4.0"'
    : '';
  throw new InputError({
    what: `runtime class ${runtimeClass} does not let the annotation ${annotation} through${kata ? ` in Kata ${kata}` : ''}`,
    why: rust
      ? 'Kata ignores it, and the guest gets no configuration'
      : `Kata does not start the Pod: "annotation ${annotation} is not enabled"`,
    fix: `${write(remedy)}${otherRelease}`,
    rule: 'annotation-not-enabled',
  });
}
