import { InputError } from '../input/problem';
import { quote } from '../input/quote';
import { subdomainProblem } from '../kubernetes/name';
import { Annotation, HYPERVISOR_PREFIX } from './annotations';
import type { GuestChannel } from './guest-options';
import { type KataReleases, KataVersion } from './kata-version';
import { type CatalogueEntry, RUNTIME_CLASSES, type Tee } from './runtime-class-catalogue';
import { meantClass } from './runtime-class-hint';

/** Whether Kata's configuration lets an annotation through; `unknown` where a vendor or the release decides. */
export type Allowance = boolean | 'unknown';

/** Which guest configuration a runtime class takes (`enable_annotations` in Kata's configuration file). */
export interface AllowedAnnotations {
  /** Annotation `io.katacontainers.config.hypervisor.kernel_params`. */
  readonly kernelParameters: Allowance;
  /** The annotation for initdata, {@link RuntimeClass.initdataAnnotation}. */
  readonly initdata: Allowance;
}

/** What an administrator set up other than kata-deploy does. */
export interface RuntimeClassAllows extends Partial<AllowedAnnotations> {
  /**
   * Further annotations that pass, such as `default_memory`; with or without `io.katacontainers.config.hypervisor.`
   * (kata-deploy's `allowedHypervisorAnnotations`).
   * @default - none
   */
  readonly annotations?: readonly string[];
}

export interface RuntimeClassOptions {
  /**
   * Release of Kata Containers in the cluster, such as `3.28`.
   * @default - what holds for all releases since 3.23 (November 2025)
   */
  readonly kata?: KataVersion | string;
  /**
   * The class of kata-deploy that a class of another name was made from, such as `kata-qemu-snp`.
   * @default - what the name tells: `<class>-debug`, `<class>-devkit`, `<class>-<suffix>`
   */
  readonly basedOn?: string;
  /**
   * What the class lets through, as its administrator set it.
   * @default - what the catalogue says of the class; unknown for a class outside it
   */
  readonly allows?: RuntimeClassAllows;
}

/** The releases for which things have to hold where the user names none. */
const OLDEST_SUPPORTED = KataVersion.parse('3.23');

/** Longest kernel command line, `COMMAND_LINE_SIZE`; the kernel cuts off the rest. */
const COMMAND_LINE_LENGTH = 2048;
const COMMAND_LINE_LENGTH_S390X = 4096;

/**
 * A CoCo runtime class: the name for `runtimeClassName`, and what is known of it, by the configuration templates of Kata
 * Containers 3.8 to 4.1 and the names under which kata-deploy installs them.
 */
export class RuntimeClass {
  private static readonly catalogue = new Map<string, RuntimeClass>();

  /** Development without confidential hardware; the example of the CoCo documentation. */
  public static readonly QEMU_COCO_DEV = RuntimeClass.of('kata-qemu-coco-dev');
  /** {@link QEMU_COCO_DEV} on Kata's runtime in Rust. */
  public static readonly QEMU_COCO_DEV_RUNTIME_RS = RuntimeClass.of('kata-qemu-coco-dev-runtime-rs');
  /** AMD SEV-SNP. */
  public static readonly QEMU_SNP = RuntimeClass.of('kata-qemu-snp');
  /** {@link QEMU_SNP} on Kata's runtime in Rust (kata-containers pull request 12352). */
  public static readonly QEMU_SNP_RUNTIME_RS = RuntimeClass.of('kata-qemu-snp-runtime-rs');
  /** Intel TDX. */
  public static readonly QEMU_TDX = RuntimeClass.of('kata-qemu-tdx');
  /** {@link QEMU_TDX} on Kata's runtime in Rust (kata-containers pull request 12352). */
  public static readonly QEMU_TDX_RUNTIME_RS = RuntimeClass.of('kata-qemu-tdx-runtime-rs');
  /** IBM Secure Execution (s390x). */
  public static readonly QEMU_SE = RuntimeClass.of('kata-qemu-se');
  /** {@link QEMU_SE} on Kata's runtime in Rust. */
  public static readonly QEMU_SE_RUNTIME_RS = RuntimeClass.of('kata-qemu-se-runtime-rs');
  /** NVIDIA GPU beside AMD SEV-SNP. */
  public static readonly QEMU_NVIDIA_GPU_SNP = RuntimeClass.of('kata-qemu-nvidia-gpu-snp');
  /** NVIDIA GPU beside Intel TDX. */
  public static readonly QEMU_NVIDIA_GPU_TDX = RuntimeClass.of('kata-qemu-nvidia-gpu-tdx');
  /** {@link QEMU_NVIDIA_GPU_SNP} on Kata's runtime in Rust. Initdata only, since Kata 4.1. */
  public static readonly QEMU_NVIDIA_GPU_SNP_RUNTIME_RS = RuntimeClass.of('kata-qemu-nvidia-gpu-snp-runtime-rs');
  /** {@link QEMU_NVIDIA_GPU_TDX} on Kata's runtime in Rust. Initdata only, since Kata 4.1. */
  public static readonly QEMU_NVIDIA_GPU_TDX_RUNTIME_RS = RuntimeClass.of('kata-qemu-nvidia-gpu-tdx-runtime-rs');
  /** Peer pods (cloud-api-adaptor): the guest is a cloud VM. Initdata only, kernel parameters do not reach it. */
  public static readonly REMOTE = RuntimeClass.of('kata-remote');
  /** OpenShift sandboxed containers on bare metal. */
  public static readonly CC = RuntimeClass.of('kata-cc');
  /** Confidential containers of Azure Kubernetes Service. */
  public static readonly CC_ISOLATION = RuntimeClass.of('kata-cc-isolation');

  /** Name of the class in the catalogue that it is, or was made from; undefined where there is none. */
  public readonly base: string | undefined;
  /** What protects the guest. */
  public readonly tee: Tee;
  /** What guest configuration the class lets through. */
  public readonly allows: AllowedAnnotations;
  /** Release of Kata Containers that this holds for; undefined for all since 3.23. */
  public readonly kata: KataVersion | undefined;
  private readonly entry: CatalogueEntry | undefined;
  private readonly alsoAllowed: ReadonlySet<string>;

  private constructor(
    /** Name of the RuntimeClass object, and of its handler: kata-deploy gives both the same name. */
    public readonly name: string,
    { kata, basedOn, allows = {} }: RuntimeClassOptions,
  ) {
    this.kata = typeof kata === 'string' ? KataVersion.parse(kata) : kata;
    this.base = baseOf(basedOn ?? name);
    this.entry = this.base === undefined ? undefined : RUNTIME_CLASSES.get(this.base);
    this.tee = this.entry?.tee ?? 'unknown';
    this.alsoAllowed = new Set(allows.annotations?.map(withoutPrefix));
    this.allows = {
      kernelParameters: allows.kernelParameters ?? this.letsAlways(Annotation.KERNEL_PARAMETERS),
      initdata: allows.initdata ?? (this.takesOldInitdata || this.letsAlways(Annotation.INITDATA)),
    };
  }

  /**
   * The class of a name: one of the catalogue, or any other that the cluster has.
   *
   * @param name name of the RuntimeClass object
   * @throws InputError where Kubernetes refuses the name, and for options that name no release or class.
   */
  public static of(name: string, options: RuntimeClassOptions = {}): RuntimeClass {
    const plain = Object.values(options).every((option) => option === undefined);
    const known = plain ? RuntimeClass.catalogue.get(name) : undefined;
    if (known) return known;
    checkName(name);
    if (options.basedOn !== undefined) checkBase(options.basedOn);
    const made = new RuntimeClass(name, options);
    if (plain && RUNTIME_CLASSES.has(name)) RuntimeClass.catalogue.set(name, made);
    return made;
  }

  /** All classes of the catalogue that are for confidential Pods. */
  public static all(): readonly RuntimeClass[] {
    return [...RUNTIME_CLASSES].filter(([, { tee }]) => tee !== 'none').map(([name]) => RuntimeClass.of(name));
  }

  /** Whether the class is in the catalogue, by its own name or by that of its base. */
  public get known(): boolean {
    return this.entry !== undefined;
  }

  /**
   * Whether its Pods are VMs of the cloud (cloud-api-adaptor). Their guests take registry credentials from the pull
   * Secrets, never from the KBS.
   */
  public get peerPods(): boolean {
    return this.base === 'kata-remote';
  }

  /** Whether Kata's runtime in Rust runs it, which ignores what does not pass where the one in Go refuses the Pod. */
  public get rust(): boolean {
    return this.entry?.rust === true;
  }

  /** The channel to take where nobody knows which one passes. */
  public get usualChannel(): GuestChannel {
    return this.entry?.usual ?? 'kernelParameters';
  }

  /** Name of the annotation that Kata takes initdata from. */
  public get initdataAnnotation(): string {
    return this.takesOldInitdata ? Annotation.OLD_INITDATA : Annotation.INITDATA;
  }

  /** Characters that the guest's kernel takes of a command line, Kata's own parameters included. */
  public get commandLineLength(): number {
    return this.tee === 'IBM Secure Execution' ? COMMAND_LINE_LENGTH_S390X : COMMAND_LINE_LENGTH;
  }

  /** Releases of kata-deploy that install it. */
  public get releases(): KataReleases {
    const isVariant = this.base !== undefined && /-(debug|devkit)$/.test(this.name);
    return isVariant ? { since: '4.1' } : (this.entry?.releases ?? {});
  }

  /**
   * Whether an annotation passes. Kata gates those below `io.katacontainers.config.hypervisor.` alone, and looks its list's
   * entries up anywhere in the name, as patterns.
   *
   * @param annotation its whole name
   * @returns `unknown` for a vendor's class, and where the release decides and is not given.
   */
  public lets(annotation: string): Allowance {
    if (!annotation.startsWith(HYPERVISOR_PREFIX)) return true;
    if (annotation === Annotation.KERNEL_PARAMETERS) return this.allows.kernelParameters;
    if (annotation === this.initdataAnnotation) return this.allows.initdata;
    return this.varies(annotation) ? 'unknown' : this.letsAlways(annotation);
  }

  /** Whether the release decides over an annotation, and none is given. */
  public varies(annotation: string): boolean {
    if (this.kata || this.letsAlways(annotation) !== false) return false;
    return this.releasesOf(annotation).some(({ before }) => !before || OLDEST_SUPPORTED.isBefore(before));
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }

  /** Before 3.20, Kata's runtime in Go took initdata from an annotation of another name, and let it pass everywhere. */
  private get takesOldInitdata(): boolean {
    return this.kata?.isBefore('3.20') === true && !this.rust;
  }

  /** Whether an annotation passes in the release, or else in every supported one that has the class. */
  private letsAlways(annotation: string): Allowance {
    if (this.alsoAllowed.has(withoutPrefix(annotation))) return true;
    if (!this.entry?.enabled) return 'unknown';
    const oldest = this.entry.releases?.since ?? '';
    return this.releasesOf(annotation).some((releases) => {
      if (this.kata) return this.kata.isIn(releases);
      return !releases.before && (!releases.since || releases.since === oldest || OLDEST_SUPPORTED.isIn(releases));
    });
  }

  private releasesOf(annotation: string): KataReleases[] {
    const name = withoutPrefix(annotation);
    return Object.entries(this.entry?.enabled ?? {}).flatMap(([part, releases]) =>
      name.includes(part) ? [releases] : [],
    );
  }
}

/** The class in the catalogue that a name stands for; kata-deploy's `multiInstallSuffix` and variants come behind it. */
function baseOf(name: string): string | undefined {
  if (RUNTIME_CLASSES.has(name)) return name;
  const withoutVariant = name.replace(/-(debug|devkit)$/, '');
  if (RUNTIME_CLASSES.has(withoutVariant)) return withoutVariant;
  const parts = withoutVariant.split('-');
  while (parts.length > 1) {
    parts.pop();
    const base = parts.join('-');
    // A class without TEE is no base: more likely the name of another class is misspelt.
    if ((RUNTIME_CLASSES.get(base)?.tee ?? 'none') !== 'none') return base;
  }
  return undefined;
}

function withoutPrefix(annotation: string): string {
  return annotation.startsWith(HYPERVISOR_PREFIX) ? annotation.slice(HYPERVISOR_PREFIX.length) : annotation;
}

function checkName(name: string): void {
  if (!subdomainProblem(name)) return;
  const known = RUNTIME_CLASSES.has(name.toLowerCase()) ? name.toLowerCase() : undefined;
  throw new InputError({
    what: `runtime class ${quote(name)} is not a name that Kubernetes accepts`,
    why: 'the API server refuses the Pod',
    fix: `write ${known ?? 'lower-case letters, digits, "-" and ".", for example kata-qemu-coco-dev'}`,
    rule: 'runtime-class-name',
  });
}

function checkBase(basedOn: string): void {
  if (RUNTIME_CLASSES.has(basedOn)) return;
  const meant = meantClass(basedOn);
  throw new InputError({
    what: `basedOn ${quote(basedOn)} is not a class of kata-deploy`,
    why: 'nothing is known of it',
    fix: `write ${meant ?? 'the class that yours was made from, such as kata-qemu-snp'}`,
    rule: 'runtime-class-base',
  });
}
